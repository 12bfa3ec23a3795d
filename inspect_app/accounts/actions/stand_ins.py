"""Naming dated stand-ins (AB岗)."""

from datetime import date, timedelta

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts import queries, rules
from inspect_app.accounts.models import Person, RoleGrant, StandIn
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed

_ONE_DAY = timedelta(days=1)


def name_stand_in(actor: Actor, grant_id: int, stand_in_id: int, starts: date, ends: date) -> StandIn:
    """Let B hold A's role with its unit from day to day; A names B, or an administrator does."""
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None or grant.role not in rules.SIGNERS:
        raise Invalid("请选一个负责人岗位。", "grant_id")
    _demand_own(actor, grant.person_id)
    problem = rules.stand_in_problem(starts, ends, clock.today())
    if problem:
        raise Invalid(problem[1], problem[0])
    _demand_free(grant, starts, ends)
    _demand_colleague(grant, stand_in_id)
    row = StandIn(
        person_id=grant.person_id,
        stand_in_id=stand_in_id,
        role=grant.role,
        unit_id=grant.unit_id,
        starts_on=starts,
        ends_on=ends,
    )
    db.session.add(row)
    db.session.flush()
    who, days = (grant.person_id, stand_in_id), [starts, ends]
    record(actor, "stand_in.named", "stand_in", row.id, permission=_power(actor), who=who, days=days)
    return row


def end_stand_in(actor: Actor, stand_in_id: int) -> None:
    """Take a role back from today on."""
    row = db.session.get(StandIn, stand_in_id, with_for_update={"of": StandIn})
    if row is None or not _is_own(actor, row.person_id):
        raise Missing("没有这一条代理。")
    today, before = clock.today(), row.ends_on
    if row.starts_on >= today:
        db.session.delete(row)
    else:
        row.ends_on = min(row.ends_on, today - _ONE_DAY)
    record(actor, "stand_in.ended", "stand_in", stand_in_id, permission=_power(actor), ends_on=(before, today))


def _is_own(actor: Actor, person_id: int) -> bool:
    return actor.person_id == person_id or may(actor, Permission.MANAGE_ACCOUNTS) or actor.is_system


def _demand_own(actor: Actor, person_id: int) -> None:
    if not _is_own(actor, person_id):
        raise NotAllowed("只能安排自己的 AB 岗；别人的请系统管理员办理。")


def _demand_free(grant: RoleGrant, starts: date, ends: date) -> None:
    same = (StandIn.person_id == grant.person_id) & (StandIn.role == grant.role)
    taken = select(StandIn.starts_on, StandIn.ends_on).where(same, StandIn.unit_id == grant.unit_id)
    if rules.overlapping(starts, ends, [(start, end) for start, end in db.session.execute(taken)]):
        raise Invalid("这几天已经安排了别人代理，先收回再安排。", "starts_on")


def _demand_colleague(grant: RoleGrant, stand_in_id: int) -> None:
    other = db.session.get(Person, stand_in_id)
    if other is None or not other.active or other.shopper_code or other.id == grant.person_id:
        raise Invalid("请选一位在岗的同事。", "stand_in_id")
    if other.unit_id not in queries.subtree_ids(grant.unit_id):
        raise Invalid("B 岗须是本单位（含下级）的人。", "stand_in_id")


def _power(actor: Actor) -> Permission | None:
    return Permission.MANAGE_ACCOUNTS if may(actor, Permission.MANAGE_ACCOUNTS) else None
