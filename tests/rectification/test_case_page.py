"""The case page through HTTP: each role sees one thing to do, and no more than it may."""

import io
import re
from datetime import time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.rectification.models import PendingSignature
from inspect_app.rectification.vocabulary import SignatureState
from tests.factories import keep
from tests.rectification.making import (
    TUESDAY,
    Case,
    feed_back,
    make_case,
    on,
    return_plan,
    submit_plan,
)
from tests.rectification.pages import page, pdf, post, signed_in

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")


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
