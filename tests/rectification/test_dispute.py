"""An objection to the facts: once, in time, ruled on by somebody else."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import DisputeState, FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.metrics.queries import case_rows
from inspect_app.rectification.actions import disputing
from inspect_app.rectification.models import Dispute, PendingSignature
from inspect_app.rectification.vocabulary import SignatureState
from inspect_app.visits.models import Visit
from tests.factories import make_person, make_visit
from tests.rectification.asking import ask_extension, file_dispute
from tests.rectification.making import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Case,
    close,
    feed_back,
    make_case,
    on,
    sign,
    verify,
)

pytestmark = pytest.mark.usefixtures("app_context")


def accepted(**values: object) -> Case:
    return make_case(FindingStatus.RECTIFYING, accepted_at=clock.at(MONDAY, time(10)), **values)


def reject(case: Case, name: str = "director") -> None:
    with transaction():
        disputing.reject_dispute(case.actor(name), case.number, "现场照片为证。")


def uphold(case: Case) -> None:
    with transaction():
        disputing.uphold_dispute(case.actor("director"), case.number, "核实不是窗口原因。")


def test_an_objection_counts_when_the_head_has_signed() -> None:
    case = accepted()
    with on(TUESDAY):
        file_dispute(case, "liaison")
        assert (case.finding.pending_step, case.finding.dispute) == (Step.FILE_DISPUTE, None)
        sign(case)
    assert (case.finding.dispute, case.finding.status) == (DisputeState.FILED, FindingStatus.RECTIFYING)


def test_an_objection_is_made_once_and_within_c5() -> None:
    case, late = accepted(), accepted()
    with on(WEDNESDAY):
        file_dispute(case)
        with pytest.raises(Refused, match="只能提一次"):
            file_dispute(case)
    with on(THURSDAY):
        with pytest.raises(Refused, match="5月13日前提出"):
            file_dispute(late)
        reject(case)
        with pytest.raises(Refused, match="只能提一次"):
            file_dispute(case)


def test_an_objection_that_holds_ends_the_problem_which_keeps_its_number_and_leaves_all_rates() -> None:
    case = accepted()
    with on(TUESDAY):
        ask_extension(case)
        file_dispute(case)
        feed_back(case, "liaison")
        uphold(case)
    finding = case.finding
    assert (finding.status, finding.number, finding.dispute) == (
        FindingStatus.DISMISSED, case.number, DisputeState.UPHELD,
    )  # fmt: skip
    assert (finding.lamp_due, finding.pending_step, finding.extension_asker_id) == (None, None, None)
    signature = db.session.scalars(select(PendingSignature)).one()
    assert signature.state is SignatureState.DECLINED
    assert case_rows(finding.campaign_id, clock.at(FRIDAY, time(17))) == []


def test_a_corrected_fact_keeps_the_old_words() -> None:
    case = accepted()
    old = (case.finding.title, case.finding.fact)
    with on(TUESDAY):
        file_dispute(case)
        with pytest.raises(Invalid, match="和原来一样"), transaction():
            disputing.correct_fact(case.actor("director"), case.number, "更正。", *old)
        with transaction():
            disputing.correct_fact(case.actor("director"), case.number, "部分成立。", "", "只有一个窗口没有讲清。")
    one = db.session.scalars(select(Dispute)).one()
    assert (case.finding.fact, case.finding.title) == ("只有一个窗口没有讲清。", old[0])
    assert (one.old_title, one.old_fact, one.state) == (*old, DisputeState.CORRECTED)


def test_days_beyond_the_directors_own_day_are_not_the_departments() -> None:
    case = accepted()
    with on(TUESDAY):
        file_dispute(case)
    with on(FRIDAY):
        reject(case)
    assert (case.finding.held_days, case.finding.dispute) == (2, DisputeState.REJECTED)


def test_an_objection_is_ruled_on_by_the_director_and_not_by_its_author() -> None:
    visit = make_visit(make_person(Role.INSPECTOR))
    case = accepted(visit=visit)
    with on(TUESDAY):
        file_dispute(case)
        with pytest.raises(NotAllowed):
            reject(case, "clerk")
        with transaction():
            db.session.get_one(Visit, visit.id).author_id = case.people["director"].id
        with pytest.raises(Refused, match="填报人以外"):
            reject(case)


def test_nothing_is_closed_while_an_objection_waits() -> None:
    case = accepted()
    with on(TUESDAY):
        file_dispute(case)
        feed_back(case)
        verify(case)
        with pytest.raises(Refused, match="复核裁定后才能销号"):
            close(case)
        reject(case)
        close(case)
    assert case.finding.status is FindingStatus.CLOSED


def test_a_ruling_says_why() -> None:
    case = accepted()
    with on(TUESDAY):
        file_dispute(case)
        with pytest.raises(Invalid, match="裁定意见"), transaction():
            disputing.reject_dispute(case.actor("director"), case.number, " ")
        with on(TUESDAY + timedelta(days=1)):
            reject(case)
        with pytest.raises(Refused, match="没有待裁定"):
            reject(case)
