"""Many findings at once: counted, each row once and whole, what is refused is listed."""

import re
import threading
from datetime import timedelta

import pytest
from flask import Flask

from inspect_app.access import Role
from inspect_app.audit.actions import one_of_many, record
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.messages.models import Message
from inspect_app.rectification.models import BulkBatch
from inspect_app.rectification.rules import bulk as rules
from tests import factories
from tests.rectification.bulking import Office, confirm, gather

S = FindingStatus
pytestmark = pytest.mark.usefixtures("without_tokens")


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


def test_ticked_rows_are_counted_confirmed_and_done_with_one_entry_each(office: Office) -> None:
    path = gather(office.clerk, "remind", office.numbers[:2], "status=open").location
    page = office.clerk.get(path).text
    assert "选中 2 条：能办 2 条，不能办 0 条" in page and "催办 2 条" in page
    assert office.deeds("finding.remind") == []
    page = confirm(office.clerk, path, note="周五前请报进展")
    assert "已催办 2 条" in page and 'href="/ledger?status=open"' in page
    assert office.deeds("finding.remind") == office.numbers[:2]
    with office.app.app_context():
        told = db.session.query(Message).order_by(Message.id).all()
        assert [(row.person_id, row.link) for row in told] == [
            (office.liaisons[place], f"/case/{office.numbers[place]}") for place in range(2)
        ]
        assert "周五前请报进展" in told[0].text
        events = db.session.query(FindingEvent).filter_by(step=Step.REMIND).count()
    assert events == 2


def test_the_whole_filter_takes_what_the_address_says(office: Office) -> None:
    path = gather(office.clerk, "remind", None, f"unit={office.units[0]}").location
    assert "已催办 2 条" in confirm(office.clerk, path)
    assert office.deeds("finding.remind") == [office.numbers[0], office.numbers[2]]


def test_the_second_reminder_of_a_day_is_a_refused_row(office: Office) -> None:
    confirm(office.clerk, gather(office.clerk, "remind", office.numbers[:1]).location)
    path = gather(office.director, "remind", office.numbers[:2]).location
    page = office.director.get(path).text
    assert "能办 1 条，不能办 1 条" in page and "今天已催办" in page
    page = confirm(office.director, path)
    assert "已催办 1 条" in page and "今天已催办" in page
    assert office.deeds("finding.remind") == office.numbers[:2]


def test_what_cannot_be_done_is_said_before_and_left_alone(office: Office) -> None:
    with office.app.app_context():
        closed = office.make(S.CLOSED)
        number, version = str(closed.number), closed.version
    path = gather(office.clerk, "remind", [number, office.numbers[0]]).location
    assert "现在是“已销号”" in office.clerk.get(path).text
    page = confirm(office.clerk, path)
    assert "已催办 1 条" in page and "没有办的 1 条" in page and "现在是“已销号”" in page
    with office.app.app_context():
        assert db.session.query(Finding).filter_by(number=number).one().version == version


def test_a_row_that_changed_since_is_refused_and_the_others_are_done(office: Office) -> None:
    path = gather(office.clerk, "remind", office.numbers).location
    with office.app.app_context(), transaction():
        db.session.get_one(Finding, office.ids[1]).title = "改过的标题"
    page = confirm(office.clerk, path)
    assert "已催办 2 条" in page and "刚被别人办过" in page
    assert office.deeds("finding.remind") == [office.numbers[0], office.numbers[2]]


def test_a_second_press_shows_what_came_of_the_first(office: Office) -> None:
    path = gather(office.clerk, "remind", office.numbers).location
    first, second = confirm(office.clerk, path), confirm(office.clerk, path, note="再来一次")
    assert "已催办 3 条" in first and "已催办 3 条" in second
    assert office.deeds("finding.remind") == office.numbers


