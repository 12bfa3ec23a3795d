"""The own password: the first one by a one-time code, another one by the one before, and what was used before."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from inspect_app.access import Actor
from inspect_app.accounts import queries, rules
from inspect_app.accounts.actions.first_step import first_step
from inspect_app.accounts.actions.passwords import hash_password, is_right
from inspect_app.accounts.actions.signing_in import (
    Checked,
    Entry,
    counted,
    end_sessions,
    forgive,
    lock_person,
    open_session,
    record_own,
    refuse,
)
from inspect_app.accounts.models import EarlierPassword, Person
from inspect_app.accounts.rules.passwords import password_problem
from inspect_app.accounts.vocabulary import EndReason
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password as typed, the hash that is kept, and whether its owner used it before."""

    typed: str
    stored: str
    used_before: bool


def prepare_password(checked: Checked, typed: str) -> NewPassword:
    """Hash a new password and compare it with the earlier ones; before the transaction, because hashing is slow.

    Whoever gave a wrong secret gets no more comparisons out of it.
    """
    earlier = queries.earlier_passwords(checked.person_id) if checked.right else ()
    used_before = any(is_right(stored, typed) for stored in earlier)
    return NewPassword(typed, hash_password(typed), used_before)


def set_first_password(checked: Checked, new: NewPassword) -> Entry | None:
    """Use a one-time code up, keep the own password, end other sessions, go on; nothing when refused."""
    person = lock_person(checked.person_id)
    if person is None or rules.is_locked(person.locked_until, clock.now()):
        refuse(person)
        return None
    code = queries.find_live_code(person.id)
    if not checked.right or code is None or code.code_hash != checked.stored or not person.active:
        refuse(counted(person))
        return None
    _keep(person, new)
    code.used_at = clock.now()
    if queries.second_demanded(person):
        record_own(person, "person.password_set")
        return Entry(None, first_step(person))
    forgive(person)
    return Entry(open_session(person, "person.password_set"))


def change_password(actor: Actor, checked: Checked, new: NewPassword) -> str | None:
    """Change the own password, end every session and return the token of a new one; nothing when refused.

    A wrong try counts as one at the door does: an open browser is no place to guess from.
    """
    person = lock_person(actor.person_id)
    if person is None or rules.is_locked(person.locked_until, clock.now()):
        refuse(person)
        return None
    if not checked.right or person.password_hash != checked.stored:
        refuse(counted(person))
        return None
    _keep(person, new)
    forgive(person)
    return open_session(person, "person.password_changed")


def _keep(person: Person, new: NewPassword) -> None:
    """Keep a good password, remember it against coming back, and end every session."""
    _demand_good(person, new)
    person.password_hash, person.password_set_at = new.stored, clock.now()
    db.session.add(EarlierPassword(person_id=person.id, password_hash=new.stored, set_at=person.password_set_at))
    db.session.flush()
    _forget_all_but(person.id, queries.password_terms().remembered)
    end_sessions(person.id, EndReason.EVERYWHERE)


def _demand_good(person: Person, new: NewPassword) -> None:
    """Refuse a password that the profile does not take."""
    unit, terms = person.unit, queries.password_terms()
    own = [person.username, person.name, *((unit.name, unit.short_name) if unit else ())]
    problem = password_problem(new.typed, own, terms)
    if problem is None and new.used_before:
        earlier = f"最近 {terms.remembered} 次用过的密码" if terms.remembered > 1 else "和原来一样的密码"
        problem = f"不能用{earlier}，请换一个。"
    if problem:
        raise Invalid(problem, "password")


def _forget_all_but(person_id: int, count: int) -> None:
    mine = EarlierPassword.person_id == person_id
    latest = select(EarlierPassword.id).where(mine).order_by(EarlierPassword.id.desc()).limit(count)
    kept = db.session.scalars(latest).all()
    gone = delete(EarlierPassword).where(mine, EarlierPassword.id.not_in(kept))
    db.session.execute(gone.execution_options(synchronize_session=False))
