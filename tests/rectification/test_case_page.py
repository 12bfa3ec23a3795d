"""The case page through HTTP: each role sees one thing to do, and no more than it may."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from inspect_app.access import Role
from inspect_app.catalogue.models import Window
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import make_copies, store_upload
from inspect_app.findings.models import Finding, FindingEvent, FindingFile
from inspect_app.findings.vocabulary import FileStage, FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.rectification.models import PendingSignature
from inspect_app.rectification.vocabulary import SignatureState, VerificationMethod
from inspect_app.visits.models import Answer
from inspect_app.visits.vocabulary import VisitMode
from tests.factories import keep, make_person, make_visit, sign_in
from tests.rectification.making import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    Case,
    close,
    feed_back,
    make_case,
    on,
    return_plan,
    submit_plan,
    verify,
)

pytestmark = pytest.mark.usefixtures("app_context")


@contextmanager
def signed_in(client: FlaskClient, case: Case, name: str) -> Iterator[None]:
    """Be somebody on Wednesday at eleven, in a context of the request's own."""
    with on(WEDNESDAY, time(11)), client.application.app_context():
        sign_in(client, case.people[name])
        yield
    db.session.rollback()
    db.session.expire_all()


def fetch(client: FlaskClient, case: Case, name: str, path: str) -> TestResponse:
    """Open an address below a case as somebody."""
    with signed_in(client, case, name):
        return client.get(f"/case/{case.number}{path}")


def page(client: FlaskClient, case: Case, name: str, path: str = "", expected: int = 200) -> str:
    """Return a page of a case as somebody reads it."""
    response = fetch(client, case, name, path)
    assert response.status_code == expected, response.text[:2000]
    return response.text


def post(client: FlaskClient, case: Case, name: str, path: str, expected: int, **data: object) -> str:
    """Send a form as somebody, with the token and the version of a page they have just opened."""
    fetch(client, case, name, "")
    facts = {"version": str(case.finding.version), **data}
    with signed_in(client, case, name):
        response = client.post(f"/case/{case.number}{path}", data=facts, content_type="multipart/form-data")
    assert response.status_code == expected, response.text[:3000]
    return response.text


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """Pages carry the token; that it is checked is tested where forms begin."""
    app.config["WTF_CSRF_ENABLED"] = False


def covert_case() -> Case:
    """Make a covert finding with its visit, photos and a covert check, closed on Wednesday."""
    case = make_case(FindingStatus.RECTIFYING, is_covert=True, found_on=MONDAY)
    shopper = make_person(Role.SHOPPER, name="林知秋")
    window = db.session.get_one(Window, case.finding.window_id)
    visit = make_visit(shopper, window, mode=VisitMode.COVERT)
    answer = Answer(visit_id=visit.id, item_key="look1", value={"choice": "no"}, note="十点零七分看到")
    keep(answer)
    with transaction():
        finding = case.finding
        finding.visit_id, finding.answer_id = visit.id, answer.id
    with on(TUESDAY, time(9)):
        feed_back(case)
    with on(TUESDAY, time(9, 43)):
        verify(case, method=VerificationMethod.COVERT)
    with on(WEDNESDAY):
        close(case)
    return case


def test_opening_signs_for_a_finding_once_and_only_by_its_department(client: FlaskClient) -> None:
    case = make_case(FindingStatus.DISPATCHED)
    for reader in ("leader", "clerk"):
        page(client, case, reader)
    assert case.finding.status is FindingStatus.DISPATCHED
    page(client, case, "liaison")
    page(client, case, "head")
    steps = db.session.scalars(select(FindingEvent.step)).all()
    assert (case.finding.status, steps) == (FindingStatus.ACCEPTED, [Step.ACCEPT])


@pytest.mark.parametrize(
    ("name", "verb"),
    [("liaison", "反馈整改结果"), ("clerk", "现在由"), ("leader", "现在由"), ("director", "现在由")],
)
def test_each_sees_what_they_may_do_now(client: FlaskClient, name: str, verb: str) -> None:
    text = page(client, make_case(FindingStatus.RECTIFYING), name)
    assert verb in text
    assert "办理过程" in text


@pytest.mark.parametrize(("name", "expected"), [("stranger", 404), ("verifier", 404), ("clerk", 200)])
def test_what_one_may_not_see_is_not_there(client: FlaskClient, name: str, expected: int) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    for path in ("", "/sheets/dispatch", "/sheets/feedback"):
        page(client, case, name, path, expected)


def test_the_department_never_learns_who_came_or_who_checked(client: FlaskClient) -> None:
    case = covert_case()
    shown = [page(client, case, "liaison", path) for path in ("", "/sheets/dispatch", "/sheets/feedback")]
    verifier, shopper = case.people["verifier"].name, "暗访员"
    for text in shown:
        for secret in ("暗访", "林知秋", shopper, verifier, "十点零七分", "09:43", "看这次走访"):
            assert secret not in text, secret
    assert "实地督查" in shown[0]
    assert case.people["director"].name not in shown[0]


