"""Gather what came since the last digest and is still unread: one digest a person a working day."""

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from inspect_app.access import Role
from inspect_app.accounts.models import Person, RoleGrant
from inspect_app.config import Settings, current_settings
from inspect_app.database import db, is_sqlite
from inspect_app.foundation import clock, randomness
from inspect_app.messages.models import Message, Outgoing
from inspect_app.messages.rules import digest_body, digest_title
from inspect_app.messages.vocabulary import Channel, MessageKind, OutgoingState
from inspect_app.tasks.actions import schedule_new
from inspect_app.tasks.vocabulary import TaskKind

_WAITS = (Message.read_at.is_(None), Message.digested_on.is_(None))


def gather_all(day: date) -> None:
    """Put one row of work down for each person with something unread; shoppers get no digest."""
    told = select(Message.person_id).where(Message.person_id.is_not(None), *_WAITS)
    people = select(Person.id).where(Person.active, Person.id.in_(told), *_no_shopper()).order_by(Person.id)
    schedule_new(TaskKind.SEND_DIGEST, db.session.scalars(people).all(), clock.at(day, current_settings().digest_at))


def gather(person_id: int, day: date) -> None:
    """Write one person's digest of a day into the outbox, once, and have it sent by each of their channels."""
    person = db.session.scalars(
        select(Person).where(Person.id == person_id, Person.active, *_no_shopper())
    ).one_or_none()
    written = select(Outgoing.id).where(Outgoing.person_id == person_id, Outgoing.day == day).limit(1)
    if person is None or db.session.scalar(written) is not None:
        return
    lines = _take(person_id, day)
    if lines:
        _write(person, day, lines)


def _take(person_id: int, day: date) -> list[tuple[MessageKind, str, str]]:
    taken = update(Message).where(Message.person_id == person_id, *_WAITS).values(digested_on=day)
    told = taken.returning(Message.kind, Message.ref, Message.link, Message.id)
    rows = db.session.execute(told, execution_options={"synchronize_session": False}).all()
    order = list(MessageKind)
    return [(kind, ref, link) for kind, ref, link, _ in sorted(rows, key=lambda row: (order.index(row[0]), row[3]))]


def _write(person: Person, day: date, lines: list[tuple[MessageKind, str, str]]) -> None:
    settings = current_settings()
    digest = {
        "person_id": person.id,
        "day": day,
        "title": digest_title(kind for kind, *_ in lines),
        "body": digest_body(lines, settings.address),
        "made_at": clock.now(),
    }
    rows = [digest | _by(channel) for channel in _channels(person, settings)]
    insert = (sqlite.insert(Outgoing) if is_sqlite() else postgresql.insert(Outgoing)).on_conflict_do_nothing()
    # Rows beside the statement, not in it: one text for everybody is compiled once.
    made = db.session.connection().execute(insert.returning(Outgoing.id, Outgoing.channel), rows)
    schedule_new(TaskKind.SEND_MESSAGE, [id for id, channel in made if channel is not Channel.INBOX], clock.now())


def _by(channel: Channel) -> dict[str, Any]:
    here = channel is Channel.INBOX  # it lies there already
    return {
        "channel": channel,
        "token": randomness.token(),
        "state": OutgoingState.SENT if here else OutgoingState.WAITING,
        "sent_at": clock.now() if here else None,
        "attempts": 0,
    }


def _channels(person: Person, settings: Settings) -> list[Channel]:
    mail = [Channel.MAIL] if settings.smtp_host and person.email else []
    webhook = [Channel.WEBHOOK] if settings.webhook_url else []
    return [Channel.INBOX, *mail, *webhook]


def _no_shopper() -> tuple[Any, ...]:
    shoppers = select(RoleGrant.person_id).where(RoleGrant.role == Role.SHOPPER)
    return Person.shopper_code.is_(None), Person.id.not_in(shoppers)
