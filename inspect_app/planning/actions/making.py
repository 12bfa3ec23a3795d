"""Make a round into planned visits, or give it up. Its rows go either way: the visits know who goes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from inspect_app.access import Actor, Permission, Role
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.planning.actions.drawing import demand_power
from inspect_app.planning.models import PlanRound, PlanRow, PlanRowWindow
from inspect_app.planning.queries.checking import Check
from inspect_app.planning.queries.coverage import coverage, targets_of
from inspect_app.planning.queries.rounds import author_of, lock_round
from inspect_app.planning.vocabulary import RoundPlan, RoundState
from inspect_app.visits.actions import plan_visits
from inspect_app.visits.vocabulary import VisitPlan

# What a statement deletes is forgotten by the session too.
_FETCHED = {"synchronize_session": "fetch"}


def make_round(actor: Actor, round_id: int, count: int) -> int:
    """Plan a visit for every row somebody goes on; return how many.

    `count` is how many the page said: when there are more or fewer by now, raise Refused. One row that can't be
    kept any more refuses the whole round, naming the row and the rule.
    """
    found = _lock_draft(actor, round_id)
    rows = [row for row in found.rows if row.planned_on is not None]
    if not rows:
        raise Refused("这一轮没有一条派得出去，没有可安排的走访。")
    if count != len(rows):
        raise Refused(f"方案刚变过：现在是 {len(rows)} 条。请看过最新的方案再确认。")
    check, matters = Check(actor, found), _matters(found.campaign_id)
    if check.plan.only_open:
        _demand_open(actor, found.campaign_id, rows)
    for row in rows:
        check.demand(row)
    plan_visits(actor, [_visit(found, row, check.plan, matters) for row in rows])
    found.state, found.made_at = RoundState.MADE, clock.now()
    found.made, found.left = len(rows), len(found.rows) - len(rows)
    _forget_rows(found)
    _record(actor, "plan_round.made", found, visits=found.made, impossible=found.left)
    db.session.flush()
    return found.made


def drop_round(actor: Actor, round_id: int) -> int:
    """Give up a round that is not made; return its campaign."""
    found = _lock_draft(actor, round_id)
    _record(actor, "plan_round.given_up", found, rows=len(found.rows))
    _forget_rows(found)
    db.session.delete(found)
    db.session.flush()
    return found.campaign_id


def _forget_rows(found: PlanRound) -> None:
    """Delete all rows of a round in two statements, not one by one."""
    mine = select(PlanRow.id).where(PlanRow.round_id == found.id)
    db.session.execute(delete(PlanRowWindow).where(PlanRowWindow.row_id.in_(mine)), execution_options=_FETCHED)
    db.session.execute(delete(PlanRow).where(PlanRow.round_id == found.id), execution_options=_FETCHED)
    db.session.expire(found, ["rows"])


def _lock_draft(actor: Actor, round_id: int) -> PlanRound:
    found = lock_round(actor, round_id)
    demand_power(actor, covert=found.covert)
    if found.state is not RoundState.DRAFT:
        raise Refused("这一轮已经安排成走访，要改请到走访里改。")
    return found


def _demand_open(actor: Actor, campaign_id: int, rows: Sequence[PlanRow]) -> None:
    """Raise Refused when somebody planned a visit of one of the windows since the round was drawn."""
    taken = {row.window_id for row in coverage(actor, campaign_id).targets if row.done or row.planned}
    again = [stop.window.name for row in rows for stop in row.stops if stop.window_id in taken]
    if again:
        raise Refused(f"{'、'.join(again[:3])}已有走访或安排（共 {len(again)} 个窗口）。请重新分派，免得重复去。")


def _matters(campaign_id: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for target in targets_of(campaign_id):
        if target.item is not None:
            found.setdefault(target.window_id, []).append(target.item.name)
    return found


def _visit(found: PlanRound, row: PlanRow, plan: RoundPlan, matters: Mapping[int, list[str]]) -> VisitPlan:
    windows = tuple(stop.window_id for stop in row.stops)
    names = list(dict.fromkeys(name for window_id in windows for name in matters.get(window_id, ())))
    assert row.planned_on is not None  # noqa: S101 - the caller chose the rows with a day
    return VisitPlan(
        campaign_id=found.campaign_id,
        version_id=None,
        person_id=author_of(row) or 0,
        role=row.author_role or Role.INSPECTOR,
        window_ids=windows,
        planned_on=row.planned_on,
        slot=row.slot,
        mode=row.mode,
        method=plan.method,
        note=f"请具体办：{'、'.join(names)}。" if names else "",
        activity=plan.activity,
    )


def _record(actor: Actor, deed: str, found: PlanRound, **facts: int) -> None:
    permission = Permission.PLAN_COVERT if found.covert else Permission.PLAN_VISITS
    record(actor, deed, "plan_round", found.id, permission=permission, covert=found.covert, **facts)
