"""The office's pages, through HTTP, as each role."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.findings.actions.proposing import submit_with_visit
from inspect_app.findings.actions.returning import request_return
from inspect_app.findings.actions.triaging import dispatch
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests import factories
from tests.findings.making import World, make_photo, make_world, propose_trial, triage

QUEUES = ("/findings/review", "/findings/triage", "/findings/queued", "/findings/returns")


@pytest.fixture(autouse=True)
def no_csrf(app: Flask) -> None:
    """Let tests post without a token; the guard has its own test."""
    app.config["WTF_CSRF_ENABLED"] = False


def client_of(app: Flask, who: Any) -> FlaskClient:
    client = app.test_client()
    factories.sign_in(client, db.session.get_one(Person, who.person_id))
    return client


def received(mode: VisitMode = VisitMode.OPEN) -> tuple[World, Finding]:
    world = make_world(mode)
    photo = make_photo(world.visit, "look1")
    finding = propose_trial(world, "户口迁移跑了三趟", file_ids=[photo.id])
    with transaction():
        submit_with_visit(world.author, world.visit)
        world.visit.status, world.visit.submitted_at = VisitStatus.RECEIVED, clock.now()
        world.visit.receipt = f"回执{world.visit.id}"
    return world, finding


def settled(finding: Finding, **changes: object) -> dict[str, object]:
    facts = {
        "title": finding.title,
        "fact": finding.fact,
        "category": "papers",
        "grade": "ordinary",
        "lead_unit": finding.lead_unit_id,
        "window": finding.window_id,
        "version": finding.version,
    }
    return {name: value for name, value in {**facts, **changes}.items() if value is not None}


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def test_a_clerk_reviews_settles_and_dispatches(app: Flask) -> None:
    with app.app_context():
        world, finding = received()
        clerk, public_id = client_of(app, world.clerk), world.visit.public_id
        finding_id, version = finding.id, finding.version
        facts = settled(finding)
    assert public_id in text(clerk.get("/findings/review"))
    page = text(clerk.get(f"/findings/review/{public_id}"))
    assert "户口迁移跑了三趟" in page and "审核通过" in page
    answer = clerk.post(f"/findings/review/{public_id}/accept")
    assert (answer.status_code, answer.location) == (302, "/findings/triage")
    assert f"/findings/{finding_id}" in text(clerk.get("/findings/triage"))
    assert "立项交办" in text(clerk.get(f"/findings/{finding_id}"))
    answer = clerk.post(f"/findings/{finding_id}", data={**facts, "do": "dispatch", "version": version})
    assert (answer.status_code, answer.location) == (302, "/findings/triage")
    assert f"已交办 {clock.today().year}-0001" in text(clerk.get("/findings/triage"))
    assert clerk.get(f"/findings/{finding_id}").location == f"/case/{clock.today().year}-0001"


def test_a_visit_goes_back_with_remarks_from_the_page(app: Flask) -> None:
    with app.app_context():
        world, _ = received()
        clerk, public_id = client_of(app, world.clerk), world.visit.public_id
    back = f"/findings/review/{public_id}/send-back"
    answer = clerk.post(back, data={"general": " "})
    assert answer.status_code == 422 and "请至少写一条要补充什么。" in text(answer)
    assert clerk.post(back, data={"remark_0": "请补一张照片"}).location == "/findings/review"
    assert "退回补充" in text(clerk.get(f"/findings/review/{public_id}"))


def test_a_refused_form_keeps_its_values_and_names_the_field(app: Flask) -> None:
    with app.app_context():
        world, finding = received()
        clerk, finding_id = client_of(app, world.clerk), finding.id
        with transaction():
            world.visit.status = VisitStatus.ACCEPTED
        facts = settled(db.session.get_one(Finding, finding_id), lead_unit="", demand="三天内改好")
    answer = clerk.post(f"/findings/{finding_id}", data={**facts, "do": "dispatch"})
    page = text(answer)
    assert answer.status_code == 422 and "三天内改好" in page
    assert '<a href="#lead_unit">请选一个责任单位。</a>' in page
    strange = {"grade": "huge", "lead_unit": "999999", "due": "2026-13-45", "category": "?"}
    assert clerk.post(f"/findings/{finding_id}", data={**facts, **strange}).status_code == 422
    assert clerk.post(f"/findings/{finding_id}", data={**facts, "version": "999", "do": "save"}).status_code == 409


def test_a_covert_problem_is_queued_from_its_page(app: Flask) -> None:
    with app.app_context():
        world, finding = received(VisitMode.COVERT)
        clerk, finding_id = client_of(app, world.clerk), finding.id
        with transaction():
            world.visit.status = VisitStatus.ACCEPTED
        facts = settled(db.session.get_one(Finding, finding_id))
    page = text(clerk.get(f"/findings/{finding_id}"))
    assert "立项，择时送达" in page and "立项交办</button>" not in page
    assert clerk.post(f"/findings/{finding_id}", data={**facts, "do": "queue"}).status_code == 302
    assert "户口迁移跑了三趟" in text(clerk.get("/findings/queued"))
    assert "正等送达" in text(clerk.post(f"/findings/{finding_id}", data={**facts, "do": "save"}))


def test_a_problem_is_dismissed_with_a_reason(app: Flask) -> None:
    with app.app_context():
        world, finding = received()
        clerk, finding_id = client_of(app, world.clerk), finding.id
        with transaction():
            world.visit.status = VisitStatus.ACCEPTED
    away = f"/findings/{finding_id}/dismiss"
    assert clerk.post(away, data={"reason": ""}).status_code == 422
    assert clerk.post(away, data={"reason": "证据不足", "duplicate_of": "2026-9999"}).status_code == 422
    assert clerk.post(away, data={"reason": "证据不足"}).status_code == 302
    assert "证据不足" in text(clerk.get(f"/findings/{finding_id}"))


def test_a_return_is_ruled_on_by_those_who_may(app: Flask) -> None:
    with app.app_context():
        world, finding = received()
        with transaction():
            world.visit.status = VisitStatus.ACCEPTED
        other = factories.make_unit("市自然资源局")
        other_id = other.id
        with transaction():
            dispatch(world.clerk, finding.id, triage(db.session.get_one(Finding, finding.id)))
        with transaction():
            request_return(world.head, finding.id, basis="属自然资源局", proposed_unit_id=other_id)
        number = db.session.get_one(Finding, finding.id).number
        clerk, director = client_of(app, world.clerk), client_of(app, world.director)
    page = text(clerk.get("/findings/returns"))
    assert str(number) in page and "市自然资源局" in page
    assert "驳回退单由主任裁定" in text(clerk.get(f"/findings/returns/{number}"))
    assert clerk.post(f"/findings/returns/{number}/refuse", data={"ruling": "不退"}).status_code == 403
    assert director.post(f"/findings/returns/{number}/refuse", data={"ruling": ""}).status_code == 422
    change = {"lead_unit": other_id, "remark": "同意"}
    assert clerk.post(f"/findings/returns/{number}/reassign", data=change).status_code == 302
    assert clerk.get(f"/findings/returns/{number}").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR)])
def test_nobody_else_reaches_the_offices_desk(app: Flask, role: Role) -> None:
    with app.app_context():
        finding_id = factories.make_finding(FindingStatus.SUBMITTED).id
        client = client_of(app, factories.make_actor(role))
    paths = (*QUEUES, f"/findings/{finding_id}", "/findings/review/v1", "/findings/returns/2026-0001")
    assert [client.get(path).status_code for path in paths] == [403] * len(paths)
    assert client.post(f"/findings/{finding_id}/dismiss", data={"reason": "不"}).status_code == 403


def test_what_is_not_there_is_not_found(app: Flask) -> None:
    with app.app_context():
        clerk = client_of(app, factories.make_actor(Role.OFFICE_CLERK))
    for path in ("/findings/99999", "/findings/review/none", "/findings/returns/2026-0001"):
        assert clerk.get(path).status_code == 404
    assert [clerk.get(path).status_code for path in QUEUES] == [200] * 4


def test_a_queue_of_one_and_of_thirty_costs_the_same(app: Flask) -> None:
    from tests.rectification.ledgers import count_statements

    with app.app_context():
        world, _ = received()
        clerk = client_of(app, world.clerk)
        unit = factories.make_unit()
        factories.make_finding(FindingStatus.SUBMITTED, unit=unit)
    clerk.get("/findings/triage")
    before = [count_statements(app, clerk, path) for path in QUEUES]
    with app.app_context():
        for _ in range(29):
            received()
            factories.make_finding(FindingStatus.SUBMITTED)
    assert [count_statements(app, clerk, path) for path in QUEUES] == before
