"""Steps of two people: nothing moves before the second."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from inspect_app.access import Role
from inspect_app.accounts.models import StandIn
from inspect_app.database import db, transaction
from inspect_app.findings.models import FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.rectification.actions import signatures
from inspect_app.rectification.models import Feedback, PendingSignature
from inspect_app.rectification.vocabulary import FeedbackState, SignatureState, Upload
from tests.factories import keep, make_person, make_unit
from tests.rectification.making import (
    NEXT_MONDAY,
    TUESDAY,
    WEDNESDAY,
    Case,
    decline,
    feed_back,
    major_case,
    make_case,
    on,
    sign,
)

pytestmark = pytest.mark.usefixtures("app_context")
PDF = Upload("整改反馈表.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")


def rectifying(**values: object) -> Case:
    return make_case(FindingStatus.RECTIFYING, **values)


def test_what_a_liaison_prepares_waits_and_the_status_stays() -> None:
    case = rectifying()
    with on(TUESDAY):
        feed_back(case, "liaison")
    finding = case.finding
    assert (finding.status, finding.pending_step) == (FindingStatus.RECTIFYING, Step.REQUEST_CLOSURE)
    assert finding.feedback_at is None
    assert db.session.scalars(select(FindingEvent)).all() == []


def test_the_signature_moves_the_status_and_its_time_is_the_feedbacks() -> None:
    case = rectifying()
    with on(TUESDAY):
        feed_back(case, "liaison")
    with on(WEDNESDAY) as signed:
        sign(case)
    finding = case.finding
    assert (finding.status, finding.pending_step) == (FindingStatus.PENDING_VERIFICATION, None)
    assert (finding.feedback_at, finding.on_time) == (signed, True)
    one = db.session.scalars(select(PendingSignature)).one()
    assert (one.state, one.decided_by_id) == (SignatureState.SIGNED, case.people["head"].id)


def test_a_rejected_signature_keeps_the_status_and_the_step_may_be_prepared_again() -> None:
    case = rectifying()
    with on(TUESDAY):
        feed_back(case, "liaison")
        decline(case)
        assert (case.finding.status, case.finding.pending_step) == (FindingStatus.RECTIFYING, None)
        feed_back(case, "liaison", work_done="补上了文号，窗口已统一口径。")
        sign(case)
    states = db.session.execute(select(Feedback.round, Feedback.attempt, Feedback.state).order_by(Feedback.id)).all()
    expected = [(1, 1, FeedbackState.WITHDRAWN), (1, 2, FeedbackState.SUBMITTED)]
    assert [tuple(row) for row in states] == expected


def test_a_rejection_says_why() -> None:
    case = rectifying()
    with on(TUESDAY):
        feed_back(case, "liaison")
        with pytest.raises(Invalid, match="退回意见"):
            decline(case, remark="")
    assert case.finding.pending_step is Step.REQUEST_CLOSURE


def test_a_head_who_writes_it_signs_at_once() -> None:
    case = rectifying()
    with on(TUESDAY):
        feed_back(case, "head")
    assert case.finding.status is FindingStatus.PENDING_VERIFICATION
    assert db.session.scalars(select(PendingSignature)).all() == []


def test_a_deputy_signs_all_but_what_is_major() -> None:
    ordinary, major = rectifying(), major_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        for case in (ordinary, major):
            feed_back(case, "liaison")
        sign(ordinary, "deputy")
        with pytest.raises(NotAllowed, match="副职不能代签"):
            sign(major, "deputy")
        sign(major, "head")
    assert ordinary.finding.status is major.finding.status is FindingStatus.PENDING_VERIFICATION


def test_what_a_deputy_writes_on_a_major_problem_waits_for_the_head() -> None:
    case = major_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        feed_back(case, "deputy")
    assert case.finding.pending_step is Step.REQUEST_CLOSURE


def test_a_stand_in_signs_on_their_dates_only() -> None:
    case = rectifying()
    person = make_person(Role.DEPT_LIAISON, case.unit)
    case.people["stand_in"] = person
    keep(
        StandIn(
            person_id=case.people["head"].id,
            stand_in_id=person.id,
            role=Role.DEPT_HEAD,
            unit_id=case.unit.id,
            starts_on=WEDNESDAY,
            ends_on=WEDNESDAY,
        )
    )
    with on(TUESDAY):
        feed_back(case, "liaison")
        with pytest.raises(NotAllowed):
            sign(case, "stand_in")
    with on(WEDNESDAY):
        sign(case, "stand_in")
    assert case.finding.status is FindingStatus.PENDING_VERIFICATION


def test_whoever_prepared_a_step_never_signs_it() -> None:
    """A liaison who becomes the head's stand-in overnight still needs another's signature."""
    case = rectifying()
    with on(TUESDAY):
        feed_back(case, "liaison")
    keep(
        StandIn(
            person_id=case.people["head"].id,
            stand_in_id=case.people["liaison"].id,
            role=Role.DEPT_HEAD,
            unit_id=case.unit.id,
            starts_on=WEDNESDAY,
            ends_on=WEDNESDAY + timedelta(days=30),
        )
    )
    with on(WEDNESDAY), pytest.raises(Refused, match="不能自己签发"):
        sign(case, "liaison")


def test_the_schema_too_refuses_one_person_for_both() -> None:
    case = rectifying()
    with on(TUESDAY):
        feed_back(case, "liaison")
    with pytest.raises(IntegrityError), transaction():
        one = db.session.scalars(select(PendingSignature)).one()
        one.state, one.decided_by_id = SignatureState.SIGNED, one.asked_by_id


def test_a_scan_of_a_signed_sheet_counts_from_the_time_it_was_filed() -> None:
    case = rectifying()
    with on(TUESDAY):
        feed_back(case, "liaison")
    with on(WEDNESDAY) as filed, transaction():
        signatures.sign_by_scan(case.actor("liaison"), case.number, PDF)
    finding, one = case.finding, db.session.scalars(select(PendingSignature)).one()
    assert (finding.status, finding.feedback_at) == (FindingStatus.PENDING_VERIFICATION, filed)
    assert (one.by_scan, one.state, one.scan_file_id is not None) == (True, SignatureState.SIGNED, True)


def test_what_waits_for_a_signature_blocks_another_step() -> None:
    case = rectifying()
    with on(TUESDAY):
        feed_back(case, "liaison")
        with pytest.raises(Refused, match="正等负责人审签"):
            feed_back(case, "liaison")


def test_fixing_at_once_needs_the_second_person_too() -> None:
    case = make_case(FindingStatus.ACCEPTED, grade=Grade.FIX_NOW)
    with on(TUESDAY):
        feed_back(case, "liaison")
        assert case.finding.pending_step is Step.FIX_NOW
        sign(case)
    assert case.finding.status is FindingStatus.PENDING_VERIFICATION


def test_a_return_is_signed_before_the_office_rules_on_it() -> None:
    case, other = make_case(FindingStatus.ACCEPTED), make_unit()
    with on(TUESDAY):
        with transaction():
            signatures.request_return(case.actor("liaison"), case.number, "职责不在本单位。", other.id)
        assert case.finding.status is FindingStatus.ACCEPTED
        sign(case)
    finding = case.finding
    assert (finding.status, finding.return_count) == (FindingStatus.RETURN_REQUESTED, 1)
    assert finding.lamp_due == NEXT_MONDAY


def test_a_return_to_oneself_is_refused() -> None:
    case = make_case(FindingStatus.ACCEPTED)
    with on(TUESDAY), pytest.raises(Invalid, match="不能是本单位"), transaction():
        signatures.request_return(case.actor("liaison"), case.number, "职责不在本单位。", case.unit.id)
