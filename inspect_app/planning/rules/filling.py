"""Match jobs with places as evenly as can be, and as many jobs as can be.

Each job in turn takes the way to the least loaded place that it can reach by letting others move on (an optimal
semi-matching, Harvey et al. 2003: the way of least load in a residual network keeps the whole at its best). A gate
limits how many jobs a place takes at once; a place may have many gates.
"""

from collections import deque
from collections.abc import Callable, Hashable, Sequence

Gate = Callable[[int, int], Hashable]
Room = Callable[[Hashable], int]
# Which job takes the place of which: {one that moves on: (one that comes, the place)}.
Came = dict[int, tuple[int, int] | None]


def fill(options: Sequence[Sequence[int]], gate: Gate, room: Room, *, even: bool = True) -> list[int | None]:
    """Return the place of each job, or None where no place can be freed; `even` also balances the places."""
    filling = _Filling(options, gate, room, even)
    for job in range(len(options)):
        filling.place(job)
    return filling.at


class _Filling:
    def __init__(self, options: Sequence[Sequence[int]], gate: Gate, room: Room, even: bool) -> None:
        self._options, self._gate, self._room, self._even = options, gate, room, even
        self._held: dict[int, dict[int, None]] = {place: {} for places in options for place in places}
        self._behind: dict[Hashable, dict[int, None]] = {}
        self.at: list[int | None] = [None] * len(options)

    def place(self, job: int) -> None:
        """Place one more job; the others may move, none loses its place."""
        came: Came = {job: None}
        found = self._least_loaded(job, came)
        while found is not None:
            at, to = found
            self._move(at, to)
            found = came[at]

    def _least_loaded(self, job: int, came: Came) -> tuple[int, int] | None:
        """Search breadth first; note in `came` which job takes the place of which."""
        waiting, opened = deque([job]), set[int]()
        best: tuple[int, int] | None = None
        enough = min((len(jobs) for jobs in self._held.values()), default=0) if self._even else len(self.at)
        while waiting and (best is None or len(self._held[best[1]]) > enough):
            at = waiting.popleft()
            for place in self._options[at]:
                if place in opened:
                    continue
                gate = self._gate(at, place)
                movable = self._behind.get(gate, {})
                if len(movable) < self._room(gate):
                    opened.add(place)
                    movable = self._held[place]
                    best = (at, place) if best is None or len(movable) < len(self._held[best[1]]) else best
                waiting.extend(other for other in movable if other not in came)
                came |= {other: (at, place) for other in movable if other not in came}
        return best

    def _move(self, job: int, place: int) -> None:
        before = self.at[job]
        if before is not None:
            del self._held[before][job]
            del self._behind[self._gate(job, before)][job]
        self.at[job] = place
        self._held[place][job] = None
        self._behind.setdefault(self._gate(job, place), {})[job] = None
