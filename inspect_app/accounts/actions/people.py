"""Adding and changing people, their roles, one-time codes, switching off."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from inspect_app.access import Actor, Permission, Role
from inspect_app.accounts import queries, rules
from inspect_app.accounts.actions.guarding import flush_unique
from inspect_app.accounts.actions.passwords import hash_password
from inspect_app.accounts.actions.signing_in import end_sessions
from inspect_app.accounts.models import OneTimeCode, Person, RoleGrant
from inspect_app.accounts.queries import NAME_CONTEXT
from inspect_app.accounts.vocabulary import CodePurpose, EndReason, PersonFacts, RoleFacts
from inspect_app.audit.actions import record
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused

_MANAGE = Permission.MANAGE_ACCOUNTS
_CODE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class NewCode:
    """A one-time code, to be shown once, and the hash that is kept."""

    code: str
    code_hash: str


def prepare_code() -> NewCode:
    """Make a one-time code; before the transaction, because hashing is slow."""
    code = randomness.readable_code(_CODE_LENGTH)
    return NewCode(code, hash_password(code))


def add_person(actor: Actor, facts: PersonFacts) -> Person:
    """Add a person, who has no password yet."""
    person = Person(username="", name="", active=True)
    _fill(person, facts)
    db.session.add(person)
    flush_unique()
    roles = _said(person)
    record(actor, "person.added", "person", person.id, permission=_MANAGE, name=person.name, roles=roles)
    return person


def change_person(actor: Actor, person_id: int, version: int, facts: PersonFacts) -> Person:
    """Change a person; raise Conflict with both texts when somebody else saved first."""
    person = _locked(person_id)
    if person.version != version:
        raise _conflict(person, facts)
    before = _facts_said(person)
    if actor.person_id == person.id and set(facts.roles) != _held(person):
        raise NotAllowed("不能改自己的角色，请另一位管理员来改。")
    _fill(person, facts)
    flag_modified(person, "username")  # roles alone make a new version too
    flush_unique()
    _demand_an_admin(actor)
    after = _facts_said(person)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    record(actor, "person.changed", "person", person.id, permission=_MANAGE, changes=changes)
    return person


def add_role(actor: Actor, person_id: int, held: RoleFacts) -> None:
    """Give a person one more role."""
    person = _locked(person_id)
    roles = tuple(fact for fact in _held(person) if (fact.role, fact.unit_id) != (held.role, held.unit_id))
    change_person(actor, person.id, person.version, _as_facts(person, (*roles, held)))


def set_real_name(actor: Actor, person_id: int, name: str) -> None:
    """Seal a shopper's real name anew; only whoever plans covert visits knows it."""
    person = _locked(person_id)
    if person.shopper_code is None:
        raise Invalid("这个人没有暗访代号。", "name")
    person.name_seal = current_sealer().seal(name.encode(), NAME_CONTEXT)
    record(actor, "person.name_sealed", "person", person.id, permission=Permission.PLAN_COVERT)


def issue_code(actor: Actor, person_id: int, new: NewCode) -> datetime:
    """Give out a one-time code, end those given out before, and return until when it works."""
    person = _locked(person_id)
    if not person.active:
        raise Refused("账号已停用，先启用再发口令。")
    purpose = CodePurpose.RESET if person.password_hash else CodePurpose.FIRST_SIGN_IN
    now = clock.now()
    unused = (OneTimeCode.person_id == person.id) & OneTimeCode.used_at.is_(None)
    db.session.execute(update(OneTimeCode).where(unused).values(used_at=now))
    until = now + rules.CODE_LIVES
    db.session.add(OneTimeCode(person_id=person.id, purpose=purpose, code_hash=new.code_hash, expires_at=until))
    person.failed_count, person.locked_until = 0, None
    record(actor, "person.code_issued", "person", person.id, permission=_MANAGE, purpose=purpose.value)
    return until


def switch_off(actor: Actor, person_id: int) -> None:
    """Let a person sign in no more and end their sessions at once."""
    person = _locked(person_id)
    if actor.person_id == person.id:
        raise Refused("不能停用自己的账号，请另一位管理员来办。")
    person.active = False
    end_sessions(person.id, EndReason.DISABLED)
    db.session.flush()
    _demand_an_admin(actor)
    record(actor, "person.switched_off", "person", person.id, permission=_MANAGE)


