"""The verdict and the counters told again from the events alone, day by day, straight from product.md.

Slow and plain on purpose: no span, no sum, only sets of days. It shares no code with what it checks but the
question whether people work on a day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock

DAY = timedelta(days=1)
RULING, REVIEW, REWORK = 1, 1, 3
# What the office begins to hold with a step (working days of its own, steps that end it).
HOLDS: dict[Step, tuple[int, frozenset[Step]]] = {
    Step.FIX_NOW: (0, frozenset({Step.FAIL_VERIFICATION, Step.CLOSE})),
    Step.REQUEST_CLOSURE: (0, frozenset({Step.FAIL_VERIFICATION, Step.CLOSE})),
    Step.REVOKE_CLOSURE: (0, frozenset({Step.FAIL_VERIFICATION, Step.CLOSE})),
    Step.REQUEST_RETURN: (RULING, frozenset({Step.REFUSE_RETURN})),
    Step.SUBMIT_PLAN: (REVIEW, frozenset({Step.APPROVE_PLAN, Step.RETURN_PLAN})),
    Step.REQUEST_EXTENSION: (
        RULING, frozenset({Step.WITHDRAW_EXTENSION, Step.GRANT_EXTENSION, Step.REFUSE_EXTENSION, Step.FIX_NOW,
                           Step.REQUEST_CLOSURE}),
    ),
    Step.FILE_DISPUTE: (RULING, frozenset({Step.CORRECT_FACT, Step.REJECT_DISPUTE})),
    Step.REQUEST_DEFERRAL: (
        RULING, frozenset({Step.WITHDRAW_DEFERRAL, Step.REFUSE_DEFERRAL, Step.FIX_NOW, Step.REQUEST_CLOSURE}),
    ),
}  # fmt: skip
ENDS_ALL = frozenset({Step.REASSIGN, Step.TERMINATE, Step.UPHOLD_DISPUTE, Step.DEFER, Step.CLOSE})
FEEDBACK = frozenset({Step.FIX_NOW, Step.REQUEST_CLOSURE})


@dataclass(frozen=True)
class Told:
    """One event: what, when, and the date it names, if it names one."""

    step: Step
    at: datetime
    to: date | None = None


@dataclass
class Verdict:
    """What the events come to."""

    due: date
    on_time: bool | None = None
    judged: date | None = None
    counts: dict[Step, int] = field(default_factory=dict)


class Reference:
    """Tell the events again; `works` says whether people work on a day."""

    def __init__(self, delivered: datetime, due: date, works: Callable[[date], bool]) -> None:
        self.works = works
        self.term = self.days_between(self.zero(delivered), due)
        self.due = due
        self.rework: date | None = None
        self.running: dict[Step, tuple[date, int]] = {}
        self.held: set[date] = set()
        self.left = 0
        self.verdict = Verdict(due)

    def tell(self, events: Sequence[Told]) -> Verdict:
        """Return what the events come to."""
        for event in events:
            self._one(event)
        self.verdict.due = self.due
        return self.verdict

    def _one(self, event: Told) -> None:
        step, today = event.step, clock.day_of(event.at)
        self.verdict.counts[step] = self.verdict.counts.get(step, 0) + 1
        self._count_held(today)
        ended = [began for began in self.running if step in HOLDS[began][1] or step in ENDS_ALL]
        for began in ended:
            del self.running[began]
        self._move_dates(event, today)
        if step in HOLDS:
            own = today if step in FEEDBACK or step is Step.REVOKE_CLOSURE else self.zero(event.at)
            self.running[step] = (own, HOLDS[step][0])

    def _move_dates(self, event: Told, today: date) -> None:
        match event.step:
            case Step.FIX_NOW | Step.REQUEST_CLOSURE:
                self.verdict.judged = self._after(self.due, len(self.held))
                self.verdict.on_time = today <= self.verdict.judged
            case Step.FAIL_VERIFICATION:
                self.rework = self._after(self.zero(event.at), REWORK)
                self.verdict.judged = self._after(self.due, len(self.held))
            case Step.GRANT_EXTENSION:
                self.due = event.to or self.due
            case Step.DEFER:
                limit = max(filter(None, (self._after(self.due, len(self.held)), self.rework)))
                self.left = self.days_between(today, limit)
            case Step.RESUME:
                self._begin(self._after(self.zero(event.at), max(self.left, REWORK)))
                if self.verdict.judged is not None:
                    self.verdict.judged = max(self.verdict.judged, self.due)
            case Step.REASSIGN:
                self._begin(self._after(self.zero(event.at), max(self.term, 1)))
                self.rework = self.verdict.on_time = self.verdict.judged = None

    def _begin(self, due: date) -> None:
        self.due, self.held = due, set()
        self.running.clear()

    def _count_held(self, today: date) -> None:
        """Note every working day on which the office has the file beyond its own clock."""
        for since, own in self.running.values():
            days = [day for day in self._days(since, today) if self.works(day)]
            self.held.update(days[own:])

    def zero(self, moment: datetime) -> date:
        """Return day 0 of a term: the day itself, or the next working day in the evening and on a day off."""
        local = clock.local(moment)
        if self.works(local.date()) and local.time() < time(17, 30):
            return local.date()
        return self._after(local.date(), 1)

    def days_between(self, start: date, end: date) -> int:
        """Count working days after start up to end; negative backwards."""
        if end < start:
            return -self.days_between(end, start)
        return sum(1 for day in self._days(start, end) if self.works(day))

    def _days(self, start: date, end: date) -> list[date]:
        return [start + DAY * count for count in range(1, (end - start).days + 1)]

    def _after(self, start: date, count: int) -> date:
        day = start
        while count > 0:
            day += DAY
            count -= self.works(day)
        return day
