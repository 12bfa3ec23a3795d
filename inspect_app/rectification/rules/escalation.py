"""How far supervision has gone with a finding, and why (rectification.md §4.5); pure, so that it explains itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspect_app.findings.vocabulary import FindingStatus, Level
from inspect_app.foundation.workdays import WorkCalendar

RED_AFTER = 5  # working days overdue
MAX_ASKED = 2  # extensions asked for before it tells
_UNSATISFIED = 2
_ENDED = frozenset({FindingStatus.CLOSED, FindingStatus.TERMINATED, FindingStatus.DISMISSED})
_ORDER = tuple(Level)
# Whose turn it is: a slip to a department that waits for the office would be unfair.
ITS_TURN = frozenset({FindingStatus.DISPATCHED, FindingStatus.ACCEPTED, FindingStatus.RECTIFYING})
ON_PAPER = (Level.YELLOW, Level.RED)


@dataclass(frozen=True, slots=True)
class EscalationFacts:
    """What decides a level; `late_after` is the lamp's date, nothing while no clock of the department runs.

    `stage_due` is the end of C2 or C5, `asked` counts the extensions asked for, `unsatisfied` how often the
    citizen was not content.
    """

    status: FindingStatus
    late_after: date | None = None
    stage_due: date | None = None
    needs_plan: bool = False
    auto_accepted: bool = False
    rework: int = 0
    plan_returns: int = 0
    asked: int = 0
    unsatisfied: int = 0
    milestone_missed: bool = False
    recurrence: bool = False
    listed: bool = False
    instruction_late: bool = False


def level_of(facts: EscalationFacts, today: date, calendar: WorkCalendar, near: int = 2) -> tuple[Level, list[str]]:
    """Return the level and its reasons, the heaviest first; reasons of a reminder only when nothing weighs more."""
    if facts.status in _ENDED:
        return Level.NONE, []
    causes = list(_causes(facts, today, calendar, near))
    if not causes:
        return Level.NONE, []
    level = max((cause[0] for cause in causes), key=_ORDER.index)
    told = [cause for cause in causes if level is Level.BLUE or cause[0] is not Level.BLUE]
    told.sort(key=lambda cause: -_ORDER.index(cause[0]))
    return level, [words for _level, words in told]


def reason_words(reasons: list[str]) -> str:
    """Return the reasons in one line, such as `逾期 6 个工作日 · 第二次退回重办`."""
    return " · ".join(reasons)


def is_above(level: Level, other: Level) -> bool:
    """Say whether a level is higher than another."""
    return _ORDER.index(level) > _ORDER.index(other)


def _causes(facts: EscalationFacts, today: date, calendar: WorkCalendar, near: int) -> Iterator[tuple[Level, str]]:
    yield from _standing(facts)
    yield from _of_clock(facts, today, calendar, near)
    yield from _of_stage(facts, today)


def _standing(facts: EscalationFacts) -> Iterator[tuple[Level, str]]:
    """Give what stays true whoever holds the file."""
    if facts.listed:
        yield Level.LISTED, "主任决定挂牌督办"
    if facts.rework:
        yield Level.YELLOW if facts.rework == 1 else Level.RED, f"第{_nth(facts.rework)}次退回重办"
    if facts.plan_returns >= _UNSATISFIED:
        yield Level.YELLOW, "整改计划两次退回"
    if facts.asked > MAX_ASKED:
        yield Level.RED, f"{_nth(facts.asked)}次申请延期"
    if facts.unsatisfied >= _UNSATISFIED:
        yield Level.RED, "当事人两次不满意"
    if facts.instruction_late:
        yield Level.RED, "领导批示件逾期"
    if facts.recurrence:
        yield Level.YELLOW, "销号后重复发生"


def _of_clock(facts: EscalationFacts, today: date, calendar: WorkCalendar, near: int) -> Iterator[tuple[Level, str]]:
    limit = facts.late_after
    if limit is None:
        return
    if today <= limit:
        left = calendar.between(today, limit)
        if left <= near:
            yield Level.BLUE, f"还剩 {left} 个工作日" if left else "今日到期" if limit == today else "时限前已无工作日"
        return
    late = calendar.between(limit, today)
    if late < 1:
        yield Level.BLUE, "时限已过"
        return
    red = late >= RED_AFTER or facts.recurrence
    yield (Level.RED if red else Level.YELLOW), f"逾期 {late} 个工作日"


def _of_stage(facts: EscalationFacts, today: date) -> Iterator[tuple[Level, str]]:
    missed = facts.stage_due is not None and today > facts.stage_due
    if facts.status is FindingStatus.DISPATCHED and missed:
        yield Level.BLUE, "超时未签收"
    if facts.status is FindingStatus.ACCEPTED and facts.needs_plan and missed:
        yield Level.BLUE, "超时未报整改计划"
    if facts.status is FindingStatus.ACCEPTED and facts.auto_accepted:
        yield Level.BLUE, "超时未签收，已自动签收"
    if facts.status is FindingStatus.RECTIFYING and facts.milestone_missed:
        yield Level.YELLOW, "整改节点没有按期完成"


def _nth(count: int) -> str:
    return "零一二三四五六七八九"[count] if count < len("零一二三四五六七八九") else str(count)