def switch_on(actor: Actor, person_id: int) -> None:
    """Let a person sign in again."""
    person = _locked(person_id)
    person.active = True
    person.failed_count, person.locked_until = 0, None
    record(actor, "person.switched_on", "person", person.id, permission=_MANAGE)


def problem_of(facts: PersonFacts) -> tuple[str, str] | None:
    """Return (field, sentence) of what is impossible about a person in this installation, or nothing."""
    return rules.person_problem(facts, separated=current_settings().separate_admins)


def _fill(person: Person, facts: PersonFacts) -> None:
    problem = problem_of(facts)
    if problem:
        raise Invalid(problem[1], problem[0])
    _demand_unused(person, Person.username, facts.username, "这个用户名")
    if facts.shopper_code:
        _demand_unused(person, Person.shopper_code, facts.shopper_code, "这个代号")
    person.username, person.title, person.unit_id = facts.username, facts.title, facts.unit_id
    person.tags = [tag.value for tag in facts.tags]
    person.shopper_code = facts.shopper_code or None
    kept = person.email if facts.email is None else facts.email
    person.email = None if facts.shopper_code else kept or None
    _name(person, facts)
    _hold(person, facts.roles)


def _name(person: Person, facts: PersonFacts) -> None:
    if not facts.shopper_code:
        person.name, person.name_seal = facts.name, None
        return
    person.name = facts.shopper_code
    if facts.name and facts.name != facts.shopper_code:
        person.name_seal = current_sealer().seal(facts.name.encode(), NAME_CONTEXT)


def _hold(person: Person, roles: tuple[RoleFacts, ...]) -> None:
    wanted = {(held.role, held.unit_id): held.deputy for held in roles}
    person.grants = [grant for grant in person.grants if (grant.role, grant.unit_id) in wanted]
    for grant in person.grants:
        grant.deputy = wanted.pop((grant.role, grant.unit_id))
    for (role, unit_id), deputy in wanted.items():
        queries.get_unit(unit_id)
        person.grants.append(RoleGrant(role=role, unit_id=unit_id, deputy=deputy, granted_at=clock.now()))


def _demand_unused(person: Person, column: Any, value: str, what: str) -> None:
    other = db.session.scalars(select(Person.id).where(column == value)).first()
    if other is not None and other != person.id:
        raise Invalid(f"{what}“{value}”已经有人在用。", column.key)


def _demand_an_admin(actor: Actor) -> None:
    if not actor.is_system and not queries.people_with(Role.ADMIN):
        raise Refused("至少要留一位能登录的系统管理员。")


def _locked(person_id: int) -> Person:
    person = db.session.get(Person, person_id, with_for_update={"of": Person}, populate_existing=True)
    if person is None:
        raise Missing("没有这个人员。")
    return person


def _held(person: Person) -> set[RoleFacts]:
    return {RoleFacts(grant.role, grant.unit_id, grant.deputy) for grant in person.grants}


def _as_facts(person: Person, roles: tuple[RoleFacts, ...]) -> PersonFacts:
    tags = tuple(queries.tags_of(person))
    code = person.shopper_code or ""
    return PersonFacts(person.username, person.name, person.unit_id, person.title, tags, code, roles)


def _said(person: Person) -> list[str]:
    return sorted(f"{fact.role.value}@{fact.unit_id}{'（副职）' if fact.deputy else ''}" for fact in _held(person))


def _facts_said(person: Person) -> dict[str, Any]:
    names = ("username", "name", "title", "email", "tags", "unit_id", "shopper_code")
    return {**{name: getattr(person, name) for name in names}, "roles": _said(person)}


def _conflict(person: Person, facts: PersonFacts) -> Conflict:
    theirs = {"用户名": person.username, "姓名": person.name, "职务": person.title}
    mine = {"用户名": facts.username, "姓名": facts.shopper_code or facts.name, "职务": facts.title}
    return Conflict("这个人员刚被别人改过，您的修改还没有保存。", mine=mine, theirs=theirs)
