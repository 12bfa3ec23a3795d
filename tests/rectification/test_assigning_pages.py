"""The pages on which a check is ordered and seen, and that a department sees nothing of it."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select, text

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.messages.models import Message
from inspect_app.rectification.actions.assigning import plan_check
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitMode
from tests.factories import make_office, make_person
from tests.rectification.making import (
    TUESDAY,
    WEDNESDAY,
    Case,
    on,
)
from tests.rectification.ordering import (
    fed_back,
    hand_in,
    orders,
    plan_for,
    plan_visit_for,
    steady,
)
from tests.rectification.pages import fetch, signed_in

pytestmark = pytest.mark.usefixtures("app_context")


# What the department sees.


@pytest.fixture
def client(app: Flask, without_tokens: None) -> FlaskClient:
    return app.test_client()


def test_a_department_sees_the_same_bytes_with_and_without_a_planned_check(client: FlaskClient) -> None:
    case = fed_back()
    with on(TUESDAY):
        plan = plan_for(case, make_person(Role.SHOPPER, make_office()), VisitMode.COVERT)
    before = [departments_view(client, case) for _ in range(2)]
    assert before[0] == before[1], "the page itself is steady"
    with on(WEDNESDAY), transaction():
        plan_check(case.actor("director"), case.number, plan)
    assert departments_view(client, case) == before[0]


def departments_view(client: FlaskClient, case: Case) -> list[tuple[int, str]]:
    seen = []
    for path in ("", "/sheets/dispatch", "/sheets/feedback", "/verifier", "/verifier/photos/x"):
        for name in ("liaison", "head"):
            page = fetch(client, case, name, path)
            seen.append((page.status_code, steady(page.get_data(as_text=True))))
    for path in ("/", "/ledger", "/messages"):
        with signed_in(client, case, "liaison"):
            seen.append((200, steady(client.get(path).get_data(as_text=True))))
    return seen


def test_no_table_holds_the_person_of_a_covert_check() -> None:
    case = fed_back()
    shopper = make_person(Role.SHOPPER, make_office(), name="吴悠悠")
    with on(WEDNESDAY):
        order = plan_visit_for(case, shopper, VisitMode.COVERT)
    visit = db.session.get_one(Visit, order.visit_id)
    rows = [order, visit, *db.session.scalars(select(FindingEvent)), *db.session.scalars(select(Message))]
    for row in rows:
        for column in inspect(type(row)).columns:
            if any(str(key.column) == "people.id" for key in column.foreign_keys) and column.key != "ordered_by_id":
                assert getattr(row, column.key) != shopper.id, column
    bodies = db.session.execute(text("SELECT body FROM audit_details")).scalars()
    assert not any("吴悠悠" in json.dumps(body, ensure_ascii=False, default=str) for body in bodies)


def test_who_ordered_a_covert_check_is_not_told_by_the_finding() -> None:
    case = fed_back()
    version = case.finding.version
    with on(WEDNESDAY):
        plan_visit_for(case, make_person(Role.SHOPPER, make_office()), VisitMode.COVERT)
    assert case.finding.version == version


# The pages.


def test_the_office_assigns_on_a_page_of_its_own(client: FlaskClient) -> None:
    case = fed_back()
    page = fetch(client, case, "clerk", "/verifier")
    body = page.get_data(as_text=True)
    assert (
        page.status_code == 200
        and "指派一个人" in body
        and "暗访" not in body.split("安排走访核验")[1].split("日期")[0].replace("暗访员", "")
    )
    with signed_in(client, case, "clerk"):
        data = {"verifier": str(case.people["verifier"].id), "method": "revisit", "note": "", "version": ""}
        done = client.post(f"/case/{case.number}/verifier", data=data)
    assert done.status_code == 303
    assert [order.verifier_id for order in orders(case)] == [case.people["verifier"].id]


def test_the_panel_of_the_verifier_shows_what_the_visit_saw(client: FlaskClient) -> None:
    case = fed_back()
    with on(WEDNESDAY):
        order = plan_visit_for(case, make_person(Role.OBSERVER, make_office()))
        hand_in(order)
    page = fetch(client, case, "verifier", "").get_data(as_text=True)
    assert "两个窗口都改了" in page and "登记无法核验" in page


def test_a_visit_is_planned_on_the_page(client: FlaskClient) -> None:
    case = fed_back()
    observer = make_person(Role.OBSERVER, make_office())
    plan = plan_for(case, observer)
    data = {
        "author": f"{observer.id}-observer", "mode": "open", "planned_on": WEDNESDAY.isoformat(), "slot": "any",
        "campaign": str(plan.campaign_id), "brief": "看看两个窗口", "version": "",
    }  # fmt: skip
    with signed_in(client, case, "director"):
        bad = client.post(f"/case/{case.number}/verifier/visit", data=data | {"author": ""})
        done = client.post(f"/case/{case.number}/verifier/visit", data=data)
    assert (bad.status_code, done.status_code) == (422, 303)
    (order,) = orders(case)
    assert db.session.get_one(Visit, order.visit_id).note == "看看两个窗口"


def test_a_finding_without_a_window_says_where_to_plan(client: FlaskClient) -> None:
    case = fed_back()
    observer = make_person(Role.OBSERVER, make_office())
    plan = plan_for(case, observer)
    keep_no_window(case)
    data = {
        "author": f"{observer.id}-observer", "mode": "open", "planned_on": WEDNESDAY.isoformat(), "slot": "any",
        "campaign": str(plan.campaign_id), "brief": "", "version": "",
    }  # fmt: skip
    with signed_in(client, case, "director"):
        refused = client.post(f"/case/{case.number}/verifier/visit", data=data)
    assert refused.status_code == 422 and "没有登记窗口" in refused.get_data(as_text=True)


def keep_no_window(case: Case) -> None:
    with transaction():
        db.session.get_one(Finding, case.finding_id).window_id = None
