"""Handing a visit in: everything once, a draft kept when something is missing, a new round when sent back."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from inspect_app.access import Role
from inspect_app.audit.models import AuditEntry
from inspect_app.database import db, transaction
from inspect_app.findings.actions.reviewing import send_back
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, PainType, SourceKind
from inspect_app.visits.models import Answer
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests import factories
from tests.field.making import WHOLE, begin, body, every_kind, item, the_visit, tiny_photo


def test_a_whole_checklist_goes_in_with_one_request(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    answer = field.post(f"{url}/submit", data=WHOLE)
    assert (answer.status_code, answer.location) == (303, f"{url}/receipt")
    with app.app_context():
        visit = the_visit()
        kept = {row.item_key: row.value for row in visit.answers}
        assert (visit.status, visit.round) == (VisitStatus.RECEIVED, 1)
        assert len(kept) == 11
        assert kept["wait"] == {"number": 20}
        assert kept["told"] == {"told": {"p1": True, "p2": False}}
        assert visit.score is not None
        assert visit.score["total"]["capped"] is True
        assert visit.receipt is not None
        assert visit.receipt in field.get(f"{url}/receipt").text


def test_a_visit_that_is_handed_in_twice_has_one_receipt_and_nothing_doubled(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    once = WHOLE | {"round": "1", "answer-q1.finding": "1", "answer-q1.no_photo": "不让拍"}
    field.post(f"{url}/submit", data=once)
    with app.app_context():
        receipt = the_visit().receipt
    for again in (once, {}, {"round": "1"}, once | {"answer-q1": "yes"}):
        assert field.post(f"{url}/submit", data=again).status_code == 303
    with app.app_context():
        counts = [
            db.session.scalar(select(func.count()).select_from(table)) for table in (Answer, Finding, FindingEvent)
        ]
        deeds = db.session.scalars(select(AuditEntry.deed).where(AuditEntry.deed == "visit.submitted")).all()
        assert (the_visit().receipt, counts, len(deeds)) == (receipt, [11, 1, 1], 1)


def test_what_is_missing_is_named_and_what_came_is_kept(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    answer = field.post(f"{url}/submit", data={"answer-q1": "yes", "answer-words": "都好"})
    assert answer.status_code == 422
    assert "还差 7 处" in answer.text
    with app.app_context():
        visit = the_visit()
        assert (visit.status, visit.receipt) == (VisitStatus.DRAFT, None)
        assert {row.item_key for row in visit.answers} == {"q1", "words"}


@pytest.mark.parametrize(
    "strange",
    [
        {"answer-nobody": "yes"}, {"answer-q1": "perhaps"}, {"answer-stars": "6"}, {"item": "nobody"},
        {"answer-multi": ["a", "z"]}, {"answer-words": "长" * 6000}, {"answer-phone.reached": "maybe"},
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_and_changes_nothing(
    app: Flask, field: FlaskClient, strange: dict[str, Any]
) -> None:
    url = begin(app, field, every_kind)
    for address in (f"{url}/submit", f"{url}/parts/look"):
        answer = field.post(address, data={"answer-clock": "09:30"} | strange)
        assert (answer.status_code, "请" in answer.text or "最多" in answer.text) == (422, True)
    with app.app_context():
        assert (the_visit().status, the_visit().answers) == (VisitStatus.PLANNED, [])


def test_a_failing_answer_becomes_a_problem_of_the_windows_department(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    page = {
        "item": "q1",
        "answer-q1": "no",
        "answer-q1.note": "没有讲清",
        "answer-q1.pain": "blockage",
        "do": "finding:q1",
    }
    photo = {"photo-q1": (io.BytesIO(tiny_photo()), "a.jpg")}
    assert field.post(f"{url}/parts/look", data=page | photo, content_type="multipart/form-data").status_code == 303
    field.post(f"{url}/parts/look", data=page)
    with app.app_context():
        finding, visit = db.session.scalars(select(Finding)).one(), the_visit()
        window = visit.stops[0].window
        answer = db.session.scalars(select(Answer).where(Answer.item_key == "q1")).one()
        assert (finding.status, finding.source_kind) == (FindingStatus.DRAFT, SourceKind.ANSWER)
        assert (finding.lead_unit_id, finding.window_id, finding.answer_id) == (window.unit_id, window.id, answer.id)
        assert (finding.clause, finding.pain_type, len(finding.files)) == ("规范 5.4", PainType.BLOCKAGE, 1)
        assert "没有讲清" in finding.fact
    assert "已列为问题" in field.get(f"{url}/parts/look").text
    assert field.post(f"{url}/submit", data=WHOLE).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Finding.status)).all() == [FindingStatus.SUBMITTED]


def test_a_failed_phone_test_offers_a_problem(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    phone = {name: value for name, value in WHOLE.items() if name.startswith("answer-phone")}
    field.post(f"{url}/parts/look", data=phone | {"item": "phone", "do": "finding:phone"})
    with app.app_context():
        finding = db.session.scalars(select(Finding)).one()
        assert (finding.source_kind, "0574-81230000" in finding.fact) == (SourceKind.PHONE_TEST, True)


def test_a_passing_answer_is_no_problem(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    answer = field.post(f"{url}/parts/look", data={"item": "q1", "answer-q1": "yes", "do": "finding:q1"})
    assert answer.status_code == 409


def test_a_problem_whose_answer_was_mended_keeps_the_visit_back(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    field.post(f"{url}/parts/look", data={"item": "q1", "answer-q1": "no", "do": "finding:q1"})
    answer = field.post(f"{url}/submit", data=WHOLE | {"answer-q1": "yes"})
    assert (answer.status_code, "已经不是问题" in answer.text) == (422, True)


def test_a_visit_sent_back_is_completed_and_handed_in_as_the_next_round(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    field.post(f"{url}/submit", data=WHOLE | {"round": "1"})
    with app.app_context():
        visit = the_visit()
        receipt = visit.receipt
        clerk = factories.make_person(Role.OFFICE_CLERK)
    with app.app_context():
        office = factories.actor_of(clerk)
    with app.app_context(), transaction():
        send_back(office, the_visit().id, general="", remarks={"q1": "请写明是哪个窗口"})
    assert "跑改办退回 1 项，请补充" in field.get("/field").text
    assert "请写明是哪个窗口" in field.get(f"{url}/check").text
    assert "请写明是哪个窗口" in field.get(f"{url}/parts/look").text
    field.post(f"{url}/parts/look", data={"item": "q1", "answer-q1": "no", "answer-q1.note": "3 号窗口"})
    assert field.post(f"{url}/submit", data={"round": "1"}).status_code == 303
    with app.app_context():
        assert the_visit().status is VisitStatus.RETURNED
    assert field.post(f"{url}/submit", data={"round": "2"}).status_code == 303
    with app.app_context():
        visit = the_visit()
        assert (visit.status, visit.round, visit.receipt) == (VisitStatus.RECEIVED, 2, receipt)


def test_two_pages_over_one_answer_show_both_texts(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    stale = {"item": "words", "answer-words": "我的话", "answer-words.base": ""}
    field.post(f"{url}/parts/look", data={"item": "words", "answer-words": "那边的话", "answer-words.base": ""})
    page = field.post(f"{url}/parts/look", data=stale)
    assert (page.status_code, "我的话" in page.text, "那边的话" in page.text) == (409, True, True)
    facts = field.post(f"{url}/parts/look", data=stale, headers={"Accept": "application/json"})
    assert (facts.status_code, list(facts.json["theirs"].values())) == (409, ["那边的话"])
    with app.app_context():
        assert the_visit().answers[0].value == {"text": "那边的话"}


def test_saving_tells_the_time_and_what_is_shown_now(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind)
    data, headers = {"item": "q1", "answer-q1": "no"}, {"Accept": "application/json"}
    facts = field.post(f"{url}/parts/look", data=data, headers=headers).json
    assert (facts["done"], facts["total"], facts["items"]["q1"]["offers"]) == (1, 8, True)
    assert "why" in facts["shown"]
    assert facts["saved_at"].count(":") == 2


def test_a_submission_costs_the_same_number_of_statements_for_5_and_40_items(app: Flask, field: FlaskClient) -> None:
    counts = []
    for size in (5, 40):
        url = begin(app, field, lambda size=size: factories.make_version(body([item(f"i{n}") for n in range(size)])))
        counts.append(_statements(app, field, f"{url}/submit", {f"answer-i{n}": "yes" for n in range(size)}))
    assert counts[0] == counts[1]


def _statements(app: Flask, client: FlaskClient, address: str, data: dict[str, str]) -> int:
    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        assert client.post(address, data=data).status_code == 303
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    return len(seen)


def test_an_observer_may_not_have_seen_it_without_a_reason(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, lambda: factories.make_version(body([item("q1"), item("q2")])), Role.OBSERVER)
    assert "没看到" in field.get(f"{url}/parts/look").text
    answer = field.post(f"{url}/submit", data={"answer-q1": "not_seen", "answer-q2": "na"})
    assert answer.status_code == 303


def test_an_inspector_says_why_an_item_does_not_apply(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, lambda: factories.make_version(body([item("q1")])))
    assert "没看到" not in field.get(f"{url}/parts/look").text
    assert field.post(f"{url}/submit", data={"answer-q1": "na"}).status_code == 422
    assert field.post(f"{url}/submit", data={"answer-q1": "na", "answer-q1.reason": "没有这类事"}).status_code == 303


def test_a_shopper_hands_in_without_leaving_a_trace_of_who_it_was(app: Flask, field: FlaskClient) -> None:
    url = begin(app, field, every_kind, Role.SHOPPER, mode=VisitMode.COVERT)
    assert "暗访" not in field.get("/field").text
    field.post(f"{url}/photos", data={"item": "q1", "photo": (io.BytesIO(tiny_photo()), "a.jpg")})
    field.post(f"{url}/parts/look", data={"item": "q1", "answer-q1": "no", "do": "finding:q1"})
    page = field.get(f"{url}/parts/look").text
    assert "暗访" not in page
    assert "<title>记事" in page
    assert field.post(f"{url}/submit", data=WHOLE).status_code == 303
    with app.app_context():
        visit, finding = the_visit(), db.session.scalars(select(Finding)).one()
        happened = db.session.scalars(select(FindingEvent)).all()
        actors = set(db.session.scalars(select(AuditEntry.actor_id)))
        assert (visit.author_id, visit.files[0].file.uploader_id, finding.is_covert) == (None, None, True)
        assert {entry.actor_id for entry in happened} == {None}
        assert actors == {None}
