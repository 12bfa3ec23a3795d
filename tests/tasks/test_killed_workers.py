"""Two servers of four workers, of which some process dies again and again: each reminder goes out exactly once."""

import random
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from inspect_app.accounts.models import Person
from inspect_app.config import Settings
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.messages.actions import tell_each
from inspect_app.messages.models import Message, Outgoing
from inspect_app.messages.vocabulary import Channel, MessageKind, OutgoingState, Telling
from inspect_app.tasks.actions import schedule
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind, TaskState
from tests.conftest import Scale
from tests.tasks.killing import Receiver, Server, kill_at_random, receiving

pytestmark = pytest.mark.timeout(3000)
_SERVERS, _WORKERS = 2, 4
_PATIENCE = 1200
_ENVIRONMENT = {"INSPECT_DIGEST_AT": "00:00"}
_SENDING = (TaskKind.SEND_DIGEST, TaskKind.SEND_MESSAGE)


def _remind(count: int) -> None:
    """Tell many people something, and make the digests of today due."""
    names = [f"person{number:05d}" for number in range(count)]
    facts = {"title": "", "tags": [], "failed_count": 0, "active": True, "version": 1}
    with transaction() as session:
        session.execute(insert(Person), [{"username": name, "name": name, **facts} for name in names])
        people = session.scalars(select(Person.id)).all()
        tell_each(Telling(person, MessageKind.OVER, "已超过整改时限。", "/ledger", "over:1", "1") for person in people)
        schedule(TaskKind.SEND_DIGEST, "all", clock.now())


def _wait(app: Flask, fact: Callable[[int, int], bool]) -> None:
    """Wait for a fact about how many rows of the outbox are sent, and how much work is left."""
    late, pause = clock.now() + timedelta(seconds=_PATIENCE), threading.Event()
    sent = select(func.count()).select_from(Outgoing).where(Outgoing.state == OutgoingState.SENT)
    open_work = select(func.count()).select_from(Task).where(Task.try_at.is_not(None), Task.kind.in_(_SENDING))
    while clock.now() < late:
        with app.app_context():
            found = (db.session.scalar(sent) or 0, db.session.scalar(open_work) or 0)
        if fact(*found):
            return
        pause.wait(0.1)
    raise TimeoutError(f"sent and open: {found}")


def test_each_reminder_goes_out_exactly_once_whoever_is_killed(
    app: Flask, settings: Settings, tmp_path: Path, scale: Scale
) -> None:
    count, kills, drawn, done = scale(150, 10_000), scale(8, 20), random.Random(20261120), threading.Event()  # noqa: S311
    with app.app_context():
        _remind(count)
    with receiving() as receiver, ThreadPoolExecutor(1) as pool:
        servers = [
            Server(
                settings, tmp_path / f"server{number}.log", _WORKERS, **_ENVIRONMENT, INSPECT_WEBHOOK_URL=receiver.url
            )
            for number in range(_SERVERS)
        ]
        try:
            _wait(app, lambda sent, _: sent > 0)
            killer = pool.submit(kill_at_random, servers, kills, done, drawn)
            assert killer.result(timeout=_PATIENCE) == kills
            _wait(app, lambda sent, waiting: (sent, waiting) == (2 * count, 0))
            codes = [server.stop() for server in servers]
        finally:
            done.set()
            for server in servers:
                server.kill()
        with app.app_context():
            _demand_once(count, receiver, kills)
    # The last one started may not have begun yet: then it is simply ended.
    assert set(codes) <= {0, -signal.SIGTERM}
    assert [server.complaints() for server in servers] == [""] * _SERVERS


def _demand_once(count: int, receiver: Receiver, kills: int) -> None:
    rows = db.session.execute(select(Outgoing.channel, Outgoing.person_id, Outgoing.title, Outgoing.token)).all()
    for channel in (Channel.INBOX, Channel.WEBHOOK):
        reached = [person for by, person, *_ in rows if by is channel]
        assert len(reached) == len(set(reached)) == count
    assert {title for *_, title, _ in rows} == {"待办 1 件：逾期提醒 1"}
    assert set(receiver.tokens) == {token for by, *_, token in rows if by is Channel.WEBHOOK}
    # A robot may hear again what a killed worker had sent and not yet noted; its token tells.
    assert receiver.tokens.total() <= count + kills * _WORKERS
    assert None not in set(db.session.scalars(select(Message.digested_on)))
    assert set(db.session.scalars(select(Task.state).where(Task.kind.in_(_SENDING)))) == {TaskState.DONE}
