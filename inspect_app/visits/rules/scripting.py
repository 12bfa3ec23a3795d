"""What a script must say, and until when the report of a visit is due."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.visits.vocabulary import CleanScript, DaySlot, PapersInHand, VisitStatus

REPORT_WITHIN = timedelta(hours=12)
# So long before the report is due its author is reminded.
REMIND_BEFORE = timedelta(hours=2)
_MOST_LINES, _LONGEST_LINE = 20, 200
_ENDS = {DaySlot.MORNING: time(12, 0), DaySlot.AFTERNOON: time(18, 0), DaySlot.ANY: time(18, 0)}
_NEEDED = {"title": "名称", "persona": "身份", "stop_line": "到此为止"}
_HANDED_IN = frozenset({VisitStatus.RECEIVED, VisitStatus.ACCEPTED})


def check_script(script: CleanScript) -> None:
    """Raise Invalid naming the form's field when a script doesn't say what its author must know."""
    for field, label in _NEEDED.items():
        if not getattr(script, field):
            raise Invalid(f"请填写“{label}”。", field)
    if script.papers is PapersInHand.ONE_MISSING and not script.missing_paper:
        raise Invalid("故意缺一样时，请写明缺哪一样。", "missing_paper")
    if script.papers is PapersInHand.COMPLETE and script.missing_paper:
        raise Invalid("材料带齐时不用写缺哪一样。", "missing_paper")
    _check_lines("must_tell", script.must_tell)
    _check_lines("steps", script.steps)


def _check_lines(field: str, lines: Sequence[str]) -> None:
    if len(lines) > _MOST_LINES:
        raise Invalid(f"最多写 {_MOST_LINES} 行。", field)
    if any(len(line) > _LONGEST_LINE for line in lines):
        raise Invalid(f"每行最多 {_LONGEST_LINE} 字。", field)
    if len(set(lines)) < len(lines):
        raise Invalid("有两行写得一样，请删去一行。", field)


def report_due(planned_on: date, slot: DaySlot, started_at: datetime | None) -> datetime:
    """Return until when a visit is to be handed in: 12 h after its half-day ends, or after a later beginning."""
    ends = clock.at(planned_on, _ENDS[slot])
    return max(ends, started_at or ends) + REPORT_WITHIN


def is_report_late(due: datetime, status: VisitStatus, submitted_at: datetime | None, now: datetime) -> bool:
    """Say whether a report came, or still waits, after it was due."""
    if status in _HANDED_IN and submitted_at is not None:
        return submitted_at > due
    return now > due
