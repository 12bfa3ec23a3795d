"""What the office asked of a round: checked, kept as words, read again, and what came of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.foundation.errors import Invalid
from inspect_app.planning.vocabulary import RoundKind, RoundPlan, RoundRow, RoundSums
from inspect_app.visits.vocabulary import DaySlot, VisitMode

_WHOLE = 100
_WEEKDAYS = "一二三四五六日"
_PLAIN = ("lock_days", "covert", "morning", "per_half_day", "per_trip", "only_open", "activity")


def check_plan(plan: RoundPlan, starts_on: date, ends_on: date, today: date) -> None:
    """Raise Invalid at the field that can't be kept."""
    if plan.last < plan.first:
        raise Invalid("结束日期早于开始日期。", "last")
    if plan.first < today:
        raise Invalid("不能排到过去，请从今天或以后开始。", "first")
    if plan.first < starts_on or plan.last > ends_on:
        raise Invalid(f"日期不在专项期内（{starts_on.isoformat()} 至 {ends_on.isoformat()}）。", "last")
    if any(plan.weekdays.values()) and sum(plan.weekdays.values()) != _WHOLE:
        raise Invalid(f"周一到周五的占比合计应是 100，现在是 {sum(plan.weekdays.values())}。", "monday")
    if not plan.roles or (plan.covert < _WHOLE and set(plan.roles) == {Role.SHOPPER}):
        raise Invalid("请选谁去；只选暗访员时，暗访占比填 100。", "roles")
    if plan.covert and Role.SHOPPER not in plan.roles:
        raise Invalid("有暗访占比时，请在“谁去”里选暗访员。", "roles")
    if plan.kind is RoundKind.CROSS and plan.covert:
        raise Invalid("交叉互查是公开的，暗访占比请填 0。", "covert")


def words_of(plan: RoundPlan) -> dict[str, Any]:
    """Return a plan as it is kept."""
    return {
        **{name: getattr(plan, name) for name in _PLAIN},
        "method": plan.method.value,
        "roles": [role.value for role in plan.roles],
        "first": plan.first.isoformat(),
        "last": plan.last.isoformat(),
        "weekdays": {str(day): share for day, share in plan.weekdays.items()},
    }


def plan_of(kind: RoundKind, words: Mapping[str, Any], seed: int) -> RoundPlan:
    """Return a kept plan."""
    return RoundPlan(
        kind=kind,
        method=VisitMethod.find(words["method"]) or VisitMethod.ON_SITE,
        roles=tuple(role for role in Role if role.value in words["roles"]),
        first=date.fromisoformat(words["first"]),
        last=date.fromisoformat(words["last"]),
        weekdays={int(day): share for day, share in words["weekdays"].items()},
        seed=seed,
        **{name: words[name] for name in _PLAIN},
    )


def sums_of(rows: Sequence[RoundRow], plan: RoundPlan) -> RoundSums:
    """Return what a round comes to."""
    sent = [row for row in rows if row.day is not None]
    loads = Counter(row.who for row in sent)
    return RoundSums(
        made=len(sent),
        left=len(rows) - len(sent),
        loads=tuple(sorted(loads.items(), key=lambda pair: (-pair[1], pair[0]))),
        shares=tuple(_shares(sent, plan)),
    )


def _shares(sent: Sequence[RoundRow], plan: RoundPlan) -> Iterable[tuple[str, str]]:
    total = len(sent)
    if plan.covert:
        yield "暗访", _share(sum(row.mode is VisitMode.COVERT for row in sent), total, plan.covert)
    yield "上午", _share(sum(row.slot is DaySlot.MORNING for row in sent), total, plan.morning)
    days = Counter(row.day.weekday() for row in sent if row.day is not None)
    for weekday in sorted(days):
        wanted = plan.weekdays.get(weekday, 0) if any(plan.weekdays.values()) else None
        yield f"周{_WEEKDAYS[weekday]}", _share(days[weekday], total, wanted)


def _share(count: int, total: int, wanted: int | None) -> str:
    came = f"{count}/{total}" + (f"（{count * _WHOLE / total:.0f}%）" if total else "")
    return came if wanted is None else f"{came}，要求 {wanted}%"
