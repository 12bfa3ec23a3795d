"""Signing in and out; one-time codes are compared here and used up in own_password.

Passwords are compared before the transaction opens (hashing under the write lock would stop everybody);
the deed then reads the person again and refuses when the account changed or was locked meanwhile.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true, update

from inspect_app.access import Actor
from inspect_app.accounts import queries, rules
from inspect_app.accounts.actions.first_step import FirstStep, first_step
from inspect_app.accounts.actions.passwords import is_right
from inspect_app.accounts.actions.tablets import end_tablets
from inspect_app.accounts.models import Person, SignInSession
from inspect_app.accounts.vocabulary import EndReason, TabletEnd
from inspect_app.audit.actions import record
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import Missing

_NOBODY = Actor(person_id=None, name="")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was compared: the person named, the hash seen, whether the secret was right."""

    person_id: int | None
    stored: str | None
    right: bool


def check_password(username: str, password: str) -> Checked:
    """Compare a password; as slow for a name nobody has as for one somebody has."""
    person = queries.find_by_username(username)
    stored = person.password_hash if person and person.active else None
    return Checked(person.id if person else None, stored, is_right(stored, password))


def check_code(username: str, code: str) -> Checked:
    """Compare a one-time code, as slow for every name."""
    person = queries.find_by_username(username)
    live = queries.find_live_code(person.id) if person and person.active else None
    stored = live.code_hash if live else None
    return Checked(person.id if person else None, stored, is_right(stored, rules.fold_code(code)))


@dataclass(frozen=True, slots=True)
class Entry:
    """What the right password or code gives: a session's token, or the right to a second step."""

    token: str | None
    second: FirstStep | None = None


def sign_in(checked: Checked) -> Entry | None:
    """Open a session, or ask for the second step; nothing when refused, and then a wrong try is counted."""
    person = admit(checked)
    if person is None:
        return None
    if queries.second_demanded(person):
        return Entry(None, first_step(person))
    return Entry(open_session(person, "session.opened"))


def admit(checked: Checked) -> Person | None:
    """Return who gave the right password; nothing when refused, and then a wrong try is counted."""
    person = lock_person(checked.person_id)
    if person is None or rules.is_locked(person.locked_until, clock.now()):
        refuse(person)
        return None
    if not checked.right or person.password_hash != checked.stored or not person.active:
        refuse(counted(person))
        return None
    if not queries.second_demanded(person):  # else whoever knows the password could try second steps for ever
        forgive(person)
    return person


def sign_out(actor: Actor, session_id: int) -> None:
    """End one own session."""
    _end(SignInSession.id == session_id, EndReason.SIGNED_OUT, actor.person_id)
    _record_own(actor, "session.closed", actor.person_id)


def end_session(actor: Actor, token_hash: str) -> int:
    """End one own session from another browser; return its id."""
    mine = SignInSession.ended_at.is_(None) & (SignInSession.person_id == actor.person_id)
    query = select(SignInSession.id).where(mine, SignInSession.token_hash == token_hash)
    open_one = db.session.scalars(query).one_or_none()
    if open_one is None:
        raise Missing("这一个登录已经退出。")
    sign_out(actor, open_one)
    return open_one


def sign_out_everywhere(actor: Actor) -> None:
    """End all own sessions."""
    end_sessions(actor.person_id, EndReason.EVERYWHERE)
    _record_own(actor, "session.closed_everywhere", actor.person_id)


def touch(session_id: int) -> None:
    """Note that a session is used; the caller asks at most once a minute."""
    _set(SignInSession.id == session_id, last_seen_at=clock.now())


def end_expired_sessions() -> None:
    """Close the rows of sessions that nobody may use any more."""
    now, terms = clock.now(), queries.session_terms()
    still_open = SignInSession.ended_at.is_(None)
    too_old = SignInSession.created_at <= now - terms.altogether
    _set(still_open & too_old, ended_at=now, end_reason=EndReason.TOO_OLD)
    idle = SignInSession.last_seen_at <= now - terms.idle
    _set(still_open & idle, ended_at=now, end_reason=EndReason.IDLE)


def end_sessions(person_id: int | None, reason: EndReason) -> None:
    """End every open session of a person, tablets too, as part of another deed."""
    _end(true(), reason, person_id)
    end_tablets(person_id, TabletEnd.SIGNED_OUT)


def lock_person(person_id: int | None) -> Person | None:
    """Return a person locked for change, read anew, or nothing."""
    if person_id is None:
        return None
    return db.session.get(Person, person_id, with_for_update={"of": Person}, populate_existing=True)


def counted(person: Person) -> Person:
    """Count a wrong try."""
    person.failed_count, person.locked_until = rules.after_wrong_try(person.failed_count, clock.now())
    return person


def refuse(person: Person | None) -> None:
    """Record that somebody was not let in."""
    ref = _ref(person) if person else "unknown"
    record(_NOBODY, "session.refused", "person", ref, locked=bool(person and person.locked_until))


def forgive(person: Person) -> None:
    """Forget the wrong tries of whoever got in."""
    person.failed_count, person.locked_until = 0, None


def open_session(person: Person, deed: str) -> str:
    """Open a session and return its token."""
    token, now = randomness.token() + randomness.token(), clock.now()
    row = SignInSession(token_hash=rules.digest_token(token), person_id=person.id, created_at=now, last_seen_at=now)
    db.session.add(row)
    db.session.flush()
    record_own(person, deed)
    return token


def record_own(person: Person, deed: str) -> None:
    """Record what somebody did on the own account; a shopper's is sealed."""
    actor = Actor(person.id, person.name, person.unit_id)
    record(actor, deed, "person", _ref(person), covert=person.shopper_code is not None)


def _record_own(actor: Actor, deed: str, person_id: int | None) -> None:
    person = db.session.get_one(Person, person_id)
    record(actor, deed, "person", _ref(person), covert=person.shopper_code is not None)


def _ref(person: Person) -> str:
    """Return the id, or a shopper's tag: when a shopper comes and goes is nobody's business."""
    return current_sealer().author_tag(person.id) if person.shopper_code else str(person.id)


def _end(which: ColumnElement[bool], reason: EndReason, person_id: int | None) -> None:
    mine = SignInSession.ended_at.is_(None) & (SignInSession.person_id == person_id)
    _set(mine & which, ended_at=clock.now(), end_reason=reason)


def _set(which: ColumnElement[bool], **values: object) -> None:
    statement = update(SignInSession).where(which).values(**values)
    db.session.execute(statement.execution_options(synchronize_session=False))
