"""More time: before the due date, at most twice, decided by another, the original date stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.messages.models import Message
from inspect_app.rectification.actions import extending, telling
from inspect_app.rectification.models import ExtensionRequest
from inspect_app.rectification.vocabulary import RequestState
from tests.factories import make_office, make_person
from tests.rectification.asking import NEXT_FRIDAY, ask_extension, defer, grant_extension, refuse_extension
from tests.rectification.asking import ask_deferral as ask_to_wait
from tests.rectification.making import (
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Case,
    decline,
    feed_back,
    make_case,
    on,
    sign,
)

pytestmark = pytest.mark.usefixtures("app_context")
SATURDAY = date(2026, 5, 23)


def rectifying(**values: object) -> Case:
    return make_case(FindingStatus.RECTIFYING, **values)


def states() -> list[RequestState]:
    return list(db.session.scalars(select(ExtensionRequest.state).order_by(ExtensionRequest.id)))


def told(case: Case, name: str) -> list[str]:
    db.session.rollback()
    mine = select(Message.text).where(Message.person_id == case.people[name].id)
    return list(db.session.scalars(mine.order_by(Message.id)))


def test_what_a_liaison_prepares_counts_when_the_head_signs() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case, "liaison")
        assert (case.finding.pending_step, states()) == (Step.REQUEST_EXTENSION, [])
        sign(case)
    finding = case.finding
    assert (finding.status, finding.extension_asker_id) == (FindingStatus.RECTIFYING, case.people["liaison"].id)
    assert states() == [RequestState.PENDING]


def test_the_date_in_force_moves_and_the_original_one_stays() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case)
        grant_extension(case)
    finding = case.finding
    assert (finding.due, finding.original_due, finding.lamp_due) == (NEXT_FRIDAY, NEXT_MONDAY, NEXT_FRIDAY)
    assert (finding.extension_count, finding.extension_asker_id, states()) == (1, None, [RequestState.APPROVED])


def test_the_office_may_grant_another_day_than_asked_for_also_a_day_off() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case)
        grant_extension(case, due=SATURDAY)
    one = db.session.scalars(select(ExtensionRequest)).one()
    assert (one.wanted_due, one.granted_due, case.finding.due) == (NEXT_FRIDAY, SATURDAY, SATURDAY)


def test_a_rejected_extension_keeps_the_old_date() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case)
        with pytest.raises(Invalid, match="意见"):
            refuse_extension(case, remark="")
        refuse_extension(case)
    assert (case.finding.due, case.finding.extension_count, states()) == (NEXT_MONDAY, 0, [RequestState.REJECTED])


@pytest.mark.parametrize("wanted", [NEXT_MONDAY, FRIDAY])
def test_a_date_that_is_not_later_is_refused(wanted: date) -> None:
    case = rectifying()
    with on(TUESDAY), pytest.raises(Invalid, match="晚于现在的时限（5月18日）"):
        ask_extension(case, wanted=wanted)


def test_an_extension_after_the_due_date_is_refused_with_the_date() -> None:
    case = rectifying()
    with on(NEXT_TUESDAY), pytest.raises(Refused, match="时限（5月18日）以前"):
        ask_extension(case)


def test_a_signature_after_the_due_date_comes_too_late_and_may_be_declined() -> None:
    case = rectifying()
    with on(NEXT_MONDAY):
        ask_extension(case, "liaison")
    with on(NEXT_TUESDAY):
        with pytest.raises(Refused, match="5月18日"):
            sign(case)
        decline(case)
    assert (case.finding.pending_step, states()) == (None, [])


def test_an_extension_decided_late_may_still_be_granted_and_the_office_bears_its_days() -> None:
    """Asked on Friday, one working day is the office's own; decided on Wednesday, two more aren't the department's."""
    case = rectifying()
    with on(FRIDAY):
        ask_extension(case)
    with on(NEXT_MONDAY + timedelta(days=2)):
        grant_extension(case, due=SATURDAY - timedelta(days=1))
    finding = case.finding
    assert (finding.due, finding.held_days, finding.lamp_due) == (NEXT_FRIDAY, 2, date(2026, 5, 26))


def test_days_the_office_takes_too_long_are_the_departments_even_when_it_refuses() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case)
    with on(FRIDAY):
        refuse_extension(case)
    assert (case.finding.held_days, case.finding.lamp_due) == (2, date(2026, 5, 20))