def test_the_office_reads_the_original_answer_and_follows_it_to_the_visit(client: FlaskClient) -> None:
    case = covert_case()
    text = page(client, case, "clerk")
    reference = case.finding.visit.public_id  # type: ignore[union-attr]
    assert "现场看第1项做到了" in text
    assert f'href="/visits/{reference}#look1"' in text
    assert "暗访" in text


def test_an_open_visit_shows_its_group_and_date(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING, found_on=MONDAY)
    observer = make_person(Role.OBSERVER, name="金阿姨")
    visit = make_visit(observer, db.session.get_one(Window, case.finding.window_id))
    with transaction():
        case.finding.visit_id = visit.id
    text = page(client, case, "liaison")
    assert "民情观察团，现场走访" in text
    assert "5月11日" in text
    assert "金阿姨" not in text


def test_files_of_a_covert_check_are_not_there_for_the_department(client: FlaskClient) -> None:
    case = covert_case()
    with transaction():
        file = store_upload(case.actor("verifier"), pdf(), "核验记录.pdf", covert=True)
        link = FindingFile(finding_id=case.finding_id, file_id=file.id, stage=FileStage.VERIFICATION)
        db.session.add(link)
    path = f"/files/{file.public_id}"
    page(client, case, "liaison", path, 404)
    assert fetch(client, case, "clerk", path).data == pdf()
    page(client, make_case(FindingStatus.RECTIFYING), "clerk", path, 404)


