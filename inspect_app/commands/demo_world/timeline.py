"""Time as the demo world lives it: stories that wait for a moment and then do the next deed."""

import heapq
import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta

# A story is a generator: it yields the moment it waits for and goes on when that moment has come.
Story = Iterator[datetime]
_NEXT = timedelta(seconds=1)


class Timeline:
    """Let stories go on in the order of time, up to the present; what is later never happens.

    So every state at the end is one that its deeds have led to.
    """

    def __init__(self, begin: datetime, end: datetime) -> None:
        """Start at one moment and end at the present one."""
        self.now, self.end = begin, end
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._order = itertools.count()

    def read(self) -> datetime:
        """Return the moment the clock shows."""
        return self.now

    def begin(self, story: Story) -> None:
        """Let a story wait for its first moment."""
        moment = next(story, None)
        if moment is not None:
            heapq.heappush(self._waiting, (max(moment, self.now + _NEXT), next(self._order), story))

    def run(self) -> None:
        """Do everything up to the present."""
        while self._waiting and self._waiting[0][0] <= self.end:
            self.now, _, story = heapq.heappop(self._waiting)
            self.begin(story)
        self.now = self.end
