"""What is known of an address within the hour: how often it did something, never which address it is."""

from datetime import timedelta

from sqlalchemy import select

from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.voices.models import OpinionCount, OpinionHour, OpinionNonce
from inspect_app.voices.rules.opinions import hour_of, tag_of
from inspect_app.voices.vocabulary.opinions import Counted

_HOUR = timedelta(hours=1)


def counted(address: str, what: Counted) -> int:
    """Return how often an address has done something within this hour."""
    hour = hour_of(clock.now())
    key = db.session.scalar(select(OpinionHour.key).where(OpinionHour.hour == hour))
    if key is None:
        return 0
    mine = (OpinionCount.hour == hour, OpinionCount.tag == tag_of(key, address), OpinionCount.what == what)
    return db.session.scalar(select(OpinionCount.count).where(*mine)) or 0


def is_stale() -> bool:
    """Say whether there is anything to forget."""
    now = clock.now()
    keys = select(OpinionHour.hour).where(OpinionHour.hour <= now - _HOUR).limit(1)
    pages = select(OpinionNonce.nonce).where(OpinionNonce.hour <= now).limit(1)
    return db.session.scalar(keys) is not None or db.session.scalar(pages) is not None
