"""What many are done: reminded of, given time, given a verifier, registered; each by its own rule."""

from datetime import timedelta

import pytest
from flask import Flask

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.messages.models import Message
from tests import factories
from tests.rectification.bulking import Office, confirm, gather

S = FindingStatus
pytestmark = pytest.mark.usefixtures("without_tokens")


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


def test_a_term_is_lengthened_for_many_and_the_original_stays(office: Office) -> None:
    with office.app.app_context():
        before = {row.id: row.original_due for row in db.session.query(Finding)}
        later = office.make(S.RECTIFYING, due=clock.today() + timedelta(days=60))
        number, day = str(later.number), clock.today() + timedelta(days=30)
    path = gather(office.clerk, "extend", [*office.numbers, number]).location
    refused = confirm(office.clerk, path, 422, due="", reason="")
    assert "请选延到哪一天" in refused and "请写延期理由" in refused and "错误：" in refused
    page = confirm(office.clerk, path, due=day.isoformat(), reason="系统升级推迟")
    assert "已延期 3 条" in page and "没有办的 1 条" in page
    assert office.deeds("finding.grant_extension") == office.numbers
    with office.app.app_context():
        rows = db.session.query(Finding).filter(Finding.id.in_(office.ids))
        assert {(row.due, row.original_due) for row in rows} == {(day, before[key]) for key in office.ids}


def test_the_second_time_is_the_directors(office: Office) -> None:
    for client, done in ((office.clerk, 3), (office.clerk, 0), (office.director, 3)):
        path = gather(client, "extend", office.numbers).location
        weeks = 5 if client is office.clerk else 8
        day = clock.today() + timedelta(weeks=weeks)
        if done:
            assert f"已延期 {done} 条" in confirm(client, path, due=day.isoformat(), reason="系统升级推迟")
        else:
            assert "能办 0 条，不能办 3 条" in client.get(path).text


def test_a_verifier_is_named_for_many_and_hears_of_each(office: Office) -> None:
    with office.app.app_context():
        rows = [str(office.make(S.PENDING_VERIFICATION, place).number) for place in range(2)]
        person = factories.make_person(Role.VERIFIER, factories.make_office())
        verifier, name = person.id, person.name
    path = gather(office.clerk, "assign", [*rows, office.numbers[0]]).location
    page = office.clerk.get(path).text
    assert name in page and "能办 2 条，不能办 1 条" in page
    assert "请选核验人" in confirm(office.clerk, path, 422, person="")
    assert "已指派核验 2 条" in confirm(office.clerk, path, person=str(verifier))
    assert office.deeds("finding.assign_verifier") == rows
    with office.app.app_context():
        assert [row.person_id for row in db.session.query(Message)] == [verifier] * 2
    for number in rows:
        assert name not in office.liaison.get(f"/case/{number}").text


def test_many_are_registered_and_each_gets_its_number(app: Flask, office: Office) -> None:
    with app.app_context():
        rows = [office.make(S.SUBMITTED, place, due=None).id for place in range(3)]
        covert = office.make(S.SUBMITTED, due=None, is_covert=True).id
        with transaction():
            db.session.get_one(Finding, rows[1]).lead_unit_id = None
    page = office.clerk.get("/findings/triage").text
    assert page.count("data-tick>") == 4 and "立项交办" in page
    path = gather(office.clerk, "dispatch", [str(key) for key in (*rows, covert)]).location
    page = office.clerk.get(path).text
    assert "能办 2 条，不能办 2 条" in page and "还没有定责任单位" in page and "先排队" in page
    assert "已立项交办 2 条" in confirm(office.clerk, path)
    with app.app_context():
        states = {row.id: row.status for row in db.session.query(Finding).filter(Finding.id.in_([*rows, covert]))}
    assert [states[key] for key in (*rows, covert)] == [S.DISPATCHED, S.SUBMITTED, S.DISPATCHED, S.SUBMITTED]
    assert "已立项，择时送达 1 条" in confirm(office.clerk, gather(office.clerk, "queue", [str(covert)]).location)


def test_a_refused_deed_leaves_neither_rows_nor_an_entry(app: Flask, office: Office) -> None:
    """The text names a person, which only the deed itself finds out, half way through."""
    with app.app_context():
        named = factories.make_person(Role.OFFICE_CLERK, name="欧阳小明")
        row = office.make(S.SUBMITTED, due=None, fact=f"窗口的{named.name}不给办。").id
        other = office.make(S.SUBMITTED, due=None).id
    page = confirm(office.clerk, gather(office.clerk, "dispatch", [str(row), str(other)]).location)
    assert "已立项交办 1 条" in page and "文字里有" in page
    assert len(office.deeds("finding.dispatch")) == 1
    with app.app_context():
        assert db.session.get_one(Finding, row).status is S.SUBMITTED
