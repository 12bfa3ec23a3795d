"""A department answers shortly: first the deadline, why it came back and what is wanted; then at most five fields."""

import re

import pytest
from flask.testing import FlaskClient

from inspect_app.database import transaction
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.rectification.actions.debriefing import note_debrief
from tests.rectification.making import (
    THURSDAY,
    TUESDAY,
    Case,
    decline,
    feed_back,
    make_case,
    on,
    return_plan,
    submit_plan,
    verify,
)
from tests.rectification.pages import page, post

pytestmark = pytest.mark.usefixtures("app_context", "without_tokens")
WANTED = "请把材料清单贴上窗口。"


def stand_in_order(text: str, *words: str) -> bool:
    """Say whether words stand in their order on the page of an answer, or beside the history of a case."""
    text = text[text.index("时限和办理" if "时限和办理" in text else "<main") :]
    places = [text.index(word) for word in words]
    return places == sorted(places)


def fields(text: str) -> list[str]:
    """Return the numbered questions of a form."""
    return re.findall(r'class="label"[^>]*>(\d)　', text)


def test_feedback_has_five_questions_after_the_deadline_the_reason_and_what_is_wanted(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING, demand=WANTED)
    with on(TUESDAY):
        feed_back(case)
        verify(case, passed=False, remark="二号窗口还在收。")
        feed_back(case, "liaison")
        decline(case, remark="请补文号。")
    text = page(client, case, "liaison", "/feedback")
    assert stand_in_order(text, 'class="plate', "二号窗口还在收。", "下面已带出", "请补文号。", WANTED, "1　整改情况")
    assert fields(text) == list("12345")
    first = page(client, case, "liaison")
    assert stand_in_order(first, 'class="plate', "二号窗口还在收。", "请补文号。", WANTED, "反馈整改结果</")


def test_a_returned_plan_says_why_before_it_asks(client: FlaskClient) -> None:
    case = make_case(needs_plan=True, demand=WANTED)
    with on(TUESDAY):
        submit_plan(case)
        return_plan(case, remark="没有写谁来办。")
    for path, then in (("/plan", "1　对这个问题"), ("", "报送整改计划</")):
        text = page(client, case, "liaison", path)
        assert stand_in_order(text, 'class="plate', "第 1 版计划退回：", "没有写谁来办。", WANTED, then)


def test_a_window_mends_it_at_once_with_one_sentence(client: FlaskClient) -> None:
    """What else could be said stays folded away; no proof is asked for."""
    case = make_case(grade=Grade.FIX_NOW)
    shown, folded = page(client, case, "head", "/feedback").split('<details class="more"><summary>还有要写的', 1)
    assert (fields(shown), fields(folded)) == (list("12"), list("345"))
    assert "写一句就行" in shown
    assert "请写一句整改情况。" in post(client, case, "head", "/feedback", 422, work_done="")
    post(client, case, "head", "/feedback", 303, work_done="清单已贴。")
    assert case.finding.status is FindingStatus.PENDING_VERIFICATION


def test_what_was_said_at_the_debrief_stands_in_the_plan_already(client: FlaskClient) -> None:
    case = make_case(needs_plan=True)
    _said(case)
    text = page(client, case, "liaison", "/plan")
    for name, words in (("explanation", "确实要了两次。"), ("measures", "窗口当天贴清单。")):
        assert re.search(rf'<textarea[^>]*name="{name}"[^>]*>\s*{words}', text)
    with on(TUESDAY):
        submit_plan(case, explanation="后来写的说明。")
        return_plan(case)
    text = page(client, case, "liaison", "/plan")
    assert "后来写的说明。" in text and "确实要了两次。</textarea>" not in text


def _said(case: Case) -> None:
    with on(TUESDAY), transaction():
        note_debrief(
            case.actor("clerk"), case.finding_id, said_by="窗口负责人", explanation="确实要了两次。",
            measures="窗口当天贴清单。", promised_on=THURSDAY,
        )  # fmt: skip
