"""The office's pages of visits, for every role."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.visits.models import Script, Visit
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests import factories
from tests.field.making import tiny_photo

OFFICE = {Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR}


@pytest.mark.parametrize("role", list(Role))
def test_only_the_office_reads_the_list_of_visits(app: Flask, client: FlaskClient, role: Role) -> None:
    with app.app_context():
        factories.sign_in(client, factories.make_person(role))
    for address in ("/visits", "/visits/new"):
        assert (client.get(address).status_code == 200) is (role in OFFICE)


def test_a_visit_is_planned_through_the_form(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        campaign = factories.make_campaign(version=factories.make_version())
        inspector, window = factories.make_person(Role.INSPECTOR), factories.make_window()
        factories.sign_in(client, factories.make_person(Role.OFFICE_CLERK))
        form = {
            "campaign": campaign.id, "author": f"{inspector.id}-inspector", "mode": "open", "slot": "morning",
            "method": VisitMethod.ON_SITE.value, "planned_on": clock.today().isoformat(), "windows": [window.id],
            "with_petitions": "y",
        }  # fmt: skip
        author, place = inspector.id, window.name
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/visits/new", data=form)
    assert (answer.status_code, answer.location) == (303, "/visits")
    with app.app_context():
        visit = db.session.scalars(select(Visit)).one()
        assert (visit.author_id, visit.with_petitions) == (author, True)
    assert place in client.get("/visits").text


def test_a_plan_that_is_refused_keeps_its_values(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.sign_in(client, factories.make_person(Role.OFFICE_CLERK))
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/visits/new", data={"note": "带上相机", "mode": "covert"})
    assert answer.status_code == 422
    assert "带上相机" in answer.text
    assert "请至少选一个窗口" in answer.text


def test_the_list_runs_the_same_queries_for_one_and_for_thirty_rows(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        director = factories.make_person(Role.OFFICE_DIRECTOR)
        inspector, shopper = factories.make_person(Role.INSPECTOR), factories.make_person(Role.SHOPPER)
        version = factories.make_version()
        campaign = factories.make_campaign(version=version)
        factories.make_visit(inspector, campaign=campaign, version=version)
        factories.make_visit(shopper, campaign=campaign, version=version, mode=VisitMode.COVERT)
        factories.sign_in(client, director)
    few = _queries(app, client)
    with app.app_context():
        for _ in range(14):
            factories.make_visit(inspector, campaign=campaign, version=version)
            factories.make_visit(shopper, campaign=campaign, version=version, mode=VisitMode.COVERT)
    assert _queries(app, client) == few


def _queries(app: Flask, client: FlaskClient) -> int:
    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    client.get("/visits")
    event.listen(engine, "before_cursor_execute", hear)
    try:
        assert client.get("/visits").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    return len(seen)


def test_filters_stand_in_the_address(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        inspector = factories.make_person(Role.INSPECTOR)
        near, far = factories.make_window(name="综合窗口"), factories.make_window(name="社保窗口")
        factories.make_visit(inspector, near)
        factories.make_visit(inspector, far, planned_on=clock.today() - timedelta(days=9), status=VisitStatus.DRAFT)
        today = clock.today().isoformat()
        factories.sign_in(client, factories.make_person(Role.OFFICE_CLERK))
    for address in (f"/visits?from={today}", "/visits?status=planned", "/visits?q=综合"):
        text = client.get(address).text
        assert ("综合窗口" in text, "社保窗口" in text) == (True, False)
    for strange in ("/visits?from=x&site=1e9&status=no&page=99", "/visits?campaign=999999999999"):
        assert client.get(strange).status_code == 200


def test_a_sheet_is_attached_when_somebody_enters_for_the_author(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        visit = factories.make_visit(factories.make_person(Role.INSPECTOR))
        clerk = factories.make_person(Role.OFFICE_CLERK)
        clerk_id, public_id = clerk.id, visit.public_id
        factories.sign_in(client, clerk)
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post(f"/visits/{public_id}/enter", data={}).status_code == 422
    sheet = {"sheet": (io.BytesIO(tiny_photo()), "走访表.jpg")}
    answer = client.post(f"/visits/{public_id}/enter", data=sheet, content_type="multipart/form-data")
    assert (answer.status_code, answer.location) == (303, f"/field/visits/{public_id}")
    with app.app_context():
        kept = db.session.scalars(select(Visit)).one()
        assert (kept.entered_by_id, len(kept.files)) == (clerk_id, 1)
    assert client.get(f"/field/visits/{public_id}/parts/look").status_code == 200


@pytest.mark.parametrize("role", [Role.DEPT_LIAISON, Role.DEPT_HEAD, Role.LEADER, Role.INSPECTOR, Role.AUDITOR])
def test_a_visit_and_its_files_are_only_the_offices(app: Flask, client: FlaskClient, role: Role) -> None:
    with app.app_context():
        window = factories.make_window()
        visit = factories.make_visit(factories.make_person(Role.INSPECTOR), window)
        public_id = visit.public_id
        factories.sign_in(client, factories.make_person(role, db.session.merge(window).unit))
    for address in (f"/visits/{public_id}", f"/visits/{public_id}/files/x", f"/visits/{public_id}/edit"):
        assert client.get(address).status_code == 403


def test_a_covert_visit_is_read_without_its_author(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        shopper = factories.make_person(Role.SHOPPER)
        visit = factories.make_visit(shopper, mode=VisitMode.COVERT)
        with transaction():
            row = db.session.get_one(Visit, visit.id)
            row.status, row.submitted_at, row.receipt = VisitStatus.RECEIVED, clock.now(), "ABCD-2345"
        factories.sign_in(client, factories.make_person(Role.OFFICE_DIRECTOR))
        public_id, code = visit.public_id, shopper.name
    page = client.get(f"/visits/{public_id}")
    assert page.status_code == 200
    assert code not in page.text


def test_a_script_is_written_chosen_for_a_visit_and_read_on_its_page(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        clerk, inspector = factories.make_person(Role.OFFICE_CLERK), factories.make_person(Role.INSPECTOR)
        window, version = factories.make_window(), factories.make_version()
        campaign = factories.make_campaign(version=version)
        factories.sign_in(client, clerk)
        form = {
            "campaign": campaign.id, "author": f"{inspector.id}-inspector", "mode": "open", "slot": "morning",
            "method": "experience", "planned_on": clock.today().isoformat(), "windows": [window.id],
        }  # fmt: skip
    assert "还没有脚本" in client.get("/scripts").text
    words = {"title": "补材料", "persona": "老人", "papers": "one_missing", "stop_line": "不交假材料"}
    refused = client.post("/scripts/new", data=words)
    assert (refused.status_code, "请写明缺哪一样" in refused.text, "老人" in refused.text) == (422, True, True)
    assert client.post("/scripts/new", data=words | {"missing_paper": "照片"}).status_code == 303
    with app.app_context():
        script_id = db.session.scalars(select(Script.id)).one()
    assert client.post("/visits/new", data=form | {"script": script_id}).status_code == 303
    with app.app_context():
        visit = db.session.scalars(select(Visit)).one()
        public_id, visit_id = visit.public_id, visit.id
    page = client.get(f"/visits/{public_id}").text
    for said in ("补材料", "故意缺一样：照片", "不交假材料", "最迟交"):
        assert said in page
    assert client.post(f"/scripts/{script_id}/switch").status_code == 303
    assert "已停用" in client.get("/scripts").text
    with app.app_context(), transaction():
        db.session.get_one(Visit, visit_id).status = VisitStatus.DRAFT
    assert "复制一份再改" in client.get(f"/scripts/{script_id}").text
    assert "老人" in client.get(f"/scripts/new?copy={script_id}").text
