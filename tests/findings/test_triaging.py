"""The office settles, dispatches, queues and dismisses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from inspect_app.access import SYSTEM, Role
from inspect_app.audit.models import AuditEntry
from inspect_app.database import db, transaction
from inspect_app.findings.actions.delivering import deliver
from inspect_app.findings.actions.proposing import submit_with_visit
from inspect_app.findings.actions.triaging import dismiss, dispatch, queue, save_triage
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.queries import get_for_office
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests import factories
from tests.findings.making import World, make_photo, make_world, propose_trial, triage

pytestmark = pytest.mark.usefixtures("app_context")
# A Thursday before the office closes: 15:00 in Asia/Shanghai.
THURSDAY = datetime(2026, 5, 21, 7, 0, tzinfo=UTC)


def submitted(mode: VisitMode = VisitMode.OPEN, **values: object) -> tuple[World, Finding]:
    world = make_world(mode)
    finding = propose_trial(world, **values)
    with transaction():
        submit_with_visit(world.author, world.visit)
    return world, db.session.get_one(Finding, finding.id)


def test_dispatch_gives_number_clocks_and_the_first_event_a_department_sees() -> None:
    world, finding = submitted()
    with clock.reading(lambda: THURSDAY), transaction():
        dispatch(world.clerk, finding.id, triage(finding))
    assert (finding.status, finding.number) == (FindingStatus.DISPATCHED, "2026-0001")
    assert finding.original_due == finding.due == finding.lamp_due == date(2026, 5, 28)
    assert finding.stage_due == date(2026, 5, 22)
    events = db.session.scalars(select(FindingEvent).order_by(FindingEvent.id)).all()
    assert [(event.step, event.for_office) for event in events] == [
        (Step.SUBMIT, True),
        (Step.DISPATCH, False),
    ]
    task = db.session.scalars(select(Task).where(Task.kind == TaskKind.AUTO_ACCEPT)).one()
    assert clock.local(task.due_at).isoformat() == "2026-05-23T00:00:00+08:00"


def test_a_problem_of_a_covert_visit_not_handed_in_is_there_for_who_plans_covert_visits_only() -> None:
    world = make_world(VisitMode.COVERT)
    finding = propose_trial(world)
    assert get_for_office(world.director, finding.id).id == finding.id
    with pytest.raises(Missing):
        get_for_office(world.clerk, finding.id)
    with transaction():
        submit_with_visit(world.author, world.visit)
    assert get_for_office(world.clerk, finding.id).id == finding.id


def test_a_fixed_date_goes_before_the_grades_term_and_a_suggestion_has_none() -> None:
    world, first = submitted()
    _, second = submitted()
    with clock.reading(lambda: THURSDAY), transaction():
        dispatch(world.clerk, first.id, triage(first, due=date(2027, 1, 15)))
        dispatch(world.clerk, second.id, triage(second, grade=Grade.SUGGESTION))
    assert (first.due, first.due_provisional) == (date(2027, 1, 15), True)
    assert (second.due, second.lamp_due) == (None, None)


def test_a_demo_campaign_numbers_apart() -> None:
    world, finding = submitted()
    with transaction():
        world.visit.campaign.is_demo = True
    with clock.reading(lambda: THURSDAY), transaction():
        dispatch(world.clerk, finding.id, triage(finding))
    assert finding.number == "演2026-0001"


@pytest.mark.parametrize(("grade", "asked", "needed"), [
    (Grade.ORDINARY, None, False),
    (Grade.MAJOR, None, True),
    (Grade.MAJOR, False, False),
    (Grade.ORDINARY, True, True),
])  # fmt: skip
def test_only_a_major_finding_needs_a_plan_unless_said_otherwise(
    grade: Grade, asked: bool | None, needed: bool
) -> None:
    world, finding = submitted()
    with transaction():
        save_triage(world.clerk, finding.id, triage(finding, grade=grade, needs_plan=asked))
    assert finding.needs_plan is needed


def test_a_problem_needs_one_lead_which_does_not_assist_too() -> None:
    world, finding = submitted()
    with pytest.raises(Invalid, match="请选一个责任单位"), transaction():
        dispatch(world.clerk, finding.id, triage(finding, lead_unit_id=None))
    both = triage(finding, assist_unit_ids=frozenset({world.department.id}))
    with pytest.raises(Invalid, match="主办单位不用再选为协办"), transaction():
        dispatch(world.clerk, finding.id, both)


def test_any_number_of_units_assists() -> None:
    world, finding = submitted()
    first, second, third = (factories.make_unit() for _ in range(3))
    with transaction():
        save_triage(world.clerk, finding.id, triage(finding, assist_unit_ids=frozenset({first.id, second.id})))
    with transaction():
        save_triage(world.clerk, finding.id, triage(finding, assist_unit_ids=frozenset({second.id, third.id})))
    assert {assist.unit_id for assist in finding.assists} == {second.id, third.id}


def test_words_that_name_people_are_refused_until_somebody_has_looked() -> None:
    world, finding = submitted()
    factories.make_person(name="何静静")
    words = triage(finding, fact="何静静说要找 13812345678。")
    with pytest.raises(Invalid, match="姓名“何静静”、手机号“13812345678”"), transaction():
        dispatch(world.clerk, finding.id, words)
    with transaction():
        checked = triage(finding, fact=words.fact, checked=True)
        dispatch(world.clerk, finding.id, checked)
    assert finding.number is not None


def test_a_shoppers_sealed_name_is_noticed_too() -> None:
    world, finding = submitted(VisitMode.COVERT)
    factories.make_person(Role.SHOPPER, name="欧阳暗")
    with pytest.raises(Invalid, match="姓名“欧阳暗”"), transaction():
        queue(world.clerk, finding.id, triage(finding, fact="欧阳暗取号后等了很久。"))


def test_photos_that_are_not_ticked_stay_with_the_visit() -> None:
    world = make_world()
    kept, left, added = (make_photo(world.visit) for _ in range(3))
    finding = propose_trial(world, file_ids=[kept.id, left.id])
    with transaction():
        submit_with_visit(world.author, world.visit)
    with transaction():
        ticked = frozenset({kept.id, added.id})
        save_triage(world.clerk, finding.id, triage(db.session.get_one(Finding, finding.id), file_ids=ticked))
    assert sorted(row.file_id for row in finding.files) == [kept.id, added.id]


def test_a_visit_that_nobody_has_reviewed_is_not_dispatched_from() -> None:
    world, finding = submitted()
    with transaction():
        world.visit.status = VisitStatus.RECEIVED
        world.visit.submitted_at, world.visit.receipt = clock.now(), "回执1"
    with pytest.raises(Refused, match="请先审核走访"), transaction():
        dispatch(world.clerk, finding.id, triage(finding))


def test_two_who_settle_the_same_get_both_texts() -> None:
    world, finding = submitted()
    mine = triage(finding, title="我的")
    with transaction():
        save_triage(world.director, finding.id, triage(finding, title="别人的"))
    with pytest.raises(Conflict) as refused, transaction():
        save_triage(world.clerk, finding.id, mine)
    assert (refused.value.mine["问题标题"], refused.value.theirs["问题标题"]) == ("我的", "别人的")


def test_nobody_outside_the_office_settles_anything() -> None:
    world, finding = submitted()
    for actor in (world.liaison, world.head, world.author, SYSTEM):
        with pytest.raises(NotAllowed), transaction():
            save_triage(actor, finding.id, triage(finding))


def test_a_covert_finding_waits_for_nine_o_clock_of_the_next_working_day() -> None:
    world, finding = submitted(VisitMode.COVERT)
    friday = THURSDAY + timedelta(days=1)
    with clock.reading(lambda: friday), pytest.raises(Refused, match="先排队"), transaction():
        dispatch(world.clerk, finding.id, triage(finding))
    with clock.reading(lambda: friday), transaction():
        queue(world.clerk, finding.id, triage(finding))
    assert clock.local(finding.release_at).isoformat() == "2026-05-25T09:00:00+08:00"
    assert (finding.status, finding.number) == (FindingStatus.SUBMITTED, None)
    with clock.reading(lambda: friday), transaction():
        assert deliver(finding.id) == []
    with clock.reading(lambda: finding.release_at), transaction():
        assert deliver(finding.id) == [finding]
    with clock.reading(lambda: finding.release_at), transaction():
        assert deliver(finding.id) == []
    assert (finding.number, finding.due) == ("2026-0001", date(2026, 6, 1))
    last = db.session.scalars(select(FindingEvent).order_by(FindingEvent.id.desc())).first()
    assert (last.step, last.actor_id, last.actor_name) == (Step.DISPATCH, None, "系统")


def test_the_order_of_a_release_is_a_keyed_hash_not_the_order_of_finding() -> None:
    world = make_world(VisitMode.COVERT)
    findings = [propose_trial(world, f"第{place}个") for place in range(8)]
    with transaction():
        submit_with_visit(world.author, world.visit)
    with clock.reading(lambda: THURSDAY), transaction():
        for finding in findings:
            db.session.refresh(finding)
            queue(world.clerk, finding.id, triage(finding))
    with clock.reading(lambda: findings[0].release_at), transaction():
        delivered = deliver(findings[3].id)
    ids = [finding.id for finding in delivered]
    assert sorted(ids) == [finding.id for finding in findings] and ids != sorted(ids)
    assert [finding.sequence for finding in delivered] == list(range(1, 9))
    assert sorted(delivered, key=lambda each: each.delivered_at) == delivered


def test_a_dismissal_says_why_and_a_duplicates_photos_go_to_the_original() -> None:
    world = make_world()
    photo = make_photo(world.visit)
    original, double = propose_trial(world, "一"), propose_trial(world, "一又", file_ids=[photo.id])
    with transaction():
        submit_with_visit(world.author, world.visit)
    with pytest.raises(Invalid), transaction():
        dismiss(world.clerk, double.id, reason=" ")
    with pytest.raises(Invalid, match="另一条"), transaction():
        dismiss(world.clerk, double.id, reason="重复", duplicate_of=str(double.id))
    with transaction():
        dismiss(world.clerk, double.id, reason="与上一条重复", duplicate_of=str(original.id))
    db.session.refresh(original)
    assert (double.status, double.duplicate_of_id) == (FindingStatus.DISMISSED, original.id)
    assert [row.file_id for row in original.files] == [photo.id]


def test_a_covert_duplicate_shows_nothing_new_to_a_department() -> None:
    world = make_world(VisitMode.COVERT)
    photo = make_photo(world.visit)
    original = factories.make_finding(FindingStatus.RECTIFYING, unit=world.department)
    double = propose_trial(world, file_ids=[photo.id])
    with transaction():
        submit_with_visit(world.author, world.visit)
    with transaction():
        dismiss(world.clerk, double.id, reason="重复", duplicate_of=original.number)
    db.session.refresh(original)
    assert original.files == []


def test_a_major_finding_is_dismissed_by_the_director_only() -> None:
    world, finding = submitted()
    with transaction():
        save_triage(world.clerk, finding.id, triage(finding, grade=Grade.MAJOR))
    with pytest.raises(Refused, match="主任决定"), transaction():
        dismiss(world.clerk, finding.id, reason="证据不足")
    with transaction():
        dismiss(world.director, finding.id, reason="证据不足")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert (entry.deed, entry.actor_role) == ("finding.dismiss", "office_director")
