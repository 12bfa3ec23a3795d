"""Waiting: asked for with an end and somebody who takes it up, approved by the director, ended in time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db, transaction
from inspect_app.findings.models import FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.projects.queries.tough import waiting_for
from inspect_app.projects.vocabulary import ProjectState
from inspect_app.rectification.actions import deferring
from inspect_app.rectification.models import Deferral
from inspect_app.rectification.vocabulary import RequestState
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind
from tests.rectification.asking import LATER, ask_deferral, defer, make_project, resume
from tests.rectification.making import (
    FRIDAY,
    NEXT_MONDAY,
    TUESDAY,
    WEDNESDAY,
    Case,
    feed_back,
    make_case,
    on,
    sign,
    submit_plan,
    verify,
)

pytestmark = pytest.mark.usefixtures("app_context")


def rectifying(**values: object) -> Case:
    return make_case(FindingStatus.RECTIFYING, **values)


def deferred() -> Case:
    case = rectifying()
    with on(TUESDAY):
        ask_deferral(case)
        defer(case)
    return case


def one() -> Deferral:
    return db.session.scalars(select(Deferral)).one()


def test_a_wait_stops_the_clock_until_its_day_and_a_task_ends_it() -> None:
    case = deferred()
    finding = case.finding
    assert (finding.status, finding.deferred_until, finding.lamp_due) == (FindingStatus.DEFERRED, LATER, None)
    assert (one().state, one().granted_until) == (RequestState.APPROVED, LATER)
    task = db.session.scalars(select(Task).where(Task.kind == TaskKind.RESUME_DEFERRED)).one()
    assert (task.object_ref, clock.day_of(task.due_at)) == (str(case.finding_id), LATER + timedelta(days=1))


def test_a_wait_is_prepared_by_one_and_signed_by_another() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_deferral(case, "liaison")
        assert case.finding.pending_step is Step.REQUEST_DEFERRAL
        sign(case)
    assert (case.finding.deferral_asker_id, one().state) == (case.people["liaison"].id, RequestState.PENDING)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"until": TUESDAY}, "until"),
        ({"until": TUESDAY + timedelta(days=181)}, "until"),
        ({"reported_to": ""}, "reported_to"),
        ({"missing": ""}, "missing"),
        ({"interim": ""}, "interim"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_request_to_wait_that_lacks_something_names_it(values: dict[str, object], field: str) -> None:
    case = rectifying()
    with on(TUESDAY), pytest.raises(Invalid) as refused:
        ask_deferral(case, **values)
    assert refused.value.field == field


def test_a_wait_hangs_on_a_tough_project_that_runs() -> None:
    case, running, ended = rectifying(), make_project(), make_project(ProjectState.DONE)
    with on(TUESDAY):
        with pytest.raises(Invalid, match="已经结束"):
            ask_deferral(case, reported_to="", project_id=ended.id)
        ask_deferral(case, reported_to="", project_id=running.id)
    works = waiting_for(case.actor("clerk"), [running.id, ended.id])
    assert [work.ref for work in works[running.id]] == [case.number]
    assert works[ended.id] == []
    assert waiting_for(case.actor("stranger"), [running.id])[running.id] == []


def test_only_the_director_decides_and_only_what_was_asked() -> None:
    case = rectifying()
    with on(TUESDAY):
        with pytest.raises(Refused, match="先申请"):
            defer(case)
        ask_deferral(case)
        with pytest.raises(NotAllowed):
            defer(case, "clerk")
        with pytest.raises(Invalid, match="180 天"):
            defer(case, until=TUESDAY + timedelta(days=200))
        with transaction():
            deferring.refuse_deferral(case.actor("director"), case.number, "能办的先办。")
    assert (case.finding.status, one().state) == (FindingStatus.RECTIFYING, RequestState.REJECTED)


def test_the_system_ends_a_wait_after_its_last_day_and_gives_back_the_days_that_were_left() -> None:
    """On Tuesday four working days were left of the term that ends on Monday."""
    case = deferred()
    with on(LATER), transaction():
        deferring.resume_due(case.finding_id)
    assert case.finding.status is FindingStatus.DEFERRED
    day = LATER + timedelta(days=1)
    with on(day):
        for _ in range(2):
            with transaction():
                deferring.resume_due(case.finding_id)
        expected = work_calendar().add(day, 4).day
    finding = case.finding
    assert (finding.status, finding.due, finding.original_due) == (FindingStatus.RECTIFYING, expected, NEXT_MONDAY)
    assert (finding.lamp_due, finding.deferred_until, one().state) == (expected, None, RequestState.ENDED)
    events = db.session.scalars(select(FindingEvent).where(FindingEvent.step == Step.RESUME)).all()
    assert [event.actor_name for event in events] == ["系统"]


def test_whoever_had_nothing_left_gets_the_short_term_of_a_rework() -> None:
    case = rectifying(due=TUESDAY)
    with on(WEDNESDAY):
        ask_deferral(case)
        defer(case)
    with on(FRIDAY):
        resume(case)
        assert case.finding.due == work_calendar().add(FRIDAY, 3).day


def test_what_the_office_held_before_a_wait_is_in_the_days_that_were_left() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_deferral(case)
    with on(FRIDAY):  # one working day is the director's own, two more are given back
        defer(case)
        resume(case)
        assert case.finding.due == work_calendar().add(FRIDAY, 3).day
    assert case.finding.held_days == 0


def test_after_a_first_feedback_the_later_date_is_the_one_judged_by() -> None:
    case = rectifying()
    with on(TUESDAY):
        feed_back(case)
        verify(case, passed=False)
        ask_deferral(case)
        defer(case)
        before = case.finding.judged_due
    with on(LATER):
        resume(case)
    assert before is not None
    assert case.finding.judged_due == case.finding.due > before


def test_a_wait_from_a_plan_under_review_leaves_no_plan_to_review() -> None:
    case = make_case(FindingStatus.ACCEPTED, needs_plan=True)
    with on(TUESDAY):
        submit_plan(case)
        ask_deferral(case)
        defer(case)
        resume(case)
    assert case.finding.status is FindingStatus.RECTIFYING


def test_a_request_is_taken_back_once() -> None:
    case = rectifying()
    with on(TUESDAY):
        ask_deferral(case)
        with transaction():
            deferring.withdraw_deferral(case.actor("liaison"), case.number)
        with pytest.raises(Refused, match="没有待批"), transaction():
            deferring.withdraw_deferral(case.actor("liaison"), case.number)
    assert one().state is RequestState.WITHDRAWN
