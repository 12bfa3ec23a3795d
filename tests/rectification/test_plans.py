"""Plans: handed in, returned at most twice, approved; every version stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.rectification.actions import plans
from inspect_app.rectification.models import Milestone, RectificationPlan
from inspect_app.rectification.rules.drafts import check_plan
from inspect_app.rectification.vocabulary import MilestoneDraft, PlanState, RootCause
from tests.rectification.making import (
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    approve_plan,
    major_case,
    make_case,
    on,
    plan_draft,
    return_plan,
    submit_plan,
)

pytestmark = pytest.mark.usefixtures("app_context")


def test_a_plan_waits_for_the_office_and_is_approved_by_its_director_when_it_is_major() -> None:
    case = major_case()
    with on(TUESDAY):
        submit_plan(case)
        assert (case.finding.status, case.finding.stage_due) == (FindingStatus.PLAN_SUBMITTED, WEDNESDAY)
        with pytest.raises(NotAllowed, match="主任"):
            approve_plan(case, "clerk")
        approve_plan(case, "director")
    finding = case.finding
    director = case.people["director"].id
    assert (finding.status, finding.plan_approver_id) == (FindingStatus.RECTIFYING, director)


def test_a_plan_returned_twice_cant_be_returned_again_and_every_version_is_kept() -> None:
    case = make_case()
    with on(TUESDAY):
        for measures in ("第一版", "第二版"):
            submit_plan(case, measures=measures)
            return_plan(case)
        submit_plan(case, measures="第三版")
        with pytest.raises(Refused, match="最多退回 2 次"):
            return_plan(case)
        approve_plan(case)
    kept = db.session.execute(
        select(RectificationPlan.measures, RectificationPlan.state).order_by(RectificationPlan.round)
    ).all()
    assert [tuple(row) for row in kept] == [
        ("第一版", PlanState.RETURNED),
        ("第二版", PlanState.RETURNED),
        ("第三版", PlanState.APPROVED),
    ]


def test_a_returned_plan_begins_its_short_clock_again() -> None:
    case = make_case()
    with on(TUESDAY):
        submit_plan(case)
    with on(WEDNESDAY):
        return_plan(case)
    assert (case.finding.status, case.finding.stage_due) == (FindingStatus.ACCEPTED, FRIDAY)
    assert case.finding.plan_return_count == 1


@pytest.mark.parametrize(("reviewed", "held"), [(TUESDAY, 0), (WEDNESDAY, 0), (THURSDAY, 1), (NEXT_MONDAY, 3)])
def test_days_of_review_beyond_its_own_clock_are_not_the_departments(reviewed: date, held: int) -> None:
    case = make_case()
    with on(TUESDAY):
        submit_plan(case)
    with on(reviewed):
        approve_plan(case)
    finding = case.finding
    assert finding.held_days == held
    assert finding.due == finding.original_due == NEXT_MONDAY
    assert finding.lamp_due == NEXT_MONDAY + timedelta(days=held)


def test_a_return_without_a_remark_is_refused() -> None:
    case = make_case()
    with on(TUESDAY):
        submit_plan(case)
        with pytest.raises(Invalid, match="退回意见"):
            return_plan(case, remark="")
    assert case.finding.status is FindingStatus.PLAN_SUBMITTED


def test_another_departments_liaison_finds_nothing() -> None:
    case = make_case()
    with on(TUESDAY), pytest.raises(Missing):
        submit_plan(case, "stranger")


def test_an_old_page_meets_the_text_that_was_faster() -> None:
    case = make_case()
    with on(TUESDAY):
        seen = case.finding.version
        submit_plan(case, measures="先到的措施")
        return_plan(case, remark="请补措施")
        with pytest.raises(Conflict) as caught, transaction():
            plans.submit_plan(case.actor("liaison"), case.number, plan_draft(measures="后到的措施"), seen)
    assert caught.value.mine == {"整改措施": "后到的措施"}
    assert "请补措施" in caught.value.theirs["整改措施"]
    assert db.session.scalars(select(RectificationPlan.measures)).all() == ["先到的措施"]


def test_milestones_are_kept_in_the_order_of_their_dates() -> None:
    case = make_case()
    steps = (MilestoneDraft("二", FRIDAY), MilestoneDraft("一", WEDNESDAY))
    with on(TUESDAY):
        submit_plan(case, milestones=steps)
    plan = db.session.scalars(select(RectificationPlan)).one()
    assert [step.text for step in plan.milestones] == ["一", "二"]
    assert len(db.session.scalars(select(Milestone)).all()) == 2


def test_a_major_problem_needs_a_milestone_others_do_not() -> None:
    bare = plan_draft(milestones=())
    check_plan(bare, Grade.ORDINARY, MONDAY, NEXT_MONDAY)
    with pytest.raises(Invalid, match="至少要有 1 个时间节点"):
        check_plan(bare, Grade.MAJOR, MONDAY, NEXT_MONDAY)


@pytest.mark.parametrize(
    ("day", "refused"), [(NEXT_MONDAY, False), (NEXT_TUESDAY, True), (MONDAY, False), (date(2026, 5, 10), True)]
)
def test_a_milestone_lies_between_delivery_and_due_date(day: date, refused: bool) -> None:
    draft = plan_draft(milestones=(MilestoneDraft("改", day),))
    try:
        check_plan(draft, Grade.ORDINARY, MONDAY, NEXT_MONDAY)
    except Invalid as error:
        assert refused
        assert error.field == "milestones"
    else:
        assert not refused


def test_another_cause_must_be_named() -> None:
    with pytest.raises(Invalid, match="写明原因"):
        check_plan(plan_draft(root_cause=RootCause.OTHER, root_cause_text=""), Grade.ORDINARY, MONDAY, None)
