"""Reads of sessions and one-time codes; tokens are looked up by their hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload

from inspect_app.access import Actor
from inspect_app.accounts.models import EarlierPassword, FieldSession, OneTimeCode, Person, SecondStep, SignInSession
from inspect_app.accounts.queries.people import actor_of
from inspect_app.accounts.rules import SessionTerms, digest_token, ended_because
from inspect_app.accounts.rules.passwords import TERMS, PasswordTerms, days_left, is_due
from inspect_app.accounts.vocabulary import EndReason
from inspect_app.config import current_settings
from inspect_app.database import PlainText, db
from inspect_app.foundation import clock


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that was found open, who it is, and why it must end now, if it must."""

    session_id: int
    actor: Actor
    unit_name: str
    last_seen_at: datetime
    over: EndReason | None
    password_due: bool


def session_terms() -> SessionTerms:
    """Return how long a session lives: idle and altogether."""
    settings = current_settings()
    idle = timedelta(minutes=settings.session_idle_minutes)
    return SessionTerms(idle, timedelta(hours=settings.session_hours))


def password_terms() -> PasswordTerms:
    """Return what the installation's profile asks of passwords."""
    return TERMS[current_settings().password_profile]


def days_of_password(person_id: int) -> int | None:
    """Return how many days somebody's password is still good, once it is time to speak of it."""
    set_at = db.session.scalar(select(Person.password_set_at).where(Person.id == person_id))
    return days_left(set_at, clock.now(), password_terms())


def earlier_passwords(person_id: int | None) -> Sequence[str]:
    """Return the hashes of the passwords that somebody may not take again, the present one first."""
    query = select(EarlierPassword.password_hash).where(EarlierPassword.person_id == person_id)
    latest = query.order_by(EarlierPassword.id.desc()).limit(password_terms().remembered)
    kept = list(db.session.scalars(latest))
    present = db.session.scalar(select(Person.password_hash).where(Person.id == person_id))
    return kept if present is None or present in kept else [present, *kept]


def find_open_session(token: str) -> OpenSession | None:
    """Return the session a cookie's token opens, or nothing."""
    row = db.session.scalars(_still_open(), {"token_hash": digest_token(token)}).one_or_none()
    if row is None:
        return None
    over = ended_because(row.created_at, row.last_seen_at, clock.now(), session_terms())
    over = over if row.person.active else EndReason.DISABLED
    unit_name = row.person.unit.name if row.person.unit else ""
    due = is_due(row.person.password_set_at, row.created_at, password_terms())
    return OpenSession(row.id, actor_of(row.person), unit_name, row.last_seen_at, over, due)


@cache
def _still_open() -> Select[SignInSession]:
    """Every request asks: built once."""
    named = SignInSession.token_hash == bindparam("token_hash", type_=PlainText)
    query = select(SignInSession).where(named, SignInSession.ended_at.is_(None))
    return query.options(joinedload(SignInSession.person).joinedload(Person.unit))


def list_open_sessions(person_id: int) -> Sequence[SignInSession]:
    """Return a person's sessions that still live, the one used last first."""
    terms, now = session_terms(), clock.now()
    query = select(SignInSession).where(
        SignInSession.person_id == person_id,
        SignInSession.ended_at.is_(None),
        SignInSession.last_seen_at > now - terms.idle,
        SignInSession.created_at > now - terms.altogether,
    )
    latest = query.order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())
    return db.session.scalars(latest).all()


def list_own_tablets(person_id: int) -> Sequence[FieldSession]:
    """Return a person's registered tablets, the latest first."""
    mine = (FieldSession.person_id == person_id) & FieldSession.ended_at.is_(None)
    query = select(FieldSession).where(mine, FieldSession.expires_at > clock.now())
    return db.session.scalars(query.order_by(FieldSession.id.desc())).all()


def was_reset_since(person_id: int, moment: datetime) -> bool:
    """Say whether an account was opened or reset since a moment, its second step too, or may be right now."""
    mine, now = select(OneTimeCode.id).where(OneTimeCode.person_id == person_id), clock.now()
    live = OneTimeCode.used_at.is_(None) & (OneTimeCode.expires_at > now)
    if db.session.scalars(mine.where(or_(live, OneTimeCode.used_at >= moment)).limit(1)).first() is not None:
        return True
    lately = select(SecondStep.person_id).where(SecondStep.person_id == person_id, SecondStep.since >= moment)
    return db.session.scalar(lately) is not None


def find_live_code(person_id: int) -> OneTimeCode | None:
    """Return the one-time code of a person that may still be used, or nothing."""
    mine = select(OneTimeCode).where(OneTimeCode.person_id == person_id)
    query = mine.where(OneTimeCode.used_at.is_(None), OneTimeCode.expires_at > clock.now())
    return db.session.scalars(query.order_by(OneTimeCode.id.desc()).limit(1)).first()
