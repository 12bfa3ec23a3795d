"""Send a digest by mail or to a group's robot: at least once, each with a token by which a second copy is known."""

import json
import smtplib
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit

from sqlalchemy import func, select

from inspect_app.accounts.models import Person
from inspect_app.config import Settings, current_settings
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.messages.models import Outgoing
from inspect_app.messages.rules import fill, is_stale, next_try, sign
from inspect_app.messages.vocabulary import Channel, OutgoingState

_TIMEOUT = 10
_TLS_PORT = 465
_TOO_MANY = 429
_SERVER_FAULT = 500


class NotTaken(Exception):
    """The receiver refuses this one message; another try would not help."""


@dataclass(frozen=True, slots=True)
class _Letter:
    channel: Channel
    token: str
    title: str
    body: str
    name: str
    username: str
    email: str
    made_at: datetime


def send(outgoing_id: int) -> datetime | None:
    """Send one digest and mark it; return when to try again, or nothing when it is settled.

    Nothing is locked while the network is asked. While a channel is down its other digests wait with the one
    that found out, so that a dead server costs one timeout, not one each.
    """
    letter = _read(outgoing_id)
    if letter is None:
        return None
    down = _down_until(letter.channel)
    db.session.rollback()
    if is_stale(letter.made_at, clock.now()):
        return _settle(outgoing_id, OutgoingState.FAILED, "超过 24 小时没有发出")
    if down is not None:
        return down
    try:
        _SENDERS[letter.channel](letter, current_settings())
    except NotTaken as error:
        return _settle(outgoing_id, OutgoingState.FAILED, str(error))
    except (OSError, HTTPException, smtplib.SMTPException, ValueError) as error:
        return _fail(outgoing_id, f"{type(error).__name__}: {error}")
    return _settle(outgoing_id, OutgoingState.SENT, None)


def _read(outgoing_id: int) -> _Letter | None:
    query = select(Outgoing, Person).join(Person, Person.id == Outgoing.person_id)
    row = db.session.execute(
        query.where(Outgoing.id == outgoing_id, Outgoing.state == OutgoingState.WAITING)
    ).one_or_none()
    if row is None:
        return None
    one, person = row
    return _Letter(
        one.channel, one.token, one.title, one.body, person.name, person.username, person.email or "", one.made_at
    )


def _down_until(channel: Channel) -> datetime | None:
    failing = (Outgoing.state == OutgoingState.WAITING, Outgoing.channel == channel)
    return db.session.scalar(select(func.max(Outgoing.next_try_at)).where(*failing, Outgoing.next_try_at > clock.now()))


def _settle(outgoing_id: int, state: OutgoingState, error: str | None) -> datetime | None:
    with transaction():
        row = db.session.get_one(Outgoing, outgoing_id, with_for_update=True)
        row.state, row.last_error, row.next_try_at = state, error and error[:500], None
        row.attempts += 1
        row.sent_at = clock.now() if state is OutgoingState.SENT else None
    return None


def _fail(outgoing_id: int, error: str) -> datetime | None:
    with transaction():
        row = db.session.get_one(Outgoing, outgoing_id, with_for_update=True)
        row.attempts += 1
        row.last_error = error[:500]
        row.next_try_at = next_try(row.attempts, clock.now())
        row.state = OutgoingState.WAITING if row.next_try_at else OutgoingState.FAILED
        return row.next_try_at


def _mail(letter: _Letter, settings: Settings) -> None:
    message = EmailMessage()
    sender = settings.smtp_from or settings.smtp_user
    message["Subject"], message["From"], message["To"] = letter.title, sender, letter.email
    message["Message-ID"] = f"<{letter.token}@{sender.rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    kind = smtplib.SMTP_SSL if settings.smtp_port == _TLS_PORT else smtplib.SMTP
    with kind(settings.smtp_host, settings.smtp_port, timeout=_TIMEOUT) as server:
        if settings.smtp_tls and settings.smtp_port != _TLS_PORT:
            server.starttls()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise NotTaken("邮箱拒收") from error


def _webhook(letter: _Letter, settings: Settings) -> None:
    if urlsplit(settings.webhook_url).scheme not in {"http", "https"}:
        raise NotTaken("INSPECT_WEBHOOK_URL 不是网址")
    values = {
        "text": f"{letter.name}：{letter.body}", "title": letter.title, "name": letter.name,
        "username": letter.username, "link": f"{settings.address}/messages", "id": letter.token,
    }  # fmt: skip
    body = json.dumps(fill(json.loads(settings.webhook_body), values), ensure_ascii=False).encode()
    timestamp = str(int(clock.now().timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": letter.token,
        "X-Inspect-Timestamp": timestamp,
        "X-Inspect-Signature": sign(settings.webhook_secret, timestamp, body),
    }
    asked = urllib.request.Request(settings.webhook_url, body, headers, method="POST")  # noqa: S310  checked above
    try:
        with urllib.request.urlopen(asked, timeout=_TIMEOUT) as answer:  # noqa: S310
            _demand_taken(answer.read(10_000))
    except HTTPError as error:
        if error.code >= _SERVER_FAULT or error.code == _TOO_MANY:
            raise
        raise NotTaken(f"对方答复 {error.code}") from error


def _demand_taken(answer: bytes) -> None:
    """Robots say 200 and tell a refusal in the body."""
    try:
        told = json.loads(answer)
    except ValueError:
        return
    if isinstance(told, dict) and told.get("errcode"):
        raise OSError(f"errcode {told['errcode']}")


_SENDERS = {Channel.MAIL: _mail, Channel.WEBHOOK: _webhook}
