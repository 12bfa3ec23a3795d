"""Feedback, verification and closure: who may, what they must bring, what stays sealed."""

import pytest
from sqlalchemy import select

from inspect_app.audit.models import AuditEntry
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.findings.models import FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.rectification.actions.feedback import report_progress
from inspect_app.rectification.models import Feedback, Milestone, Verification
from inspect_app.rectification.vocabulary import FeedbackState, ProgressDraft, VerificationMethod
from tests.rectification.making import (
    FRIDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Case,
    approve_plan,
    close,
    feed_back,
    major_case,
    make_case,
    on,
    submit_plan,
    verify,
)

pytestmark = pytest.mark.usefixtures("app_context")


def fed_back(**values: object) -> Case:
    case = make_case(FindingStatus.RECTIFYING, **values)
    with on(TUESDAY):
        feed_back(case)
    return case


def test_ten_characters_say_what_was_put_right() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY), pytest.raises(Invalid, match="至少 10 个字") as caught:
        feed_back(case, work_done="已经整改")
    assert caught.value.field == "work_done"


@pytest.mark.parametrize("proof", [{"proof_link": "https://example.cn/zn"}, {"proof_document": "明公户〔2026〕12号"}])
def test_any_one_proof_is_enough(proof: dict[str, str]) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        feed_back(case, **({"proof_document": "", "proof_link": ""} | proof))
    assert case.finding.status is FindingStatus.PENDING_VERIFICATION


def test_a_feedback_without_any_proof_is_refused() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY), pytest.raises(Invalid, match="任选一样"):
        feed_back(case, proof_document="")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "www.example.cn", "https://", "http://["])
def test_a_link_is_a_web_address(link: str) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY), pytest.raises(Invalid, match="http"):
        feed_back(case, proof_link=link)


def test_who_approved_the_plan_may_not_verify() -> None:
    case = make_case()
    with on(TUESDAY):
        submit_plan(case)
        approve_plan(case, "clerk")
        feed_back(case)
        with pytest.raises(Refused, match="审过计划的人"):
            verify(case, "clerk")
        verify(case, "other_clerk")
    assert case.finding.round_passed


def test_the_department_never_verifies_or_closes_its_own() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        for name in ("liaison", "head"):
            with pytest.raises(NotAllowed):
                verify(case, name)
        verify(case)
        for name in ("liaison", "head", "verifier", "leader"):
            with pytest.raises(NotAllowed):
                close(case, name)


def test_a_major_problem_is_checked_on_the_spot() -> None:
    case = major_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        feed_back(case)
        for method in (VerificationMethod.CALL, VerificationMethod.ONLINE, VerificationMethod.PAPERS):
            with pytest.raises(Invalid, match="现场核验"):
                verify(case, method=method)
        verify(case, method=VerificationMethod.COVERT)
    assert case.finding.round_passed


def test_a_clerk_closes_what_is_ordinary_the_director_what_is_major() -> None:
    ordinary, major = fed_back(), fed_back(grade=Grade.MAJOR)
    with on(WEDNESDAY):
        for case in (ordinary, major):
            verify(case)
        close(ordinary, "clerk")
        with pytest.raises(NotAllowed, match="主任"):
            close(major, "clerk")
        close(major, "director")
    assert ordinary.finding.status is major.finding.status is FindingStatus.CLOSED


def test_nothing_is_closed_before_it_was_verified() -> None:
    case = fed_back()
    with on(WEDNESDAY), pytest.raises(Refused, match="核验通过后"):
        close(case)


def test_a_passed_round_is_not_verified_again() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        verify(case)
        with pytest.raises(Refused, match="已核验通过"):
            verify(case, "clerk", passed=False)


def test_a_closed_case_takes_no_further_step() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        verify(case)
        close(case)
        for step in (feed_back, verify, close):
            with pytest.raises((Refused, Missing)):
                step(case)


def test_each_round_keeps_its_feedback_and_its_check() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        verify(case, passed=False)
        feed_back(case, work_done="其他派出所也一并改正了。")
        verify(case)
    feedbacks = db.session.execute(select(Feedback.round, Feedback.state).order_by(Feedback.id)).all()
    assert [tuple(row) for row in feedbacks] == [(1, FeedbackState.REFUSED), (2, FeedbackState.ACCEPTED)]
    assert db.session.scalars(select(Verification.round).order_by(Verification.id)).all() == [1, 2]


def test_a_covert_check_keeps_no_verifier_in_clear_anywhere() -> None:
    case = fed_back()
    verifier = case.people["verifier"].id
    with on(WEDNESDAY):
        verify(case, method=VerificationMethod.COVERT)
    check = db.session.scalars(select(Verification)).one()
    event = db.session.scalars(select(FindingEvent).where(FindingEvent.step == Step.PASS_VERIFICATION)).one()
    tag = current_sealer().author_tag(verifier)
    assert (check.verifier_id, check.verifier_tag) == (None, tag)
    assert (event.actor_id, event.actor_name, event.actor_tag) == (None, "", tag)
    assert current_sealer().open_author(check.verifier_seal or b"") == verifier
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "finding.pass_verification"))
    assert [(entry.actor_id, entry.actor_tag) for entry in entries] == [(None, tag)]


def test_an_open_check_names_its_verifier() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        verify(case)
    check = db.session.scalars(select(Verification)).one()
    assert (check.verifier_id, check.verifier_seal) == (case.people["verifier"].id, None)


def test_every_deed_leaves_one_entry() -> None:
    case = fed_back()
    with on(WEDNESDAY):
        verify(case)
        close(case)
    deeds = db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.sequence)).all()
    assert deeds == ["finding.request_closure", "finding.pass_verification", "finding.close"]


def test_a_milestone_is_done_on_a_day_between_delivery_and_today() -> None:
    case = make_case()
    with on(TUESDAY):
        submit_plan(case)
        approve_plan(case)
    milestone = db.session.scalars(select(Milestone)).one()
    with on(WEDNESDAY):
        with pytest.raises(Invalid, match="不晚于今天"), transaction():
            report_progress(case.actor("liaison"), case.number, ProgressDraft("改好了", milestone.id, FRIDAY))
        with transaction():
            draft = ProgressDraft("系统已改", milestone.id, WEDNESDAY)
            report_progress(case.actor("liaison"), case.number, draft)
    db.session.expire_all()
    done = db.session.scalars(select(Milestone)).one()
    assert (done.done_on, done.note, done.due_on) == (WEDNESDAY, "系统已改", THURSDAY)
    assert case.finding.status is FindingStatus.RECTIFYING


def test_a_milestone_of_another_case_is_not_found() -> None:
    mine, theirs = make_case(), make_case()
    with on(TUESDAY):
        for case in (mine, theirs):
            submit_plan(case)
            approve_plan(case)
    last = db.session.scalars(select(Milestone).order_by(Milestone.id.desc())).first()
    assert last is not None
    with on(WEDNESDAY), pytest.raises(Invalid, match="没有这个时间节点"), transaction():
        report_progress(mine.actor("liaison"), mine.number, ProgressDraft("改好了", last.id, WEDNESDAY))
