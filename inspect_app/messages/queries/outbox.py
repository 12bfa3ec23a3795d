"""Reads of the outbox: how many wait, were sent or failed by each channel; never what they say."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from inspect_app.database import db
from inspect_app.messages.models import Outgoing
from inspect_app.messages.vocabulary import Channel, OutgoingState


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One channel: what waits, what was given up since a day, and what was said last."""

    channel: Channel
    waiting: int
    failed: int
    last_error: str


def outbox_lines(since: date) -> list[OutboxLine]:
    """Return the channels that go out of the installation and have something to show."""
    outside = (Outgoing.channel != Channel.INBOX, Outgoing.day >= since, Outgoing.state != OutgoingState.SENT)
    counted = select(Outgoing.channel, Outgoing.state, func.count(), func.max(Outgoing.last_error))
    rows = db.session.execute(counted.where(*outside).group_by(Outgoing.channel, Outgoing.state)).all()
    counts = {(channel, state): count for channel, state, count, _ in rows}
    errors = {channel: error for channel, _, _, error in rows if error}
    return [
        OutboxLine(
            channel,
            counts.get((channel, OutgoingState.WAITING), 0),
            counts.get((channel, OutgoingState.FAILED), 0),
            errors.get(channel, ""),
        )
        for channel in Channel
        if any((channel, state) in counts for state in OutgoingState)
    ]
