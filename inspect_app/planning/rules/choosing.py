"""Who may go on an errand, and which rule keeps somebody away."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.planning.vocabulary import Errand, Goer, RoundPlan, Why
from inspect_app.visits.rules import Lineage, is_own_unit
from inspect_app.visits.vocabulary import DaySlot, VisitMode


def mode_of(role: Role) -> VisitMode:
    """Return how somebody of a role visits: shoppers covertly, all others openly."""
    return VisitMode.COVERT if role is Role.SHOPPER else VisitMode.OPEN


def kept_away(goer: Goer, target_id: int, method: VisitMethod, lineage: Lineage) -> Why | None:
    """Return the rule that keeps somebody from a unit on any day, or nothing.

    A chief may look at the own windows (自查) unless it is a cross-check.
    """
    own_counts = goer.role is not Role.CHIEF or method is VisitMethod.CROSS
    home = (goer.unit_id, *goer.tied_unit_ids) if goer.role is Role.SHOPPER else (goer.unit_id,)
    if own_counts and any(is_own_unit(unit_id, (target_id,), lineage) for unit_id in home):
        return Why.OWN
    if any(is_own_unit(unit_id, (target_id,), lineage) for unit_id in goer.known_unit_ids):
        return Why.KNOWN
    return None


def kept_away_on(goer: Goer, errand: Errand, day: date, lock_days: int) -> Why | None:
    """Return the rule that keeps somebody from an errand on a day, or nothing."""
    if is_away(goer, day):
        return Why.AWAY
    return Why.LOCKED if is_locked(goer, errand, day, lock_days) else None


def kept_from(
    goer: Goer, errand: Errand, half: tuple[date, DaySlot], plan: RoundPlan, lineage: Lineage, taken: int
) -> Why | None:
    """Return the rule that keeps somebody from an errand on a half day on which the round sends them `taken` times."""
    day, slot = half
    why = kept_away(goer, errand.unit_id, plan.method, lineage) or kept_away_on(goer, errand, day, plan.lock_days)
    return why or (Why.FULL if is_busy(goer, day, slot) or taken >= plan.per_half_day else None)


def is_away(goer: Goer, day: date) -> bool:
    """Say whether somebody is absent on a day."""
    return any(first <= day <= last for first, last in goer.away)


def is_locked(goer: Goer, errand: Errand, day: date, lock_days: int) -> bool:
    """Say whether somebody was or is to be at one of the windows within the lock-out."""
    visits = (visited for window_id in errand.window_ids for visited in goer.visited.get(window_id, ()))
    return any(abs((day - visited).days) < lock_days for visited in visits)


def is_busy(goer: Goer, day: date, slot: DaySlot) -> bool:
    """Say whether a visit that stands already takes this half day."""
    return bool(goer.busy & {(day, slot), (day, DaySlot.ANY)})


def why_nobody(goers: Sequence[Goer], whys: Iterable[Why | None], plan: RoundPlan, mode: VisitMode) -> str:
    """Return the sentence that says which rules left nobody for an errand."""
    if not goers:
        return "没有选暗访员，暗访派不出去。" if mode is VisitMode.COVERT else "没有可以明查的人，请多选几类人员。"
    counted = Counter(why or Why.FULL for why in whys)
    said = "，".join(f"{_words(why, plan)} {counted[why]} 人" for why in Why if counted[why])
    return f"{len(goers)} 人都去不了：{said}。"


def _words(why: Why, plan: RoundPlan) -> str:
    return f"{plan.lock_days} 天内去过或要去" if why is Why.LOCKED else why.label