def test_two_presses_at_once_do_it_once(office: Office) -> None:
    path = gather(office.clerk, "remind", office.numbers).location
    cookie = office.clerk.get_cookie("inspect")
    assert cookie is not None
    answers: list[int] = []

    def press() -> None:
        client = office.app.test_client()
        client.set_cookie("inspect", cookie.value)
        answers.append(client.post(path).status_code)

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 3
    assert office.deeds("finding.remind") == office.numbers


def test_two_people_remind_of_the_same_rows_and_each_is_reminded_of_once(office: Office) -> None:
    paths = [gather(client, "remind", office.numbers).location for client in (office.clerk, office.director)]
    assert "已催办 3 条" in confirm(office.clerk, paths[0])
    assert "一条也没有办" in confirm(office.director, paths[1])
    assert office.deeds("finding.remind") == office.numbers


def test_a_batch_belongs_to_whoever_put_it_together(office: Office) -> None:
    path = gather(office.clerk, "remind", office.numbers).location
    assert office.director.get(path).status_code == 404
    assert office.director.post(path).status_code == 404
    assert office.liaison.get(path).status_code == 403
    assert office.deeds("finding.remind") == []


def test_a_department_has_no_ticks_and_does_nothing_in_bulk(office: Office) -> None:
    assert "data-bulk" not in office.liaison.get("/ledger").text
    assert "data-bulk" in office.clerk.get("/ledger").text
    gather(office.liaison, "remind", office.numbers, expected=403)


def test_nothing_chosen_an_unknown_verb_and_unknown_rows_are_refused(office: Office) -> None:
    assert "还没有选中问题" in gather(office.clerk, "remind", [], expected=422).text
    gather(office.clerk, "remind", ["2000-9999999"], expected=404)
    gather(office.clerk, "erase", office.numbers, expected=422)


def test_more_than_five_hundred_are_refused_with_the_remedy(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_ROWS", 2)
    for ticked in (None, office.numbers):
        text = gather(office.clerk, "remind", ticked, expected=409).text
        assert "选中了 3 条，一次最多办 2 条" in text and "再分几次办" in text
    with office.app.app_context():
        assert db.session.query(BulkBatch).count() == 0


def test_a_page_can_be_chosen_without_scripts(office: Office) -> None:
    page = office.clerk.get("/ledger").text
    found = re.search(r'<noscript>.*?name="page_ids" value="([^"]+)"', page)
    assert found is not None and set(found[1].split(",")) == set(office.numbers)
    answer = office.clerk.post("/ledger/bulk", data={"verb": "remind", "page_ids": found[1]})
    assert "选中 3 条" in office.clerk.get(answer.location).text


def test_thirty_rows_cost_hardly_more_statements_than_one_to_look_at(app: Flask) -> None:
    from tests.rectification.ledgers import count_statements

    office = Office(app, rectifying=30)
    one = gather(office.clerk, "remind", office.numbers[:1]).location
    many = gather(office.clerk, "remind", None).location
    office.clerk.get(one)
    assert count_statements(app, office.clerk, one) == count_statements(app, office.clerk, many)


def test_old_batches_of_a_person_go(app: Flask, office: Office) -> None:
    gather(office.clerk, "remind", office.numbers)
    with app.app_context(), transaction():
        db.session.query(BulkBatch).one().made_at = clock.now() - timedelta(days=8)
    gather(office.clerk, "remind", office.numbers)
    with app.app_context():
        assert db.session.query(BulkBatch).count() == 1


def test_a_deed_refused_half_way_leaves_neither_rows_nor_its_entry(app: Flask, office: Office) -> None:
    with app.app_context():
        actor = factories.make_actor(Role.OFFICE_CLERK)
        with transaction():
            with pytest.raises(Refused), one_of_many():
                db.session.get_one(Finding, office.ids[0]).title = "改了一半"
                record(actor, "finding.triaged", "finding", office.ids[0])
                raise Refused("不行")
            record(actor, "finding.remind", "finding", office.ids[1])
        assert db.session.get_one(Finding, office.ids[0], populate_existing=True).title != "改了一半"
    assert (office.deeds("finding.triaged"), office.deeds("finding.remind")) == ([], [str(office.ids[1])])
