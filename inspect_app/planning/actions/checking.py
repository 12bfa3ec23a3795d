"""Check rows of a round again, as things stand now."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from inspect_app.access import Actor
from inspect_app.foundation.errors import Refused
from inspect_app.planning.models import PlanRound, PlanRow
from inspect_app.planning.queries.goers import goers_for
from inspect_app.planning.queries.rounds import author_of
from inspect_app.planning.rules.asking import plan_of
from inspect_app.planning.rules.choosing import is_busy, kept_away, kept_away_on
from inspect_app.planning.rules.drawing import for_units
from inspect_app.planning.vocabulary import Errand, Goer, RoundKind, RoundPlan, Why
from inspect_app.visits.queries import lineage_of_units
from inspect_app.visits.vocabulary import DaySlot

_HalfDay = tuple[int, date, DaySlot]


class Check:
    """What a round's rules say today; read once for all its rows."""

    def __init__(self, actor: Actor, found: PlanRound) -> None:
        self.plan: RoundPlan = plan_of(found.kind, found.asked, found.seed)
        self._lineage = lineage_of_units()
        goers = goers_for(actor, self.plan)
        if found.kind is RoundKind.CROSS:
            goers = for_units(goers, {row.unit_id for row in found.rows}, self._lineage)
        self.goers: Mapping[int, Goer] = {goer.person_id: goer for goer in goers}
        self._rows = found.rows

    def demand(self, row: PlanRow) -> None:
        """Raise Refused, naming the window and the rule, when the one who is to go can't."""
        goer = self.goers.get(author_of(row) or 0)
        why = "这个人已停用，或不再是这类人员" if goer is None else self._why(row, goer)
        if why:
            where = "、".join(stop.window.name for stop in row.stops)
            raise Refused(f"{row.unit.short_name}的{where}现在不能这样派：{why}。请对换两条，或重新分派。")

    def demand_pairs(self) -> None:
        """Raise Refused when two units look at each other."""
        pairs = {(goer.looks_for, row.unit_id) for row in self._rows if (goer := self.goers.get(author_of(row) or 0))}
        if any((target, looker) in pairs for looker, target in pairs):
            raise Refused("这样一换就有两家对看，请换别的两条。")

    def _why(self, row: PlanRow, goer: Goer) -> str:
        if row.planned_on is None:
            return "还没有人去"
        errand = Errand(row.unit_id, row.site_id, tuple(stop.window_id for stop in row.stops))
        why = kept_away(goer, errand, self.plan.method, self._lineage)
        why = why or kept_away_on(goer, errand, row.planned_on, self.plan.lock_days)
        if why is None and (is_busy(goer, row.planned_on, row.slot) or self._full(goer, row)):
            why = Why.FULL
        return why.label if why else ""

    def _full(self, goer: Goer, row: PlanRow) -> bool:
        taken: Counter[_HalfDay] = Counter(
            (author_of(one) or 0, one.planned_on, one.slot) for one in self._rows if one.planned_on is not None
        )
        return bool(row.planned_on and taken[goer.person_id, row.planned_on, row.slot] > self.plan.per_half_day)
