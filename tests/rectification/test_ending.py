"""终止整改 and 撤销销号: the director's alone, told to whom it concerns, nothing printed is changed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inspect_app.database import db
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.messages.models import Message
from inspect_app.rectification.models import Deferral, Feedback, LookBack, Verification
from inspect_app.rectification.vocabulary import FeedbackState, LookBackState, RequestState, Upload
from tests.factories import keep
from tests.rectification.asking import ask_deferral, ask_extension, defer, revoke, terminate
from tests.rectification.making import (
    TUESDAY,
    WEDNESDAY,
    Case,
    close,
    feed_back,
    make_case,
    on,
    verify,
)

pytestmark = pytest.mark.usefixtures("app_context")
PDF = Upload("批准.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")


def closed() -> Case:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        feed_back(case)
        verify(case)
        close(case)
    return case


def test_an_end_without_a_fix_names_its_reason_and_who_approved_it() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        for values in ({"reason": ""}, {"approval": ""}):
            with pytest.raises(Invalid):
                terminate(case, **values)
        with pytest.raises(NotAllowed):
            terminate(case, "clerk")
        terminate(case, approval="", uploads=[PDF])
    finding = case.finding
    assert (finding.status, finding.closed_at, finding.lamp_due) == (FindingStatus.TERMINATED, None, None)


def test_an_end_takes_with_it_whatever_waited_and_its_head_is_told() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        ask_extension(case)
        feed_back(case, "deputy")
        terminate(case)
    finding = case.finding
    assert (finding.extension_asker_id, finding.pending_step) == (None, None)
    told = select(Message.text).where(Message.person_id == case.people["head"].id)
    assert db.session.scalars(told).all() == [f"{case.number} 已终止整改。"]


def test_a_finding_that_waits_may_be_ended_too() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        ask_deferral(case)
        defer(case)
        terminate(case)
    assert (case.finding.status, case.finding.deferred_until) == (FindingStatus.TERMINATED, None)
    assert db.session.scalars(select(Deferral.state)).all() == [RequestState.ENDED]


def test_a_closure_taken_back_is_verified_again_and_its_look_backs_are_cancelled() -> None:
    case = closed()
    at = case.finding.closed_at
    assert at is not None
    keep(*(LookBack(finding_id=case.finding_id, closed_at=at, days=days, due_on=WEDNESDAY) for days in (30, 90)))
    with on(WEDNESDAY):
        with pytest.raises(NotAllowed):
            revoke(case, "clerk")
        with pytest.raises(Invalid):
            revoke(case, reason="")
        revoke(case)
    finding = case.finding
    assert (finding.status, finding.closed_at, finding.round_passed) == (
        FindingStatus.PENDING_VERIFICATION, None, False,
    )  # fmt: skip
    assert set(db.session.scalars(select(LookBack.state))) == {LookBackState.CANCELLED}
    assert db.session.scalars(select(Feedback.state)).all() == [FeedbackState.SUBMITTED]
    with on(WEDNESDAY):
        with pytest.raises(Refused, match="核验通过后"):
            close(case)
        verify(case, passed=False)
    assert case.finding.status is FindingStatus.RECTIFYING


def test_a_closure_taken_back_may_be_verified_and_closed_once_more() -> None:
    case = closed()
    with on(WEDNESDAY):
        revoke(case)
    with on(WEDNESDAY + timedelta(days=1)):
        verify(case)
        close(case)
    assert case.finding.status is FindingStatus.CLOSED
    assert len(db.session.scalars(select(Verification)).all()) == 1
    revoked = next(event for event in case.finding.events if event.step is Step.REVOKE_CLOSURE)
    assert revoked.payload["check"]["remark"] == "换了两个窗口问，都不再要。"
