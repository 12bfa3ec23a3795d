"""A message reaches an inbox once, whoever tells it, however often."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.messages.actions import tell, tell_author, tell_each, withdraw
from inspect_app.messages.models import Message
from inspect_app.messages.vocabulary import MessageKind, Telling
from tests import factories


def _told() -> int:
    return db.session.scalar(select(func.count()).select_from(Message)) or 0


def test_the_same_key_is_told_once_to_each_person(app: Flask) -> None:
    with app.app_context():
        people = [factories.make_person().id for _ in range(3)]
        for _ in range(2):
            with transaction():
                tell([*people, people[0]], MessageKind.NEAR, "距整改时限还有 2 个工作日。", "/ledger/1", "near:1")
        assert _told() == 3
        with transaction():
            tell(people, MessageKind.NEAR, "距整改时限还有 1 个工作日。", "/ledger/1", "near:1:2")
        assert _told() == 6


def test_two_workers_at_the_same_moment_tell_once(app: Flask) -> None:
    with app.app_context():
        person = factories.make_person().id

    def work() -> None:
        with app.app_context():
            with transaction():
                tell([person], MessageKind.OVER, "已超过整改时限 1 个工作日。", "/ledger/1", "over:1:1")
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    with app.app_context():
        assert _told() == 1


def test_ten_thousand_are_told_in_one_call(app: Flask) -> None:
    with app.app_context():
        person = factories.make_person().id
        rows = [Telling(person, MessageKind.NEAR, "临近整改时限。", "/ledger", f"near:{n}") for n in range(10_000)]
        with transaction():
            tell_each(rows)
        with transaction():
            tell_each(rows)
        assert _told() == 10_000


def test_a_covert_author_is_told_under_a_tag_that_names_nobody(app: Flask) -> None:
    with app.app_context():
        tag = current_sealer().author_tag(factories.make_person().id)
        for _ in range(2):
            with transaction():
                tell_author(tag, MessageKind.AUTHORED, "您提的问题已销号。", "/field/app", "closed:1")
        message = db.session.scalars(select(Message)).one()
        assert (message.person_id, message.author_tag) == (None, tag)


def test_what_nobody_has_read_may_be_taken_back(app: Flask) -> None:
    with app.app_context():
        first, second = (factories.make_person().id for _ in range(2))
        with transaction():
            tell([first, second], MessageKind.TO_SIGN, "有一件待您审签。", "/ledger/1", "sign:1")
        with transaction() as session:
            read = session.scalars(select(Message).where(Message.person_id == first)).one()
            read.read_at = clock.now()
        with transaction():
            withdraw("sign:1")
        assert db.session.scalars(select(Message.person_id)).all() == [first]


@pytest.mark.parametrize("link", ["https://example.cn/", "//example.cn/", "/\\example.cn", "ledger", "/a\nb", ""])
def test_a_message_leads_nowhere_else(app: Flask, link: str) -> None:
    with app.app_context():
        person = factories.make_person().id
        with pytest.raises(ValueError, match="path inside"), transaction():
            tell([person], MessageKind.SYSTEM, "请查看。", link, "x")
