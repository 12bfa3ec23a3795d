"""Check rows of a round again, as things stand now, and say who could go on one instead."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from inspect_app.access import Actor, Permission, may
from inspect_app.foundation.errors import Refused
from inspect_app.planning.models import PlanRound, PlanRow
from inspect_app.planning.queries.goers import goers_for
from inspect_app.planning.queries.rounds import author_of, named_people
from inspect_app.planning.rules.asking import plan_of
from inspect_app.planning.rules.choosing import kept_from, mode_of
from inspect_app.planning.rules.drawing import for_units
from inspect_app.planning.vocabulary import Candidate, Errand, Goer, RoundKind, RoundPlan, Why
from inspect_app.visits.queries import lineage_of_units
from inspect_app.visits.vocabulary import DaySlot

Half = tuple[date, DaySlot]


class Check:
    """What a round's rules say today; read once for all its rows."""

    def __init__(self, actor: Actor, found: PlanRound) -> None:
        self._covertly = may(actor, Permission.PLAN_COVERT)
        self.plan: RoundPlan = plan_of(found.kind, found.asked, found.seed)
        self._lineage = lineage_of_units()
        goers = goers_for(actor, self.plan)
        if found.kind is RoundKind.CROSS:
            goers = for_units(goers, {row.unit_id for row in found.rows}, self._lineage)
        self.goers: Mapping[int, Goer] = {goer.person_id: goer for goer in goers}
        self._rows = found.rows
        self._sent = {row.id: author_of(row) or 0 for row in found.rows}
        self._taken = Counter((self._sent[row.id], row.planned_on, row.slot) for row in found.rows)

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
            raise Refused("这样一换就有两家对看，请换别的。")

    def why_not(self, row: PlanRow, goer: Goer, half: Half) -> Why | None:
        """Return the rule that keeps somebody from a row on a half day, or nothing."""
        errand = Errand(row.unit_id, row.site_id, tuple(stop.window_id for stop in row.stops))
        wanted = (goer.person_id, *half)
        itself = (self._sent[row.id], row.planned_on, row.slot) == wanted
        return kept_from(goer, errand, half, self.plan, self._lineage, self._taken[wanted] - itself)

    def candidates(self, row: PlanRow, half: Half) -> list[Candidate]:
        """Return everybody who visits in the way of a row, who can go first, with the rule that keeps each away.

        Whoever has a code is there only for who plans covert visits: a rule would tell where they went.
        """
        fitting = [goer for goer in self.goers.values() if mode_of(goer.role) is row.mode]
        people = named_people((goer.person_id for goer in fitting), coded=self._covertly)
        loads = Counter(self._sent.values())
        found = [
            Candidate(goer.person_id, *people[goer.person_id], loads[goer.person_id], self.why_not(row, goer, half))
            for goer in fitting
            if goer.person_id in people
        ]
        return sorted(found, key=lambda one: (one.why is not None, one.load, one.name, one.person_id))

    def _why(self, row: PlanRow, goer: Goer) -> str:
        if row.planned_on is None:
            return "还没有人去"
        why = self.why_not(row, goer, (row.planned_on, row.slot))
        return why.label if why else ""