def test_feedback_while_a_request_waits_ends_it_and_counts_the_office_days() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case)
    with on(FRIDAY):
        feed_back(case)
    finding = case.finding
    assert (states(), finding.extension_asker_id) == ([RequestState.WITHDRAWN], None)
    assert finding.judged_due == date(2026, 5, 20)


def test_the_verdict_is_measured_by_the_date_in_force_at_the_first_feedback() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case)
        grant_extension(case)
    with on(NEXT_TUESDAY):
        feed_back(case)
    finding = case.finding
    assert (finding.on_time, finding.on_time_original, finding.judged_due) == (True, False, NEXT_FRIDAY)


def test_the_second_extension_is_the_directors_and_a_third_is_refused() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case)
        grant_extension(case)
        ask_extension(case, wanted=date(2026, 5, 29))
        with pytest.raises(NotAllowed, match="第二次由主任"):
            grant_extension(case, due=date(2026, 5, 29))
        grant_extension(case, "director", due=date(2026, 5, 29))
        with pytest.raises(Refused, match="最多延期 2 次"):
            ask_extension(case, wanted=date(2026, 6, 5))
    assert (case.finding.extension_count, case.finding.due) == (2, date(2026, 5, 29))


def test_a_request_that_waits_is_not_asked_twice_and_may_be_taken_back() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case)
        with pytest.raises(Refused, match="还没有批复"):
            ask_extension(case)
        with transaction():
            extending.withdraw_extension(case.actor("liaison"), case.number)
        with pytest.raises(Refused, match="没有待批"):
            refuse_extension(case)
        ask_extension(case)
    assert states() == [RequestState.WITHDRAWN, RequestState.PENDING]


def test_the_office_lengthens_a_term_by_itself_with_a_reason() -> None:
    case = rectifying()
    with on(TUESDAY):
        with pytest.raises(Invalid, match="延期理由"):
            grant_extension(case)
        grant_extension(case, reason="大厅搬迁。")
    one = db.session.scalars(select(ExtensionRequest)).one()
    assert (one.asked_by_id, one.reason, one.granted_due) == (None, "大厅搬迁。", NEXT_FRIDAY)
    with on(NEXT_TUESDAY + timedelta(days=7)), pytest.raises(Refused, match="5月22日"):
        grant_extension(case, "director", due=date(2026, 6, 5), reason="再延。")


def test_nobody_decides_on_what_they_asked_for() -> None:
    """Somebody who changed from the department to the office overnight doesn't grant their own request."""
    case = rectifying()
    case.people["turncoat"] = make_person(Role.OFFICE_DIRECTOR, make_office())
    with on(TUESDAY):
        ask_extension(case)
        with transaction():
            one = db.session.scalars(select(ExtensionRequest)).one()
            one.asked_by_id = one.finding.extension_asker_id = case.people["turncoat"].id
        with pytest.raises(Refused, match="不能自己批"):
            grant_extension(case, "turncoat")


def test_a_wait_that_is_granted_ends_the_request_for_more_time() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case)
        ask_to_wait(case)
        defer(case)
    assert (states(), case.finding.extension_asker_id) == ([RequestState.WITHDRAWN], None)


def test_the_office_is_told_of_a_request_and_the_department_of_the_answer() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_extension(case, "liaison")
        sign(case)
        grant_extension(case)
    assert told(case, "head") == [f"{case.number} “申请延期”等您审签。"]
    assert told(case, "clerk") == told(case, "other_clerk") == [f"{case.number} 延期待批。"]
    assert told(case, "liaison") == [f"{case.number} 已同意延期，请按新的时限办理。"]
    assert told(case, "stranger") == told(case, "director") == []


def test_the_director_is_told_of_what_waits_beyond_the_offices_own_day() -> None:
    case = rectifying()
    with on(MONDAY):
        ask_extension(case)
    for day, count in ((TUESDAY, 0), (WEDNESDAY, 1), (THURSDAY, 2), (FRIDAY, 2)):
        with on(day), transaction():
            telling.remind_late_rulings()
        assert len(told(case, "director")) == count, day
    assert told(case, "director")[0] == f"{case.number} 延期待批，已超过办理时限 1 个工作日。"