def test_a_photo_handed_over_is_shown_as_its_copy(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with transaction():
        file = store_upload(case.actor("clerk"), photo(), "IMG_1.jpg")
        db.session.add(FindingFile(finding_id=case.finding_id, file_id=file.id, stage=FileStage.FOUND))
    assert "正在处理" in page(client, case, "liaison")
    make_copies(file.id)
    response = fetch(client, case, "liaison", f"/files/{file.public_id}?size=thumb")
    assert (response.status_code, response.mimetype) == (200, "image/jpeg")
    assert response.data != photo()


def test_a_feedback_is_refused_beside_its_fields_and_keeps_what_was_written(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    text = post(client, case, "liaison", "/feedback", 422, work_done="太短", proof_document="明公〔2026〕1号")
    for part in ("<title>错误：", "请写整改情况，至少 10 个字", "请回答别的窗口有没有同样问题", "明公〔2026〕1号"):
        assert part in text
    text = post(
        client, case, "liaison", "/feedback", 422, work_done="已通知全市派出所不再收取证明。", same_elsewhere="none"
    )
    assert "任选一样" in text


def test_a_department_answers_with_a_file_its_head_signs_the_office_checks_and_closes(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    proof = (io.BytesIO(pdf()), "通知.pdf")
    facts = {"work_done": "已通知全市派出所不再收取证明。", "same_elsewhere": "fixed"}
    post(client, case, "liaison", "/feedback", 303, files=proof, **facts)
    assert "通知.pdf" in page(client, case, "head")
    post(client, case, "head", "/signature", 303, verb="sign")
    check = {"method": "revisit", "result": "passed", "remark": "确已不收。"}
    post(client, case, "verifier", "/verification", 303, **check)
    post(client, case, "clerk", "/closure", 303)
    assert (case.finding.status, case.finding.on_time) == (FindingStatus.CLOSED, True)
    assert "按期整改" in page(client, case, "liaison")


def test_a_failed_check_leads_the_verifier_on_and_fills_the_next_try(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        feed_back(case)
    check = {"method": "call", "result": "failed", "remark": "只说了城西所。"}
    post(client, case, "verifier", "/verification", 303, **check)
    text = page(client, case, "liaison", "/feedback")
    for part in ("只说了城西所。", "重办时限", "已取消必传项，十四个窗口统一口径。"):
        assert part in text


def test_a_major_problem_checked_by_phone_is_refused_beside_the_method(client: FlaskClient) -> None:
    from inspect_app.findings.vocabulary import Grade

    case = make_case(FindingStatus.RECTIFYING, grade=Grade.MAJOR)
    with on(TUESDAY):
        feed_back(case)
    check = {"method": "call", "result": "passed", "remark": "问过了"}
    text = post(client, case, "verifier", "/verification", 422, **check)
    assert "重大问题要到现场核验" in text
    assert "问过了" in text


def test_a_plan_goes_to_the_office_and_comes_back_with_its_text(client: FlaskClient) -> None:
    case = make_case()
    facts = {
        "stance": "accept", "explanation": "属实", "root_cause": "system", "measures": "取消必传项",
        "owner": "王科长", "same_elsewhere": "none", "milestones-0-text": "改系统", "milestones-0-due_on": "2026-05-14",
    }  # fmt: skip
    late = facts | {"milestones-0-due_on": "2026-06-30"}
    assert "晚于整改时限 5月18日" in post(client, case, "liaison", "/plan", 422, **late)
    half = facts | {"milestones-0-due_on": ""}
    assert "请填节点“改系统”的时间" in post(client, case, "liaison", "/plan", 422, **half)
    post(client, case, "liaison", "/plan", 303, **facts)
    post(client, case, "clerk", "/plan-review", 422, verb="return")
    post(client, case, "clerk", "/plan-review", 303, verb="return", remark="请补培训。")
    text = page(client, case, "liaison", "/plan")
    for part in ("请补培训。", "取消必传项", "改系统", "2026-05-14"):
        assert part in text


def test_an_old_page_gets_both_texts(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    facts = {"work_done": "我刚刚写下的整改情况在这里。", "same_elsewhere": "none", "proof_document": "一号"}
    text = post(client, case, "liaison", "/feedback", 409, **(facts | {"version": "0"}))
    assert "我刚刚写下的整改情况在这里。" in text
    assert case.finding.pending_step is None


def test_a_page_whose_step_is_over_says_so_before_anything_is_written(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    assert "计划" in page(client, case, "liaison", "/plan", 409)
    page(client, case, "clerk", "/feedback", 403)


@pytest.mark.parametrize("path", ["/signature", "/signature/scan", "/plan-review", "/verification", "/closure"])
def test_an_empty_form_out_of_turn_is_a_sentence_and_changes_nothing(client: FlaskClient, path: str) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    for name in ("liaison", "head", "clerk", "director"):
        with signed_in(client, case, name):
            assert client.post(f"/case/{case.number}{path}").status_code in (403, 409)
    assert case.finding.status is FindingStatus.RECTIFYING


def test_a_scan_is_filed_on_the_page(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        feed_back(case, "liaison")
    assert "请选 1 份" in post(client, case, "liaison", "/signature/scan", 422)
    post(client, case, "liaison", "/signature/scan", 303, files=(io.BytesIO(pdf()), "签字.pdf"))
    one = db.session.scalars(select(PendingSignature).execution_options(populate_existing=True)).one()
    assert (one.state, one.by_scan) == (SignatureState.SIGNED, True)


def test_what_waits_for_a_signature_is_not_shown_to_the_office(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        feed_back(case, "liaison", work_done="还没有签发的整改情况文字。")
    assert "还没有签发的整改情况文字。" in page(client, case, "head")
    for reader in ("clerk", "leader"):
        for path in ("", "/sheets/feedback"):
            assert "还没有签发的整改情况文字。" not in page(client, case, reader, path)


def test_returned_versions_stay_readable(client: FlaskClient) -> None:
    case = make_case()
    with on(TUESDAY):
        submit_plan(case, measures="第一版的措施")
        return_plan(case, remark="第一版的意见")
        submit_plan(case, measures="第二版的措施")
    text = page(client, case, "leader")
    order = [text.index(part) for part in ("第一版的措施", "第一版的意见", "第二版的措施")]
    assert order == sorted(order)


def test_a_long_history_costs_no_more_queries_than_a_short_one(client: FlaskClient) -> None:
    short, long = make_case(FindingStatus.RECTIFYING), make_case(FindingStatus.RECTIFYING)
    keep(*(progress_event(short.finding, 1) for _ in range(1)))
    keep(*(progress_event(long.finding, place) for place in range(30)))
    page(client, short, "clerk")
    counts = [count_queries(client, case) for case in (short, long)]
    assert counts[0] == counts[1]
    assert len(re.findall("<li", page(client, long, "clerk"))) > 30


def count_queries(client: FlaskClient, case: Case) -> int:
    """Return how many statements one look at a case runs."""
    seen: list[str] = []
    db.session.expire_all()

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        page(client, case, "clerk")
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    return len(seen)


def progress_event(finding: Finding, place: int) -> FindingEvent:
    """Make a note of progress."""
    return FindingEvent(
        finding_id=finding.id, at=clock.at(TUESDAY, time(10)), step=Step.REPORT_PROGRESS,
        from_status=FindingStatus.RECTIFYING, to_status=FindingStatus.RECTIFYING, actor_name="王",
        unit_id=finding.lead_unit_id, text=f"进展{place}",
    )  # fmt: skip


def pdf() -> bytes:
    """Return a small PDF."""
    return b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def photo() -> bytes:
    """Return a small picture."""
    from PIL import Image

    body = io.BytesIO()
    Image.new("RGB", (80, 60), (120, 160, 140)).save(body, "JPEG")
    return body.getvalue()
