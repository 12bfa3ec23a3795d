"""Let two people of a round change places."""

from collections.abc import Sequence

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.planning.actions.drawing import demand_power, name_author
from inspect_app.planning.models import PlanRound, PlanRow
from inspect_app.planning.queries.checking import Check
from inspect_app.planning.queries.rounds import author_of, lock_round
from inspect_app.planning.vocabulary import RoundKind, RoundState

_TWO = 2


def swap_rows(actor: Actor, round_id: int, row_ids: Sequence[int]) -> PlanRound:
    """Let the people of two rows change places; raise Refused with the rule when one of them can't go there."""
    found = lock_round(actor, round_id)
    demand_power(actor, covert=found.covert)
    if found.state is not RoundState.DRAFT:
        raise Refused("这一轮已经安排成走访，请在走访里改。")
    rows = [row for row in found.rows if row.id in set(row_ids)]
    if len(rows) != _TWO or any(row.planned_on is None for row in rows):
        raise Invalid("请正好勾两条有人去的，再对换。", "rows")
    first, second = rows
    if first.mode is not second.mode:
        raise Invalid("明查和暗访不能对换，请勾形式相同的两条。", "rows")
    _change_places(first, second)
    check = Check(actor, found)
    for row in rows:
        check.demand(row)
    if found.kind is RoundKind.CROSS:
        check.demand_pairs()
    for row in rows:
        row.reason = "人工对换"
    db.session.flush()
    permission = Permission.PLAN_COVERT if found.covert else Permission.PLAN_VISITS
    places = sorted(row.sort_no for row in rows)
    record(actor, "plan_round.swapped", "plan_round", found.id, permission=permission, covert=found.covert, rows=places)
    return found


def _change_places(first: PlanRow, second: PlanRow) -> None:
    one, other = author_of(first), author_of(second)
    first.author_role, second.author_role = second.author_role, first.author_role
    first.looker_unit_id, second.looker_unit_id = second.looker_unit_id, first.looker_unit_id
    name_author(first, other or 0)
    name_author(second, one or 0)
