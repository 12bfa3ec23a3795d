"""Listing problems and handing them in with the visit."""

import pytest
from sqlalchemy import event, select

from inspect_app.audit.models import AuditEntry
from inspect_app.database import db, transaction
from inspect_app.findings.actions.proposing import edit_draft, propose, submit_with_visit, withdraw_draft
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.vocabulary import FindingStatus, SourceKind, Step
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.visits.models import Answer
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests.factories import keep, make_actor
from tests.findings.making import make_photo, make_world, propose_trial

pytestmark = pytest.mark.usefixtures("app_context")


def test_the_department_comes_from_the_window() -> None:
    world = make_world()
    finding = propose_trial(world)
    assert (finding.lead_unit_id, finding.window_id) == (world.department.id, world.window.id)
    assert (finding.status, finding.number, finding.is_covert) == (FindingStatus.DRAFT, None, False)


def test_only_the_author_lists_problems_on_a_visit() -> None:
    world, somebody = make_world(), make_actor()
    with pytest.raises(NotAllowed), transaction():
        propose(somebody, world.visit, source_kind=SourceKind.TRIAL, title="一", fact="二")


def test_a_visit_that_was_handed_in_takes_no_more_problems() -> None:
    world = make_world(status=VisitStatus.ACCEPTED)
    with pytest.raises(Refused):
        propose_trial(world)


def test_a_failing_answer_needs_a_photo_or_a_reason() -> None:
    world = make_world()
    with transaction():
        facts = {"source_kind": SourceKind.ANSWER, "fact": "没有放办事指南。"}
        finding = propose(world.author, world.visit, title="没有指南", **facts)
    with pytest.raises(Invalid, match="没有指南”还没有照片"), transaction():
        submit_with_visit(world.author, world.visit)
    with transaction():
        edit_draft(world.author, finding.id, title="没有指南", fact="柜台空着。", no_evidence_reason="不让拍照")
        submit_with_visit(world.author, world.visit)
    assert db.session.get_one(Finding, finding.id).status is FindingStatus.SUBMITTED


def test_a_photo_taken_at_the_item_is_evidence_by_itself() -> None:
    world = make_world()
    answer = Answer(visit_id=world.visit.id, item_key="look1", value={"choice": "no"})
    keep(answer)
    photo = make_photo(world.visit, "look1")
    make_photo(world.visit, "look2")
    with transaction():
        kind = SourceKind.ANSWER
        finding = propose(world.author, world.visit, source_kind=kind, title="一", fact="二", answer_id=answer.id)
        submit_with_visit(world.author, world.visit)
    assert [row.file_id for row in finding.files] == [photo.id]


def test_a_photo_of_another_visit_is_refused() -> None:
    world, other = make_world(), make_world()
    photo = make_photo(other.visit)
    with pytest.raises(Invalid, match="不是这次走访的"):
        propose_trial(world, file_ids=[photo.id])


def test_a_draft_is_taken_back_but_one_that_was_sent_back_stays() -> None:
    world = make_world()
    photo = make_photo(world.visit)
    first, second = propose_trial(world, "一", file_ids=[photo.id]), propose_trial(world, "二")
    with transaction():
        withdraw_draft(world.author, first.id)
    with transaction():
        submit_with_visit(world.author, world.visit)
    with transaction():
        db.session.get_one(Finding, second.id).status = FindingStatus.DRAFT
    with pytest.raises(Refused, match="退回补充"), transaction():
        withdraw_draft(world.author, second.id)
    assert db.session.scalars(select(Finding.id)).all() == [second.id]


def test_handing_in_writes_one_event_each_and_leaves_other_visits_alone() -> None:
    world, other = make_world(), make_world()
    propose_trial(other)
    findings = [propose_trial(world, title) for title in ("一", "二", "三")]
    with transaction():
        assert submit_with_visit(world.author, world.visit) == findings
    events = db.session.scalars(select(FindingEvent).order_by(FindingEvent.id)).all()
    assert [(row.finding_id, row.step) for row in events] == [(each.id, Step.SUBMIT) for each in findings]


def test_what_a_shopper_lists_holds_no_person() -> None:
    world = make_world(VisitMode.COVERT)
    propose_trial(world)
    with transaction():
        submit_with_visit(world.author, world.visit)
    row = db.session.scalars(select(FindingEvent)).one()
    assert (row.actor_id, row.actor_name, row.unit_id) == (None, "", None)
    assert row.actor_seal is not None and row.actor_tag is not None
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.object_kind == "finding")).all()
    assert [(entry.actor_id, entry.actor_seal is None) for entry in entries] == [(None, False)] * 2


def statements_to_hand_in(count: int) -> int:
    world = make_world()
    for place in range(count):
        propose_trial(world, f"第{place}个")
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    with transaction():
        submit_with_visit(world.author, world.visit)
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_each_further_problem_costs_two_statements_at_most() -> None:
    assert statements_to_hand_in(6) - statements_to_hand_in(1) <= 2 * 5
