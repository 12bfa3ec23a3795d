"""A duplicate points at its original, whose evidence grows; what a covert visit brought stays with the office."""

from typing import Any

import pytest
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.findings.actions.proposing import submit_with_visit
from inspect_app.findings.actions.triaging import dismiss, save_triage
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.queries import kin_of, original_of, photos_to_pass
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation.errors import Invalid
from inspect_app.visits.vocabulary import VisitMode
from tests import factories
from tests.findings.making import World, make_photo, make_world, propose_trial, triage

pytestmark = pytest.mark.usefixtures("app_context")


def listed(mode: VisitMode = VisitMode.OPEN, count: int = 1, photos: int = 0) -> tuple[World, list[Finding]]:
    """Make submitted problems of one visit, each with its own photos."""
    world = make_world(mode)
    found = []
    for number in range(count):
        files = [make_photo(world.visit).id for _ in range(photos)]
        found.append(propose_trial(world, f"问题{number}", file_ids=files))
    with transaction():
        submit_with_visit(world.author, world.visit)
    return world, [db.session.get_one(Finding, finding.id) for finding in found]


def merged(world: World, finding: Finding, into: Finding | str) -> None:
    reference = into if isinstance(into, str) else into.number or str(into.id)
    with transaction():
        dismiss(world.clerk, finding.id, reason="重复", duplicate_of=reference)
    for each in (finding, into):
        if isinstance(each, Finding):
            db.session.refresh(each)


def refusal_of(world: World, finding: Finding, reference: str) -> str:
    with pytest.raises(Invalid) as refused, transaction():
        dismiss(world.clerk, finding.id, reason="重复", duplicate_of=reference)
    assert refused.value.field == "duplicate_of"
    return refused.value.message


def test_the_originals_evidence_grows_and_the_office_reads_the_merger_in_its_chain() -> None:
    world, (double,) = listed(photos=2)
    original = factories.make_finding(FindingStatus.RECTIFYING, unit=world.department)
    merged(world, double, original)
    assert [row.file_id for row in original.files] == [row.file_id for row in double.files]
    last = db.session.scalars(select(FindingEvent).where(FindingEvent.finding_id == original.id)).one()
    assert (last.step, last.for_office, last.text) == (
        Step.MERGE_DUPLICATE,
        True,
        f"#{double.id} 问题0，照片 2 张",
    )
    assert original.status is FindingStatus.RECTIFYING
    assert kin_of(world.clerk, original).duplicates == [double]


def test_only_the_office_knows_what_was_merged() -> None:
    world, (double,) = listed()
    original = factories.make_finding(FindingStatus.RECTIFYING, unit=world.department)
    merged(world, double, original)
    # Never so today; whoever lets one through later must not tell a department by it.
    factories.make_finding(FindingStatus.RECTIFYING, unit=world.department, duplicate_of_id=original.id)
    for actor in (world.liaison, world.head, world.author, factories.make_actor(Role.LEADER)):
        assert kin_of(actor, original).duplicates == []


@pytest.mark.parametrize(("double_mode", "original_mode", "delivered", "passed"), [
    (VisitMode.OPEN, VisitMode.OPEN, False, 1),
    (VisitMode.OPEN, VisitMode.COVERT, True, 1),
    (VisitMode.COVERT, VisitMode.COVERT, False, 1),
    (VisitMode.COVERT, VisitMode.COVERT, True, 0),
    (VisitMode.COVERT, VisitMode.OPEN, True, 0),
    (VisitMode.COVERT, VisitMode.OPEN, False, 0),
])  # fmt: skip
def test_a_covert_photo_never_tells_a_department_of_another_visit(
    double_mode: VisitMode, original_mode: VisitMode, delivered: bool, passed: int
) -> None:
    world, (double,) = listed(double_mode, photos=1)
    covert = original_mode is VisitMode.COVERT
    status = FindingStatus.RECTIFYING if delivered else FindingStatus.SUBMITTED
    original = factories.make_finding(status, unit=world.department, is_covert=covert)
    merged(world, double, original)
    assert len(original.files) == passed
    assert kin_of(world.clerk, original).duplicates == [double]


def test_photos_that_came_with_a_duplicate_stay_when_the_original_is_settled() -> None:
    world, (original, double) = listed(count=2, photos=1)
    merged(world, double, original)
    offered = {photo.file_id for photo in photos_to_pass(original)}
    assert {row.file_id for row in double.files} <= offered
    with transaction():
        save_triage(world.clerk, original.id, triage(original, file_ids=frozenset(offered)))
    db.session.refresh(original)
    assert {row.file_id for row in original.files} == offered


def test_photos_of_another_visits_duplicate_are_offered_through_that_visit() -> None:
    world, (double,) = listed(photos=1)
    other, (original,) = listed()
    merged(world, double, original)
    (photo,) = photos_to_pass(original)
    assert photo.href.startswith(f"/visits/{world.visit.public_id}/files/")
    assert world.visit.public_id != other.visit.public_id


def test_a_duplicate_of_a_duplicate_goes_to_the_root() -> None:
    world, (first, second, third) = listed(count=3)
    merged(world, second, first)
    merged(world, third, second)
    assert third.duplicate_of_id == first.id and original_of(third) is first
    assert kin_of(world.clerk, first).duplicates == [second, third]


def test_what_was_merged_follows_when_its_original_is_merged_in_turn() -> None:
    world, (first, second, third) = listed(count=3, photos=1)
    merged(world, third, second)
    merged(world, second, first)
    db.session.refresh(third)
    assert {second.duplicate_of_id, third.duplicate_of_id} == {first.id}
    assert {row.file_id for row in third.files} <= {row.file_id for row in first.files}


def test_an_old_chain_is_followed_to_its_end_and_a_ring_ends_too() -> None:
    _, (first, second, third) = listed(count=3)
    with transaction():
        third.duplicate_of_id, second.duplicate_of_id = second.id, first.id
    assert original_of(third) is first
    with transaction():
        first.duplicate_of_id = third.id
    assert original_of(third).id in {first.id, second.id, third.id}


def test_a_ring_itself_and_what_was_dismissed_are_refused_in_clear_words() -> None:
    world, (first, second, third) = listed(count=3)
    merged(world, second, first)
    assert "另一条" in refusal_of(world, first, str(first.id))
    assert f"#{second.id} 已经并到本条" in refusal_of(world, first, f"#{second.id}")
    with transaction():
        dismiss(world.clerk, third.id, reason="不是问题")
    assert f"#{third.id} 已不予立项" in refusal_of(world, first, str(third.id))
    draft = factories.make_finding(FindingStatus.DRAFT)
    for unknown in (str(draft.id), "2026-9999", "9" * 30, "#", "十"):
        assert "没有这个编号" in refusal_of(world, first, unknown)


def test_a_closed_original_gets_no_new_event() -> None:
    world, (double,) = listed()
    original = factories.make_finding(FindingStatus.CLOSED, unit=world.department)
    merged(world, double, original)
    events: Any = db.session.scalars(select(FindingEvent).where(FindingEvent.finding_id == original.id)).all()
    assert events == [] and kin_of(world.clerk, original).duplicates == [double]
