"""One digest a person a working day: what is new and unread, by every channel that is set up."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import jobs
from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.messages.actions import gather, gather_all, tell, tell_author
from inspect_app.messages.models import Message, Outgoing
from inspect_app.messages.rules import sign
from inspect_app.messages.vocabulary import Channel, MessageKind, OutgoingState
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind, TaskState
from tests import factories
from tests.messages.posting import Letter, mailing
from tests.tasks.killing import receiving

_MORNING = datetime.fromisoformat("2026-11-19T08:30:00+08:00")


@pytest.fixture
def moment(app: Flask) -> Iterator[list[datetime]]:
    """Give the moment the clock reads: a Thursday, at the hour of the digest."""
    now = [_MORNING]
    with clock.reading(lambda: now[0]):
        yield now


def _set(app: Flask, **changes: object) -> None:
    app.extensions["inspect_settings"] = replace(app.extensions["inspect_settings"], **changes)


def _tell(person: Person, key: str, kind: MessageKind = MessageKind.NEAR) -> None:
    with transaction():
        tell([person.id], kind, f"窗口一次办结：{key}", "/ledger/7", key, ref="2026-0007")


def _gather() -> None:
    with transaction():
        gather_all(clock.today())
    jobs.run_due()


def _rows(*channels: Channel) -> list[Outgoing]:
    db.session.rollback()
    kept = Outgoing.channel.in_(channels or list(Channel))
    query = select(Outgoing).where(kept).order_by(Outgoing.id).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def test_a_digest_holds_what_is_new_and_unread_once(app: Flask, moment: list[datetime]) -> None:
    with app.app_context():
        person = factories.make_person()
        _tell(person, "a")
        _tell(person, "b", MessageKind.OVER)
        _tell(person, "read")
        with transaction() as session:
            session.scalars(select(Message).where(Message.key == "read")).one().read_at = clock.now()
        _gather()
        _gather()
        moment[0] += timedelta(days=1)
        _tell(person, "c", MessageKind.SLIP)
        _gather()
        assert [row.title for row in _rows()] == ["待办 2 件：临期提醒 1、逾期提醒 1", "待办 1 件：督办单 1"]
        assert "窗口" not in "".join(row.body for row in _rows())


def test_a_digest_goes_out_at_its_hour_of_a_working_day(app: Flask, moment: list[datetime]) -> None:
    """The hour is a setting; on a Saturday what is new waits for Monday."""
    _set(app, digest_at=time(16, 15))
    thursday, friday, saturday, monday = (
        datetime.fromisoformat(f"2026-11-{day}T00:00:00+08:00") for day in (19, 20, 21, 23)
    )
    with app.app_context():
        person = factories.make_person()
        sent = []
        for day in (thursday, friday, saturday, monday):
            moment[0] = day + timedelta(hours=9)
            _tell(person, f"{day:%d}")
            for hour, minute in ((16, 14), (16, 15), (17, 0)):
                moment[0] = day + timedelta(hours=hour, minutes=minute)
                jobs.put_down_daily()
                jobs.run_due()
                sent.append(len(_rows(Channel.INBOX)))
        assert sent == [0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3]
        assert _rows()[-1].title == "待办 2 件：临期提醒 2"


def test_nothing_new_is_no_digest(app: Flask, moment: list[datetime]) -> None:
    with app.app_context():
        _tell(factories.make_person(active=False), "gone")
        factories.make_person()
        _gather()
        assert _rows() == []


def test_what_comes_after_the_digest_waits_for_the_next_day(app: Flask, moment: list[datetime]) -> None:
    with app.app_context():
        person = factories.make_person()
        _tell(person, "a")
        _gather()
        _tell(person, "b")
        with transaction():
            gather(person.id, clock.today())
        assert len(_rows()) == 1
        moment[0] += timedelta(days=1)
        _gather()
        assert [row.title for row in _rows()] == ["待办 1 件：临期提醒 1"] * 2


def test_a_shopper_gets_no_digest_by_any_channel(app: Flask, moment: list[datetime]) -> None:
    _set(app, smtp_host="127.0.0.1", webhook_url="http://127.0.0.1:9/")
    with app.app_context():
        shopper = factories.make_person(Role.SHOPPER, email="shopper@example.cn")
        _tell(shopper, "a")
        with transaction():
            tell_author(current_sealer().author_tag(shopper.id), MessageKind.AUTHORED, "已销号。", "/field/app", "b")
            gather(shopper.id, clock.today())
        _gather()
        assert _rows() == []
        assert db.session.scalars(select(Task).where(Task.kind == TaskKind.SEND_MESSAGE)).all() == []


def test_without_channels_a_digest_stays_inside(app: Flask, moment: list[datetime]) -> None:
    with app.app_context():
        _tell(factories.make_person(email="li@example.cn"), "a")
        _gather()
        assert [(row.channel, row.state) for row in _rows()] == [(Channel.INBOX, OutgoingState.SENT)]


def test_mail_goes_to_whoever_has_an_address(app: Flask, moment: list[datetime]) -> None:
    letters: list[Letter] = []
    with mailing(letters) as port:
        _set(app, smtp_host="127.0.0.1", smtp_port=port, smtp_tls=False, smtp_from="paogai@example.cn")
        _set(app, public_url="https://paogai.example.cn/")
        with app.app_context():
            _tell(factories.make_person(), "none")
            _tell(factories.make_person(email="li@example.cn"), "a")
            _gather()
            (row,) = _rows(Channel.MAIL)
            assert row.state is OutgoingState.SENT
    (letter,) = letters
    assert letter.to == ["li@example.cn"]
    assert letter.message["Message-ID"] == f"<{row.token}@example.cn>"
    assert letter.message["Subject"] == "待办 1 件：临期提醒 1"
    assert letter.text == "待办 1 件：临期提醒 1\n临期提醒 2026-0007 https://paogai.example.cn/ledger/7"


def test_a_robot_gets_a_signed_body_of_the_given_shape(app: Flask, moment: list[datetime]) -> None:
    with receiving() as robot:
        _set(app, webhook_url=robot.url, webhook_secret="s3cret")
        _set(app, webhook_body='{"msgtype": "markdown", "markdown": {"title": "{title}", "text": "{text}"}}')
        with app.app_context():
            _tell(factories.make_person(name='李"四'), "a")
            _gather()
            (row,) = _rows(Channel.WEBHOOK)
            assert (row.state, row.attempts) == (OutgoingState.SENT, 1)
        ((headers, body),) = robot.bodies
    assert headers["Idempotency-Key"] == row.token
    assert headers["X-Inspect-Signature"] == sign("s3cret", headers["X-Inspect-Timestamp"], body)
    told = json.loads(body)["markdown"]
    assert told == {"title": "待办 1 件：临期提醒 1", "text": f'李"四：{row.body}'}


def test_a_channel_that_is_down_blocks_no_other_and_is_tried_again_later(app: Flask, moment: list[datetime]) -> None:
    letters: list[Letter] = []
    with receiving() as robot, mailing(letters) as port:
        robot.status = 503
        _set(app, smtp_host="127.0.0.1", smtp_port=port, smtp_tls=False, smtp_from="a@example.cn")
        _set(app, webhook_url=robot.url)
        with app.app_context():
            for number in range(5):
                _tell(factories.make_person(email=f"p{number}@example.cn"), "a")
            _gather()
            assert {row.state for row in _rows(Channel.MAIL)} == {OutgoingState.SENT}
            assert {row.state for row in _rows(Channel.WEBHOOK)} == {OutgoingState.WAITING}
            # One found out that it is down; the others wait with it.
            assert robot.tokens.total() == 1
            robot.status = 200
            jobs.run_due()
            assert robot.tokens.total() == 1
            moment[0] += timedelta(minutes=1, seconds=1)
            jobs.run_due()
            assert {row.state for row in _rows(Channel.WEBHOOK)} == {OutgoingState.SENT}
    assert len(robot.tokens) == len(letters) == 5


def test_a_robot_that_never_answers_is_given_up_and_shown(app: Flask, moment: list[datetime]) -> None:
    _set(app, webhook_url="http://127.0.0.1:9/")
    with app.app_context():
        _tell(factories.make_person(), "a")
        _gather()
        waits = []
        while (row := _rows(Channel.WEBHOOK)[0]).next_try_at is not None:
            waits.append((row.next_try_at - moment[0]) // timedelta(minutes=1))
            moment[0] = row.next_try_at
            jobs.run_due()
        assert waits == [1, 5, 25, 125, 625]
        assert row.state is OutgoingState.FAILED
        assert "Connection refused" in str(row.last_error)
        client = app.test_client()
        factories.sign_in(client, factories.make_person(Role.ADMIN))
    page = client.get("/admin/health").text
    assert "群机器人" in page
    assert "Connection refused" in page


@pytest.mark.parametrize(("status", "answer"), [(400, {}), (403, {"errcode": 1})])
def test_a_message_that_is_refused_is_not_sent_again(
    app: Flask, moment: list[datetime], status: int, answer: dict[str, int]
) -> None:
    with receiving() as robot:
        robot.status, robot.answer = status, answer
        _set(app, webhook_url=robot.url)
        with app.app_context():
            _tell(factories.make_person(), "a")
            _gather()
            assert [row.state for row in _rows(Channel.WEBHOOK)] == [OutgoingState.FAILED]
            assert robot.tokens.total() == 1


def test_a_robot_that_says_no_in_its_answer_is_asked_again(app: Flask, moment: list[datetime]) -> None:
    with receiving() as robot:
        robot.answer = {"errcode": 130101}
        _set(app, webhook_url=robot.url)
        with app.app_context():
            _tell(factories.make_person(), "a")
            _gather()
            (row,) = _rows(Channel.WEBHOOK)
            assert (row.state, row.last_error) == (OutgoingState.WAITING, "OSError: errcode 130101")


def test_a_worker_that_dies_after_sending_sends_the_same_token_again(app: Flask, moment: list[datetime]) -> None:
    """At least once: what was sent and not noted is sent again, and the receiver can tell."""
    with receiving() as robot:
        _set(app, webhook_url=robot.url)
        with app.app_context():
            _tell(factories.make_person(), "a")
            _gather()
            with transaction() as session:
                row = session.scalars(select(Outgoing).where(Outgoing.channel == Channel.WEBHOOK)).one()
                row.state = OutgoingState.WAITING
                task = session.scalars(select(Task).where(Task.kind == TaskKind.SEND_MESSAGE)).one()
                task.state, task.try_at = TaskState.WAITING, clock.now()
            jobs.run_due()
        assert list(robot.tokens.values()) == [2]
