"""改派 without a return: the new department begins anew, the old one is out."""

import pytest
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db, transaction
from inspect_app.findings.actions.returning import accept_on_opening
from inspect_app.findings.models import OfficeHold
from inspect_app.findings.queries import get_finding
from inspect_app.findings.vocabulary import DisputeState, FindingStatus
from inspect_app.foundation.errors import Invalid, Missing, Refused
from inspect_app.messages.models import Message
from inspect_app.rectification.models import Dispute, ExtensionRequest
from inspect_app.rectification.queries.overview import view_case
from inspect_app.rectification.vocabulary import RequestState
from tests.factories import make_person, make_unit
from tests.rectification.asking import ask_extension, file_dispute, grant_extension, redirect
from tests.rectification.making import (
    FRIDAY,
    NEXT_MONDAY,
    TUESDAY,
    WEDNESDAY,
    Case,
    approve_plan,
    decline,
    feed_back,
    make_case,
    on,
    submit_plan,
    verify,
)

pytestmark = pytest.mark.usefixtures("app_context")


def other_department(case: Case) -> int:
    unit = make_unit()
    case.people["new"] = make_person(Role.DEPT_LIAISON, unit)
    case.people["new_head"] = make_person(Role.DEPT_HEAD, unit)
    return unit.id


def test_the_new_department_gets_the_full_term_from_its_own_delivery() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    unit = other_department(case)
    with on(FRIDAY) as moved:
        redirect(case, unit)
    finding = case.finding
    assert (finding.status, finding.lead_unit_id, finding.term_from) == (FindingStatus.DISPATCHED, unit, moved)
    assert finding.original_due == NEXT_MONDAY
    with on(FRIDAY):
        assert finding.due == finding.lamp_due == work_calendar().add(FRIDAY, 5).day
        plate = view_case(case.actor("new"), case.number).plates[0]
    assert plate.counted[0] == "5月15日送达，5 个工作日，到 5月22日。"


def test_what_was_judged_asked_and_held_with_the_old_department_is_none_of_the_new_ones() -> None:
    case = make_case(FindingStatus.ACCEPTED, needs_plan=True)
    unit = other_department(case)
    with on(TUESDAY):
        submit_plan(case)
        approve_plan(case)
        feed_back(case)
        verify(case, passed=False)
        file_dispute(case)
    with on(FRIDAY):
        redirect(case, unit)
    finding = case.finding
    reset = (finding.feedback_at, finding.judged_due, finding.on_time, finding.rework_due, finding.plan_approver_id)
    assert reset == (None,) * 5
    assert (finding.dispute, finding.held_days, finding.extension_count) == (None, 0, 0)
    assert all(db.session.scalars(select(OfficeHold.void)))
    assert db.session.scalars(select(Dispute.state)).all() == [DisputeState.WITHDRAWN]


def test_what_waited_of_the_old_department_ends_and_is_not_shown_to_the_new_one() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    unit = other_department(case)
    with on(TUESDAY):
        ask_extension(case)
        feed_back(case, "liaison")
        redirect(case, unit)
        assert (case.finding.pending_step, case.finding.extension_asker_id) == (None, None)
        states = db.session.scalars(select(ExtensionRequest.state)).all()
        assert states == [RequestState.WITHDRAWN]
        with pytest.raises(Missing):
            decline(case)
        view = view_case(case.actor("new"), case.number)
    assert (view.declined, view.returned_plan, view.prepared) == (None, None, None)


def test_the_old_department_no_longer_opens_it() -> None:
    case = make_case(FindingStatus.RECTIFYING, handler_unit_id=None)
    unit = other_department(case)
    with on(WEDNESDAY):
        redirect(case, unit)
    for name in ("liaison", "head"):
        with pytest.raises(Missing):
            get_finding(case.actor(name), case.number)
    assert get_finding(case.actor("new"), case.number).number == case.number


def test_the_new_department_is_told_and_works_it_through() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    unit = other_department(case)
    with on(TUESDAY):
        ask_extension(case)
        grant_extension(case)
        redirect(case, unit)
    told = select(Message.text).where(Message.person_id == case.people["new"].id)
    assert db.session.scalars(told).all() == [f"{case.number} 已改派给您单位，请签收办理。"]
    with on(WEDNESDAY):
        with transaction():
            accept_on_opening(case.actor("new"), get_finding(case.actor("new"), case.number))
        feed_back(case, "new_head")
    assert (case.finding.status, case.finding.on_time) == (FindingStatus.PENDING_VERIFICATION, True)


def test_a_department_that_gets_it_back_objects_only_once() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    unit = other_department(case)
    with on(TUESDAY):
        file_dispute(case)
        redirect(case, unit)
        redirect(case, case.unit.id)
        with transaction():
            accept_on_opening(case.actor("liaison"), get_finding(case.actor("liaison"), case.number))
        with pytest.raises(Refused, match="本单位已经提过"):
            file_dispute(case)


def test_a_new_department_and_a_reason_are_needed() -> None:
    case = make_case(FindingStatus.RECTIFYING)
    unit = other_department(case)
    with on(TUESDAY):
        with pytest.raises(Invalid, match="改派理由"):
            redirect(case, unit, reason="")
        with pytest.raises(Invalid, match="另一个单位"):
            redirect(case, case.unit.id)
        feed_back(case)
        with pytest.raises(Refused, match="不能“改派”"):
            redirect(case, unit)
