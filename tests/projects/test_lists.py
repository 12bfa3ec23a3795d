"""Every list of this room: Excel equals the screen, as many questions for one row as for many."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.projects.models import AssignedTask
from inspect_app.projects.vocabulary.registers import Register
from tests.factories import make_campaign, make_finding
from tests.projects.lists import LISTS, cells, sheet_rows
from tests.projects.making import Office, counting
from tests.projects.test_registers import add, drafts

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")


def fill(office: Office) -> None:
    finding = make_finding(FindingStatus.ACCEPTED)
    task_id = office.assign(office.on_finding(finding.id, words="=1+1 {{7*7}} &<>喆堃昇珺䶮"), demand="=SUM(A1)")[0]
    with transaction():
        db.session.get_one(AssignedTask, task_id).due_on = clock.today() - timedelta(days=1)
    office.assign_demand(office.demand(office.meet()))
    for first, _second in drafts(office).values():
        add(office, first)


@pytest.mark.parametrize("path", LISTS)
def test_excel_holds_what_the_screen_shows(client: FlaskClient, office: Office, path: str) -> None:
    fill(office)
    with office.browsing(client, "clerk") as browser:
        shown = cells(browser.get(path).text)
        assert shown
        assert sheet_rows(browser.get(f"{path}/export").data) == shown
        day = (clock.today() + timedelta(days=400)).isoformat()
        query = f"?from={day}&q=nix&state=done&kind=seminar&waits=1"
        narrowed = browser.get(f"{path}{query}")
        assert "没有符合条件的" in narrowed.text
        export = re.search(r'href="([^"]+/export[^"]*)"', narrowed.text)
        assert export
        assert sheet_rows(browser.get(unescape(export[1])).data) in ([], [["—"] * len(shown[0])])


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_the_same_for_one_and_many_and_says_what_to_do_when_empty(
    client: FlaskClient, office: Office, path: str
) -> None:
    def asked() -> int:
        with office.browsing(client, "clerk") as browser:
            browser.get(path)
            with counting() as statements:
                assert browser.get(path).status_code == 200
        return len(statements)

    with office.browsing(client, "clerk") as browser:
        assert "还没有" in browser.get(path).text
    fill(office)
    one = asked()
    for number in range(4):
        finding = make_finding(FindingStatus.ACCEPTED)
        office.assign(office.on_finding(finding.id))
        office.assign_demand(office.demand(office.meet(title=f"第{number}次座谈")))
        for register, (_first, second) in drafts(office).items():
            apart = {
                Register.ANNOUNCEMENTS: {"batch": f"第{number}批"}, Register.DOCUMENTS: {"number": f"{number}号"},
                Register.MEDIA: {"title": f"第{number}篇"}, Register.PREPARATIONS: {"campaign_id": make_campaign().id},
                Register.TRAININGS: {"subject": f"第{number}次"}, Register.GROUPS: {"name": f"第{number}组"},
            }  # fmt: skip
            add(office, replace(second, **apart.get(register, {})))  # type: ignore[type-var]
    assert asked() == one


def test_a_long_list_has_pages_that_keep_its_filter(client: FlaskClient, office: Office) -> None:
    task_id = office.assign(office.register())[0]
    with transaction() as session:
        first = session.get_one(AssignedTask, task_id)
        kept = ("source", "instruction_id", "unit_id", "due_on", "original_due", "assigned_at", "assigned_by_id")
        facts = {name: getattr(first, name) for name in kept}
        session.add_all(AssignedTask(demand_words=f"第{number}件", **facts) for number in range(50))
    with office.browsing(client, "clerk") as browser:
        page = browser.get("/assigned?state=open").text
        assert (len(cells(page)), "第 1–50 件，共 51 件" in page) == (50, True)
        assert "/assigned?state=open&amp;page=2" in page
        assert len(cells(browser.get("/assigned?state=open&page=2").text)) == 1
        assert len(sheet_rows(browser.get("/assigned/export?state=open").data)) == 51
