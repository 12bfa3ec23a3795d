"""The dashboard per role: every number opens a list whose total equals it, and nobody sees what isn't theirs."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from inspect_app.access import Role
from inspect_app.config import PROJECT_ROOT
from inspect_app.dashboard.queries.picture import overview
from inspect_app.dashboard.queries.scope import Scope, viewer_of
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.metrics.queries import callback_rows, case_rows
from inspect_app.metrics.queries.promise import desk_within, rates_where
from inspect_app.metrics.queries.trials import that_count
from inspect_app.metrics.rules import callback_rate, closure_rate, on_time_rate
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.vocabulary import Period, Rate
from tests.conftest import Scale
from tests.dashboard.pictures_of import NOW, TODAY, Picture, make_picture, numbers, total
from tests.factories import actor_of, make_person, sign_in

PERIOD = Period(TODAY - timedelta(days=83), TODAY)
WHOLE_PAGE_BYTES = 350 * 1024


@pytest.fixture
def picture(app: Flask) -> Picture:
    with clock.reading(lambda: NOW), app.app_context():
        return make_picture(7, 60)


@pytest.mark.parametrize("name", ["clerk", "director", "leader", "liaison", "head", "inspector", "shopper"])
def test_every_number_of_every_role_opens_a_list_of_that_many(
    app: Flask, client: FlaskClient, picture: Picture, name: str
) -> None:
    wrong, followed = [], 0
    with clock.reading(lambda: NOW):
        with app.app_context():
            sign_in(client, picture.person(name))
            campaign = picture.campaigns[0]
        for asked in ("", f"?campaign={campaign}&from=2026-04-01&to=2026-05-10"):
            page = client.get(f"/overview{asked}")
            assert page.status_code == 200
            found = dict.fromkeys(numbers(page.text))
            for count, href in found:
                answer = client.get(href)
                shown = answer.text.count("<tr>") - 1 if count else 0
                if (answer.status_code, total(answer.text), shown) != (200, count, min(count, 50)):
                    wrong.append((href, count, total(answer.text), shown))
                followed += 1
    assert wrong == []
    assert followed >= (8 if name in ("inspector", "shopper") else 60)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_numbers_are_those_of_the_definitions(app: Flask, seed: int, scale: Scale) -> None:
    with clock.reading(lambda: NOW), app.app_context():
        picture = make_picture(seed, scale(40, 400))
        clerk = actor_of(picture.person("clerk"))
        for campaign in (None, picture.campaigns[0]):
            rows, end = case_rows(campaign, NOW), NOW
            promised = rates_where(that_count(campaign, PERIOD), desk_within(campaign, PERIOD))
            wanted = [
                closure_rate(rows, end), on_time_rate(rows, PERIOD),
                next(rate for rate in promised if rate.name == named("one_trip")),
                callback_rate(callback_rows(campaign, PERIOD), PERIOD),
            ]  # fmt: skip
            seen = overview(Scope(clerk, viewer_of(clerk), PERIOD, campaign))
            figures = {one.name: (one.n, one.d, one.value) for one in seen.figures}
            assert {rate.name: figures[rate.name] for rate in wanted} == {rate.name: _parts(rate) for rate in wanted}
            bureaus_and_districts = [*seen.bureaus, *seen.districts]
            assert sum(row.delivered for row in bureaus_and_districts) == len(rows)
            assert seen.heat is not None
            assert seen.heat.total == sum(1 for row in rows if PERIOD.covers(clock.day_of(row.delivered_at)))


def _parts(rate: Rate) -> tuple[int, int, str]:
    return rate.n, rate.d, rate.words


def test_a_department_sees_its_own_numbers_and_nothing_of_visits(
    app: Flask, client: FlaskClient, picture: Picture
) -> None:
    with clock.reading(lambda: NOW):
        with app.app_context():
            sign_in(client, picture.person("liaison"))
            others = [name for _, name in picture.units[1:]]
            other = picture.units[1][0]
        page = client.get("/overview").text
        assert [word for word in (*others, "走访", "暗访", "实测", "得分", "名次", "排名") if word in page] == []
        assert total(client.get(f"/overview/delivered?unit={other}").text) == 0
        assert [client.get(f"/overview/{what}").status_code for what in ("tried", "once", "scored")] == [404] * 3
    assert picture.units[0][1] in page


def test_an_undelivered_finding_stands_in_no_number(app: Flask, client: FlaskClient, picture: Picture) -> None:
    with clock.reading(lambda: NOW):
        with app.app_context():
            sign_in(client, picture.person("inspector"))
            mine = sum(1 for row in case_rows(None, NOW) if row)
        assert 0 < total(client.get("/overview/delivered").text) < mine


def test_a_leader_is_told_no_score_of_a_visit(app: Flask, client: FlaskClient, picture: Picture) -> None:
    with clock.reading(lambda: NOW):
        with app.app_context():
            sign_in(client, picture.person("leader"))
        assert "走访平均得分" not in client.get("/overview").text
        assert client.get("/overview/scored").status_code == 404


@pytest.mark.parametrize("role", [Role.LEADER, Role.OFFICE_CLERK, Role.DEPT_HEAD, Role.OBSERVER])
def test_an_empty_house_has_a_picture_too(app: Flask, client: FlaskClient, role: Role) -> None:
    with app.app_context():
        sign_in(client, make_person(role))
    page = client.get("/overview").text
    assert "还没有" in page and "—" in page


@pytest.mark.parametrize("address", ["?from=x&to=2026-99-99", "?campaign=一&unit=' OR 1=1", "/nothing", "/over?unit=²"])
def test_whatever_an_address_asks_is_answered(app: Flask, client: FlaskClient, address: str) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.LEADER))
    assert client.get(f"/overview{address}").status_code in (200, 404)


def test_more_findings_units_and_weeks_ask_no_more_of_the_database(app: Flask) -> None:
    def queries(size: int) -> int:
        with clock.reading(lambda: NOW), app.app_context():
            clerk = actor_of(make_picture(size, size).person("clerk"))
            scope, asked = Scope(clerk, viewer_of(clerk), PERIOD), []
            event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
            overview(scope)
            return len(asked)

    assert queries(3) == queries(40)


def test_the_whole_page_stays_within_its_weight(app: Flask, client: FlaskClient, picture: Picture) -> None:
    with clock.reading(lambda: NOW):
        with app.app_context():
            sign_in(client, picture.person("director"))
        page = client.get("/overview").text
    files = {name for name in re.findall(r'(?:src|href)="(/static/[^"#?]+)', page)} | {"/static/js/page.js"}
    parts = [page.encode(), *(_file(name) for name in sorted(files))]
    imported = [
        _file(f"/static/js/{name}") for name in re.findall(r'"\./([\w-]+\.js)"', _file("/static/js/page.js").decode())
    ]
    weight = sum(len(gzip.compress(part)) for part in parts + imported)
    assert weight <= WHOLE_PAGE_BYTES, weight
    assert "/static/vendor/chart.min.js" in files


def _file(address: str) -> bytes:
    return Path(PROJECT_ROOT / "inspect_app" / address.lstrip("/")).read_bytes()


def test_charts_are_loaded_on_the_dashboard_alone(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.OFFICE_CLERK))
    assert [
        path for path in ("/", "/ledger", "/metrics/rates", "/overview/over") if "chart.min" in client.get(path).text
    ] == []
