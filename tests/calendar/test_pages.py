"""Pages of the calendar."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms.calendar_table import read_notice
from inspect_app.access import GRANTS, SYSTEM, Permission, Role
from inspect_app.audit.models import AuditEntry
from inspect_app.calendar import actions, queries
from inspect_app.calendar.models import CalendarDay
from inspect_app.calendar.vocabulary import DayFacts, DayKind
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from tests.accounts.browsing import post
from tests.calendar.test_notice import NOTICE
from tests.factories import make_person, sign_in

PAGES = ("/admin/calendar", "/admin/calendar/2026", "/admin/calendar/import", "/admin/calendar/template.csv")


@pytest.fixture
def clerk(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context():
        with transaction():
            actions.seed_from_library()
        sign_in(client, make_person(Role.OFFICE_CLERK))
    return client


@pytest.mark.parametrize("role", list(Role))
def test_whoever_keeps_the_calendar_sees_its_pages(app: Flask, role: Role) -> None:
    browser = app.test_client()
    with app.app_context():
        with transaction():
            actions.seed_from_library()
        sign_in(browser, make_person(role))
    expected = 200 if Permission.MANAGE_CALENDAR in GRANTS[role] else 403
    assert {browser.get(path).status_code for path in PAGES} == {expected}


@pytest.mark.parametrize(("role", "led"), [(Role.OFFICE_CLERK, True), (Role.ADMIN, False)])
def test_only_who_reads_findings_is_led_to_their_changed_deadlines(app: Flask, role: Role, led: bool) -> None:
    browser = app.test_client()
    with app.app_context():
        sign_in(browser, make_person(role))
    assert ("/findings/due-changes" in browser.get("/admin/calendar").text) is led


def test_the_page_says_until_when_days_are_known(clerk: FlaskClient) -> None:
    with clock.reading(lambda: datetime(2026, 11, 20, 2, tzinfo=UTC)):
        assert "算得准到 2026年12月31日。" in clerk.get("/admin/calendar").text


def test_an_unknown_year_is_404(clerk: FlaskClient) -> None:
    assert clerk.get("/admin/calendar/1999").status_code == 404


def test_a_day_is_added_and_removed(clerk: FlaskClient, app: Flask) -> None:
    path = "/admin/calendar/2026"
    form = {"version": "1", "day": "2026-12-26", "kind": "makeup", "name": "临时调休"}
    assert post(clerk, path, form).status_code == 303
    with app.app_context():
        assert queries.work_calendar().is_workday(date(2026, 12, 26))
    gone = {"version": "2", "day": "2026-12-26"}
    assert post(clerk, f"{path}/remove", gone, form_at=path).status_code == 303
    with app.app_context():
        assert db.session.get(CalendarDay, date(2026, 12, 26)) is None
        deeds = select(AuditEntry.deed).order_by(AuditEntry.sequence)
        assert db.session.scalars(deeds).all() == [
            "calendar.seeded",
            "calendar.day_added",
            "calendar.day_removed",
        ]


@pytest.mark.parametrize("step", ["", "/remove"])
def test_a_year_that_changed_meanwhile_is_409(clerk: FlaskClient, step: str) -> None:
    path = "/admin/calendar/2026"
    form = {"version": "0", "day": "2026-10-10", "kind": "makeup", "name": "国庆节"}
    assert post(clerk, path + step, form, form_at=path).status_code == 409


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"day": "2027-01-01"}, "日期须在 2026 年内。"),
        ({"day": "2026-12-25"}, "2026-12-25 是工作日，不会是“调休上班”。"),
        ({"day": "tomorrow"}, "日期"),
        ({"kind": "party"}, "这一天"),
        ({"name": ""}, "请填写名称"),
    ],
)
def test_an_impossible_day_is_refused(clerk: FlaskClient, values: dict[str, str], said: str) -> None:
    form = {"version": "1", "day": "2026-12-26", "kind": "makeup", "name": "调休", **values}
    answer = post(clerk, "/admin/calendar/2026", form)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_notice_is_tried_then_loaded_and_ends_provisional_deadlines(clerk: FlaskClient, app: Flask) -> None:
    def send(mode: str) -> int:
        upload = (BytesIO(NOTICE.encode("gb18030")), "2027.csv")
        form = {"source": "国办发明电〔2026〕8号", "file": upload, "mode": mode}
        return post(clerk, "/admin/calendar/import", form).status_code

    def provisional() -> bool:
        with app.app_context():
            return queries.work_calendar().add(date(2026, 12, 30), 5).provisional

    assert (send("try"), provisional()) == (200, True)
    assert (send("import"), provisional()) == (303, False)
    with app.app_context():
        row = db.session.get_one(CalendarDay, date(2027, 2, 20))
        assert row.kind is DayKind.MAKEUP
        # the notice of 2027 gave the last day of 2026 off; the rest of 2026 stays
        assert db.session.get_one(CalendarDay, date(2026, 12, 31)).name == "元旦"
        assert db.session.get(CalendarDay, date(2026, 10, 10)) is not None


def test_a_notice_loaded_again_replaces_its_year(clerk: FlaskClient, app: Flask) -> None:
    for text in (NOTICE, NOTICE.replace("2027-02-20", "2027-02-21")):
        form = {"source": "通知", "file": (BytesIO(text.encode()), "2027.csv"), "mode": "import"}
        assert post(clerk, "/admin/calendar/import", form).status_code == 303
    with app.app_context():
        days = [row.day for row in queries.list_days(2027) if row.kind is DayKind.MAKEUP]
        assert days == [date(2027, 2, 21)]


def test_a_notice_with_a_gap_changes_nothing(clerk: FlaskClient, app: Flask) -> None:
    text = NOTICE.replace("2027-04-05,放假,清明节\n", "")
    form = {"source": "通知", "file": (BytesIO(text.encode()), "2027.csv"), "mode": "import"}
    answer = post(clerk, "/admin/calendar/import", form)
    assert answer.status_code == 422
    assert "还缺：“清明”" in answer.text
    with app.app_context():
        assert queries.list_days(2027) == []


def test_changed_days_call_those_who_count_deadlines(clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    day, seen = date(2026, 12, 26), []
    hook = [lambda before, after: seen.append((before.is_workday(day), after.is_workday(day)))]
    monkeypatch.setattr("inspect_app.calendar.actions._after_change", hook)
    form = {"version": "1", "day": day.isoformat(), "kind": "makeup", "name": "临时调休"}
    post(clerk, "/admin/calendar/2026", form)
    assert seen == [(False, True)]


def test_loading_a_year_again_keeps_the_december_that_the_next_notice_moved(clerk: FlaskClient, app: Flask) -> None:
    with app.app_context():
        old = [DayFacts(row.day, row.kind, row.name) for row in queries.list_days(2026)]
        new = read_notice(NOTICE.encode()).days
        for days in (new, old):
            with transaction():
                actions.load_notice(SYSTEM, days, "通知")
        assert db.session.get_one(CalendarDay, date(2026, 12, 31)).name == "元旦"
