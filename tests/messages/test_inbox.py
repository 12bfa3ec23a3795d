"""An inbox is its owner's alone: what is in it, how it is read, and the number beside the bell."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.foundation.errors import Missing
from inspect_app.messages.actions import open_message, read_all, tell, tell_author
from inspect_app.messages.models import Message
from inspect_app.messages.queries import InboxFilter, count_unread, get_message, list_messages
from inspect_app.messages.vocabulary import MessageKind
from tests import factories


def _tell(*people: Person, count: int = 1, kind: MessageKind = MessageKind.NEAR) -> None:
    with transaction():
        for number in range(count):
            text = f"第 {number} 件临近整改时限。"
            tell([person.id for person in people], kind, text, "/ledger", f"{kind}:{number}", ref=f"2000-{number:04d}")


def _tokens(person: Person) -> list[str]:
    return list(db.session.scalars(select(Message.token).where(Message.person_id == person.id).order_by(Message.id)))


def test_two_peoples_inboxes_never_leak(app: Flask) -> None:
    """Whatever one may ask for, they find their own only; another's message is not there at all."""
    with app.app_context():
        first, second = factories.make_person(), factories.make_person(Role.DEPT_LIAISON)
        with transaction():
            tell([first.id], MessageKind.SLIP, "给甲的消息", "/ledger", "slip:1")
            tell([second.id], MessageKind.OVER, "给乙的消息", "/ledger", "over:1")
        for mine, other in ((first, second), (second, first)):
            actor = factories.actor_of(mine)
            for asked in (InboxFilter(), InboxFilter(unread=True), *(InboxFilter(kind=kind) for kind in MessageKind)):
                rows, _ = list_messages(actor, asked, 0, 50)
                assert {row.person_id for row in rows} <= {mine.id}
            for deed in (get_message, open_message):
                with pytest.raises(Missing), transaction():
                    deed(actor, _tokens(other)[0])
            with transaction():
                assert read_all(actor, _tokens(mine)[-1]) == 1
            assert count_unread(factories.actor_of(other)) == (1 if other is second else 0)


def test_pages_of_one_never_show_or_change_what_is_anothers(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        first, second = factories.make_person(), factories.make_person()
        _tell(first, kind=MessageKind.SLIP)
        with transaction():
            tell([second.id], MessageKind.SYSTEM, "只给乙看的消息", "/account", "only")
        other = _tokens(second)[0]
        factories.sign_in(client, first)
    app.config["WTF_CSRF_ENABLED"] = False
    assert "只给乙看的消息" not in client.get("/messages").text
    assert client.post(f"/messages/{other}/open").status_code == 404
    assert client.post(f"/messages/{other}/read").status_code == 404
    assert client.post("/messages/read", data={"up_to": other}).status_code == 404
    with app.app_context():
        found = db.session.scalars(select(Message).where(Message.token == other)).one()
        assert found.read_at is None


@pytest.mark.parametrize("role", [Role.SHOPPER, Role.INSPECTOR])
def test_a_message_under_a_tag_reaches_its_author_and_nobody_else(app: Flask, role: Role) -> None:
    with app.app_context():
        author, another, clerk = (factories.make_person(kind) for kind in (role, role, Role.OFFICE_CLERK))
        with transaction():
            tell_author(current_sealer().author_tag(author.id), MessageKind.AUTHORED, "已销号。", "/field/app", "a")
        counts = [count_unread(factories.actor_of(person)) for person in (author, another, clerk)]
        assert counts == [1, 0, 0]


def test_a_message_is_followed_and_then_read(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        person = factories.make_person()
        _tell(person)
        message = _tokens(person)[0]
        factories.sign_in(client, person)
    page = client.get("/messages").text
    assert "未读 1 条" in page
    assert "2000-0000" in page
    answer = client.post(f"/messages/{message}/open")
    assert (answer.status_code, answer.location) == (303, "/ledger")
    page = client.get("/messages").text
    assert "未读 0 条" in page
    assert "（未读）" not in page


def test_everything_shown_is_marked_at_once_and_counted(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        person = factories.make_person()
        _tell(person, count=3)
        shown = _tokens(person)[-1]
        with transaction():
            tell([person.id], MessageKind.SYSTEM, "页面打开以后才来的", "/account", "later")
        factories.sign_in(client, person)
    page = client.post("/messages/read", data={"up_to": shown}, follow_redirects=True).text
    assert "已标为已读：3 条。" in page
    assert "未读 1 条" in page


def test_the_address_filters_and_pages(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        person = factories.make_person()
        _tell(person, count=60)
        _tell(person, count=1, kind=MessageKind.SLIP)
        factories.sign_in(client, person)
    assert "共 61 条" in client.get("/messages").text
    assert "第 51–61 条" in client.get("/messages?page=2").text
    assert "共 1 条" in client.get("/messages?kind=slip").text
    assert "没有这样的消息" in client.get("/messages?kind=slip&page=2").text
    assert "共 61 条" in client.get("/messages?kind=nix&unread=x").text


def test_an_empty_inbox_says_what_will_come(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.sign_in(client, factories.make_person())
    assert "还没有消息" in client.get("/messages").text


def test_the_number_beside_the_bell_is_on_every_desk_page(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        person = factories.make_person()
        _tell(person, count=7)
        factories.sign_in(client, person)
    for page in ("/", "/ledger", "/account", "/messages"):
        assert '<b class="tag tag-accent">7<' in client.get(page).text, page


def _queries(app: Flask, client: FlaskClient, path: str) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(path).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


def test_an_inbox_of_one_asks_as_often_as_one_of_thirty(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        person = factories.make_person()
        _tell(person)
        factories.sign_in(client, person)
    client.get("/messages")
    one = _queries(app, client, "/messages")
    with app.app_context():
        _tell(person, count=30)
    assert _queries(app, client, "/messages") == one


def test_the_count_of_unread_reads_an_index_of_unread_ones_only(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("a planner with statistics chooses by them")
        plan = db.session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT count(*) FROM messages WHERE person_id = 1 AND read_at IS NULL"
        )
        assert "ix_messages_unread" in str(plan.all())
