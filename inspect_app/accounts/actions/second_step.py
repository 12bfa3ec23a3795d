"""The second step of signing in: a code counted by a telephone, or a recovery code, each good once."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from inspect_app.access import Actor, Permission
from inspect_app.accounts import rules
from inspect_app.accounts.actions.first_step import FirstStep, digest_stored, seal_context
from inspect_app.accounts.actions.signing_in import (
    counted,
    end_sessions,
    forgive,
    lock_person,
    open_session,
    record_own,
    refuse,
)
from inspect_app.accounts.models import Person, RecoveryCode, SecondStep
from inspect_app.accounts.queries import find_second_step
from inspect_app.accounts.vocabulary import EndReason
from inspect_app.audit.actions import record
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation import clock, randomness, totp
from inspect_app.foundation.errors import Missing, Refused

_RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Proven:
    """A session's token, and the recovery codes that were just made, to be shown once."""

    token: str
    codes: tuple[str, ...] = ()


def take_second_step(step: FirstStep, code: str) -> Proven | None:
    """Open a session for the right code; nothing when refused, and then a wrong try is counted.

    Whoever has no telephone registered registers the one whose code is right.
    """
    person = lock_person(step.person_id)
    if person is None or rules.is_locked(person.locked_until, clock.now()):
        refuse(person)
        return None
    if not person.active or digest_stored(person) != step.stored:
        refuse(person)
        return None
    registered = find_second_step(person.id)
    if registered is None:
        return _register(person, step, code)
    if not (_counts(registered, code) or _recovers(person, code)):
        refuse(counted(person))
        return None
    forgive(person)
    return Proven(open_session(person, "session.opened"))


def renew_recovery_codes(actor: Actor, code: str) -> tuple[str, ...]:
    """Make new recovery codes for who proves themselves once more; none when refused, and then a try is counted.

    The old codes are worthless.
    """
    person = lock_person(actor.person_id)
    registered = find_second_step(person.id) if person is not None else None
    if person is None or registered is None:
        raise Missing()
    if rules.is_locked(person.locked_until, clock.now()) or not _counts(registered, code):
        refuse(counted(person))
        return ()
    forgive(person)
    record_own(person, "person.recovery_renewed")
    return _new_codes(person)


def clear_second_step(actor: Actor, person_id: int) -> None:
    """Let somebody register another telephone at the next sign-in; never one's own."""
    person = lock_person(person_id)
    if person is None:
        raise Missing()
    if actor.person_id == person.id:
        raise Refused("不能清除自己的二次验证，请另一位管理员来办。")
    for table in (SecondStep, RecoveryCode):
        db.session.execute(delete(table).where(table.person_id == person.id))
    end_sessions(person.id, EndReason.EVERYWHERE)
    record(actor, "person.second_cleared", "person", person.id, permission=Permission.MANAGE_ACCOUNTS)


def _register(person: Person, step: FirstStep, code: str) -> Proven | None:
    secret = step.opened_secret()
    used = totp.matching_step(secret, _digits(code), clock.now(), None) if secret else None
    if secret is None or used is None:
        refuse(counted(person))
        return None
    seal = current_sealer().seal(secret, seal_context(person.id))
    db.session.add(SecondStep(person_id=person.id, secret_seal=seal, since=clock.now(), used=used))
    forgive(person)
    record_own(person, "person.second_registered")
    codes = _new_codes(person)
    return Proven(open_session(person, "session.opened"), codes)


def _counts(registered: SecondStep, code: str) -> bool:
    """Say whether the telephone counted this code, and use it up."""
    secret = current_sealer().open(registered.secret_seal, seal_context(registered.person_id))
    step = totp.matching_step(secret, _digits(code), clock.now(), registered.used)
    if step is not None:
        registered.used = step
    return step is not None


def _recovers(person: Person, code: str) -> bool:
    """Say whether this is a recovery code that nobody used, and use it up."""
    mine = (RecoveryCode.person_id == person.id) & (RecoveryCode.code_tag == _tag(person.id, rules.fold_code(code)))
    unused = select(RecoveryCode.id).where(mine, RecoveryCode.used_at.is_(None))
    found = db.session.scalars(unused).one_or_none()
    if found is None:
        return False
    db.session.execute(update(RecoveryCode).where(RecoveryCode.id == found).values(used_at=clock.now()))
    record_own(person, "person.recovery_used")
    return True


def _new_codes(person: Person) -> tuple[str, ...]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = tuple(randomness.readable_code(rules.RECOVERY_LENGTH) for _ in range(rules.RECOVERY_CODES))
    db.session.add_all(RecoveryCode(person_id=person.id, code_tag=_tag(person.id, code)) for code in codes)
    db.session.flush()
    return codes


def _tag(person_id: int, code: str) -> str:
    return current_sealer().tag(f"{person_id}:{code}", _RECOVERY)


def _digits(code: str) -> str:
    return "".join(letter for letter in code if letter.isdecimal())
