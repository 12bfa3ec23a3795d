"""Put one person on a row of a round by hand; the round's rules hold for whoever chooses."""

from typing import Any

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.planning.actions.drawing import demand_power, name_author
from inspect_app.planning.models import PlanRound, PlanRow
from inspect_app.planning.queries.checking import Check
from inspect_app.planning.queries.rounds import lock_round, row_of
from inspect_app.planning.vocabulary import Candidate, Placing, RoundKind, RoundPlan, RoundState
from inspect_app.visits.vocabulary import VisitMode


def put_person(actor: Actor, round_id: int, row_id: int, chosen: Placing) -> PlanRow:
    """Let this person go on a row, on this half day; raise Invalid with the rule when they can't."""
    found = lock_round(actor, round_id)
    demand_power(actor, covert=found.covert)
    row = row_of(found, row_id)
    if found.state is not RoundState.DRAFT:
        raise Refused("这一轮已经安排成走访，请在走访里改。")
    check = Check(actor, found)
    _demand_day(check.plan, chosen)
    one = _candidate(check, row, chosen)
    goer = check.goers[one.person_id]
    row.author_role, row.planned_on, row.slot, row.reason = goer.role, chosen.day, chosen.slot, "人工指定"
    name_author(row, goer.person_id)
    if found.kind is RoundKind.CROSS:
        row.looker_unit_id = goer.looks_for
        check.demand_pairs()
    found.made = sum(one.planned_on is not None for one in found.rows)
    found.left = len(found.rows) - found.made
    db.session.flush()
    _record(actor, found, row, one.name)
    return row


def _candidate(check: Check, row: PlanRow, chosen: Placing) -> Candidate:
    candidates = {one.person_id: one for one in check.candidates(row, (chosen.day, chosen.slot))}
    one = candidates.get(chosen.person_id)
    if one is None:
        raise Invalid("请在名单里选一个人。", "person")
    if one.why is not None:
        raise Invalid(f"不能派这个人：{one.why.label}。请换一个人，或换一个半天。", "person")
    return one


def _demand_day(plan: RoundPlan, chosen: Placing) -> None:
    first = max(plan.first, clock.today())
    if not first <= chosen.day <= plan.last:
        raise Invalid(f"日期应在 {first.isoformat()} 到 {plan.last.isoformat()} 之间。", "day")
    if not work_calendar().is_workday(chosen.day):
        raise Invalid("这一天不是工作日，请换一天。", "day")


def _record(actor: Actor, found: PlanRound, row: PlanRow, name: str) -> None:
    """Say which row; of a covert one neither who goes nor the day."""
    facts: dict[str, Any] = {} if row.mode is VisitMode.COVERT else {"person": name, "day": str(row.planned_on)}
    permission = Permission.PLAN_COVERT if found.covert else Permission.PLAN_VISITS
    record(
        actor, "plan_round.appointed", "plan_round", found.id, permission=permission, covert=found.covert,
        row=row.sort_no, **facts,
    )  # fmt: skip
