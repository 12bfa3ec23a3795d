"""Counting by address without keeping addresses: a tag under a random key that lives an hour, and pages used once."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from inspect_app.database import db, is_sqlite
from inspect_app.foundation import clock, randomness
from inspect_app.voices.models import OpinionCount, OpinionHour, OpinionNonce
from inspect_app.voices.rules.opinions import LIFE, hour_of, tag_of
from inspect_app.voices.vocabulary.opinions import Challenge, Counted

_HOUR = timedelta(hours=1)
_KEY_BYTES = 32


def count(address: str, what: Counted) -> int:
    """Count what an address does within this hour and return its place."""
    hour = hour_of(clock.now())
    tag = tag_of(_key_of(hour), address)
    insert = sqlite.insert(OpinionCount) if is_sqlite() else postgresql.insert(OpinionCount)
    once = insert.values(hour=hour, tag=tag, what=what, count=1)
    again = once.on_conflict_do_update(
        index_elements=["hour", "tag", "what"], set_={"count": OpinionCount.__table__.c.count + 1}
    )
    return int(db.session.connection().execute(again.returning(OpinionCount.__table__.c.count)).scalar_one())


def is_first(challenge: Challenge) -> bool:
    """Use a page up; say whether it was its first time."""
    return use_up(challenge.nonce, datetime.fromtimestamp(challenge.at + LIFE, UTC))


def use_up(nonce: str, until: datetime) -> bool:
    """Use something up that nobody can send after a moment; say whether it was its first time."""
    gone = hour_of(until) + _HOUR
    insert = sqlite.insert(OpinionNonce) if is_sqlite() else postgresql.insert(OpinionNonce)
    kept = insert.values(nonce=nonce, hour=gone).on_conflict_do_nothing()
    return db.session.connection().execute(kept.returning(OpinionNonce.nonce)).scalar() is not None


def forget() -> None:
    """Forget the keys and counts of hours that are over, and pages that nobody can send any more."""
    now = clock.now()
    for table in (OpinionHour, OpinionCount):
        db.session.execute(delete(table).where(table.hour <= now - _HOUR))
    db.session.execute(delete(OpinionNonce).where(OpinionNonce.hour <= now))


def _key_of(hour: datetime) -> bytes:
    insert = sqlite.insert(OpinionHour) if is_sqlite() else postgresql.insert(OpinionHour)
    fresh = insert.values(hour=hour, key=randomness.token_bytes(_KEY_BYTES))
    db.session.connection().execute(fresh.on_conflict_do_nothing())
    return db.session.scalars(select(OpinionHour.key).where(OpinionHour.hour == hour)).one()
