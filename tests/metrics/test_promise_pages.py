"""承诺兑现 through HTTP: a covert trial of three trips becomes 0/1, its visit, and a line of the notice."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.catalogue.models import ServiceItem
from inspect_app.catalogue.vocabulary import TimeUnit
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.metrics.queries import measured
from inspect_app.metrics.vocabulary import Period
from inspect_app.notices.actions.drafting import draft_notice
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.rules.prose import paragraphs
from inspect_app.visits.models import Trial
from inspect_app.visits.vocabulary import TrialOutcome, VisitMode
from tests.factories import actor_of, make_campaign, make_item, make_person, make_unit, make_window, sign_in
from tests.metrics.promising import papers, tried, visit_of


def sign_in_as(app: Flask, client: FlaskClient, role: Role, **values: Any) -> Person:
    with app.app_context():
        person = make_person(role, **values)
        sign_in(client, person)
        return person


def test_a_covert_trial_of_three_trips_is_nought_of_one_its_visit_and_a_line_of_the_notice(
    app: Flask, client: FlaskClient
) -> None:
    clerk = sign_in_as(app, client, Role.OFFICE_CLERK)
    with app.app_context():
        campaign, item = make_campaign(), make_item(name="居住证申领")
        visit = visit_of(mode=VisitMode.COVERT, on=clock.today() - timedelta(days=2), campaign=campaign)
        tried(item, visit=visit, trips=3)
    league = client.get("/promises").text
    address = f"/promises/{item.id}/trips"
    assert f'href="{address}">0/1</a>' in league
    assert f'href="{address}">0/1</a>' in client.get(f"/promises/{item.id}").text
    behind = client.get(f"{address}?part=broken").text
    assert "3 趟（材料齐全）" in behind
    assert f'href="/visits/{visit.public_id}"' in behind
    with app.app_context():
        with transaction():
            notice = draft_notice(actor_of(clerk), campaign.id, clock.today())
            notice.cut_off_at = clock.now()
        body = "".join(one.text for one in paragraphs(facts_of(notice)))
    said = "公布事项不实率100.0%（1/1），一次办结率0.0%（0/1），平均跑次3.0次（3/1），零跑率0.0%（0/1）"
    assert f"承诺兑现（实测）：{said}。" in body
    assert "公布事项不实率100.0%（1/1）" in client.get(f"/notices/{notice.id}").text


def test_the_page_the_metrics_and_excel_say_the_same(app: Flask, client: FlaskClient) -> None:
    sign_in_as(app, client, Role.LEADER)
    with app.app_context():
        today = clock.today()
        item, asked = make_item(name="=居住证申领"), papers(("户口簿",), beyond=("介绍信",))
        for trips in (1, 2, 3):
            tried(item, trips=trips, papers=asked, on=today)
        wanted = {one.definition.name: one.rate for one in measured(None, Period(today, today))}
    sought = f"?from={today}&to={today}"
    book = load_workbook(io.BytesIO(client.get(f"/promises/export{sought}").data))
    rows = [tuple(row) for row in book["事项"].iter_rows(min_row=2, values_only=True)]
    page = client.get(f"/promises{sought}").text
    assert [cell for row in rows for cell in row if cell != "—" and str(cell).replace('"', "&#34;") not in page] == []
    assert rows[0][:2] == ("1", "=居住证申领")
    told = {row[0]: row[1:3] for row in book["指标"].iter_rows(min_row=2, values_only=True)}
    assert {name: (rate.words, rate.made_of) for name, rate in wanted.items() if rate and name in told} == told
    assert told["公布事项不实率"] == ("100.0%", "1/1")


def test_the_league_asks_the_same_number_of_queries_for_one_matter_and_for_thirty(
    app: Flask, client: FlaskClient
) -> None:
    sign_in_as(app, client, Role.OFFICE_CLERK)
    asked: list[str] = []

    def count() -> int:
        asked.clear()
        assert client.get("/promises").status_code == 200
        return len(asked)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        tried(make_item(), on=clock.today())
    client.get("/promises")
    one = count()
    with app.app_context():
        for _ in range(29):
            tried(make_item(), on=clock.today())
    assert count() == one


def test_a_result_is_noted_once_with_the_working_days_until_then(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    sign_in_as(app, client, Role.OFFICE_CLERK)
    with app.app_context():
        today = clock.today()
        item = make_item(trips=None, promised_amount=0, promised_unit=TimeUnit.WORKDAYS)
        trial = tried(item, outcome=TrialOutcome.NOT_YET, on=today - timedelta(days=9))
    page, address = f"/promises/{item.id}", f"/promises/{item.id}/results/{trial.id}"
    assert "待补办结日期" in client.get(page).text
    for wrong in ("", (today + timedelta(days=1)).isoformat(), (today - timedelta(days=10)).isoformat()):
        answer = client.post(address, data={"result_on": wrong})
        assert (answer.status_code, "错误：" in answer.text) == (422, True)
    assert client.post(address, data={"result_on": today.isoformat()}).status_code == 303
    with app.app_context():
        assert db.session.get_one(Trial, trial.id).result_workdays in range(5, 8)
    page_text = client.get(page).text
    assert "待补办结日期" not in page_text
    assert f'href="/promises/{item.id}/time">0/1</a>' in page_text
    assert client.post(address, data={"result_on": today.isoformat()}).status_code == 409
    elsewhere = f"/promises/{item.id + 1}/results/{trial.id}"
    assert client.post(elsewhere, data={"result_on": "2026-01-05"}).status_code == 404


def test_a_promise_broken_at_two_windows_proposes_a_target_and_a_project_for_the_rule(
    app: Flask, client: FlaskClient
) -> None:
    sign_in_as(app, client, Role.OFFICE_CLERK)
    with app.app_context():
        item = make_item(name="居住证申领")
        first, second = make_window(), make_window()
        tried(item, first, trips=3, on=clock.today())
        tried(item, second, trips=2, on=clock.today())
    page = client.get(f"/promises/{item.id}").text
    assert "各窗口都没有做到“跑趟不多于公布”" in page
    assert "两个以上窗口没兑现" in client.get("/promises").text
    links = [link for link in page.split('href="') if link.startswith(("/campaigns/new", "/projects/new"))]
    forms = [client.get(link.split('"')[0].replace("&amp;", "&")).text for link in links]
    assert len(forms) == 2
    assert "“居住证申领”承诺兑现专项" in forms[0]
    ticks = [one.split(">")[0] for one in forms[0].split("<input") if 'name="target_ids"' in one.split(">")[0]]
    assert any(f'value="{item.unit_id}"' in tick for tick in ticks if " checked" in tick)
    assert f'<option selected value="{item.unit_id}">' in forms[1]
    assert sum(" checked" in tick for tick in ticks) == 3, "the unit in charge, and those at whose windows it broke"
    with app.app_context():
        tried(item, second, on=clock.today())
    page = client.get(f"/promises/{item.id}").text
    assert ("列为专项督察对象" in page, "立为攻坚项目" in page) == (True, False)


def test_a_department_opens_its_own_matters_and_no_others(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        unit = make_unit("市公安局")
        own, other = make_item(unit), make_item()
        for item in (own, other):
            for _ in range(3):
                tried(item, on=clock.today())
    sign_in_as(app, client, Role.DEPT_LIAISON, unit=unit)
    league = client.get("/promises").text
    assert (own.name in league, other.name in league, "名次" in league) == (True, False, False)
    answers = [client.get(f"/promises/{item.id}{rest}").status_code for item in (own, other) for rest in ("", "/kept")]
    assert answers == [200, 200, 404, 404]
    assert "/visits/" not in client.get(f"/promises/{own.id}/kept").text
    assert client.get(f"/promises?unit={other.unit_id}").text.count(other.name) == 0


@pytest.mark.parametrize(
    "asked", ["unit=nix&site=-1&batch=nix&method=x&from=9&to=8&campaign=²&page=0", "unit=999999999"]
)
def test_an_address_that_can_not_be_read_is_answered(app: Flask, client: FlaskClient, asked: str) -> None:
    sign_in_as(app, client, Role.OFFICE_CLERK)
    with app.app_context():
        item = make_item()
    paths = ("/promises", f"/promises/{item.id}", f"/promises/{item.id}/kept", "/promises/export")
    assert [client.get(f"{path}?{asked}").status_code for path in paths] == [200] * 4
    assert [client.get(path).status_code for path in (f"/promises/{item.id}/nix", "/promises/999999999")] == [404] * 2


def test_the_filters_of_the_address_stay_in_every_link(app: Flask, client: FlaskClient) -> None:
    sign_in_as(app, client, Role.OFFICE_CLERK)
    with app.app_context():
        item: ServiceItem = make_item(batch="第一批")
        tried(item, on=clock.today())
    page = client.get("/promises?batch=第一批&method=on_site").text
    kept = "batch=%E7%AC%AC%E4%B8%80%E6%89%B9&amp;method=on_site"
    assert f"/promises/{item.id}?{kept}" in page
    assert f"/promises/{item.id}/kept?{kept}" in page
    assert f"/promises/export?{kept}" in page
    assert f"/promises?{kept}" in client.get(f"/promises/{item.id}?batch=第一批&method=on_site").text
