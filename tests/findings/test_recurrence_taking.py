"""An earlier finding taken as the one that came again: the grade rises, undoing gives it back, others are refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inspect_app.audit.models import AuditEntry
from inspect_app.database import db, transaction
from inspect_app.findings.actions.delivering import deliver
from inspect_app.findings.actions.triaging import dismiss, dispatch, queue, save_triage
from inspect_app.findings.models import Finding, FindingRecurrence
from inspect_app.findings.queries import kin_of
from inspect_app.findings.rules.recurrence import Use
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.visits.vocabulary import VisitMode
from tests import factories
from tests.findings.making import World, triage
from tests.findings.repeating import earlier, proposed, submitted

pytestmark = pytest.mark.usefixtures("app_context")


def test_a_recurrence_is_one_grade_higher_and_the_earlier_one_has_rebounded_once_it_is_delivered() -> None:
    world, finding = submitted()
    before = earlier(world)
    again = triage(finding, recurrence_of=before.number, grade=Grade.MAJOR)
    with transaction():
        save_triage(world.clerk, finding.id, again)
    assert (finding.recurrence_of_id, finding.grade, finding.needs_plan) == (before.id, Grade.MAJOR, True)
    assert kin_of(world.clerk, finding).earlier is before and kin_of(world.clerk, before).rebounds == []
    with transaction():
        dispatch(world.clerk, finding.id, triage(finding, recurrence_of=before.number, grade=Grade.MAJOR))
    assert kin_of(world.clerk, before).rebounds == [finding]


def test_the_grade_of_a_recurrence_stays_only_for_a_reason_which_is_kept() -> None:
    world, finding = submitted()
    before = earlier(world)
    low = triage(finding, recurrence_of=before.number)
    with pytest.raises(Invalid, match="应为“重大”。不提高的，请写明理由") as refused, transaction():
        save_triage(world.clerk, finding.id, low)
    assert refused.value.field == "kept_reason"
    with transaction():
        save_triage(world.clerk, finding.id, triage(finding, recurrence_of=before.number, kept_reason="影响很小"))
    settled = db.session.get_one(FindingRecurrence, finding.id)
    assert (finding.grade, settled.grade_before, settled.kept_reason) == (Grade.ORDINARY, Grade.ORDINARY, "影响很小")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    told = entry.details.body
    assert (told["recurrence_of"], told["kept_reason"]) == ([None, before.number], ["", "影响很小"])


def test_the_grade_counts_from_what_it_was_however_often_the_page_is_saved() -> None:
    world, finding = submitted()
    before = earlier(world)
    with transaction():
        save_triage(world.clerk, finding.id, triage(finding, grade=Grade.SUGGESTION))
    for _ in range(3):
        with transaction():
            save_triage(world.clerk, finding.id, triage(finding, recurrence_of=before.number, grade=Grade.FIX_NOW))
    assert finding.grade is Grade.FIX_NOW


def test_undoing_a_recurrence_gives_the_grade_back() -> None:
    world, finding = submitted()
    before = earlier(world)
    with transaction():
        save_triage(world.clerk, finding.id, triage(finding, recurrence_of=before.number, grade=Grade.MAJOR))
    with transaction():
        save_triage(world.clerk, finding.id, triage(finding, grade=Grade.MAJOR))
    assert (finding.recurrence_of_id, finding.grade, finding.needs_plan) == (None, Grade.ORDINARY, False)
    assert db.session.get(FindingRecurrence, finding.id) is None


def test_a_covert_recurrence_tells_nothing_before_its_release() -> None:
    world, finding = submitted(VisitMode.COVERT)
    before = earlier(world)
    with transaction():
        queue(world.clerk, finding.id, triage(finding, recurrence_of=before.number, grade=Grade.MAJOR))
    assert kin_of(world.clerk, before).rebounds == []
    with clock.reading(lambda: finding.release_at), transaction():
        deliver(finding.id)
    assert [row.id for row in kin_of(world.clerk, before).rebounds] == [finding.id]


def refused_as(world: World, finding: Finding, reference: str) -> str:
    wanted = triage(finding, recurrence_of=reference, grade=Grade.MAJOR)
    with pytest.raises(Invalid) as refused, transaction():
        save_triage(world.clerk, finding.id, wanted)
    assert refused.value.field == "recurrence_of"
    return refused.value.message


def test_only_a_closed_finding_of_the_window_or_the_department_comes_again() -> None:
    world, finding = submitted()
    running = earlier(world, FindingStatus.RECTIFYING)
    stranger = earlier(world, unit=factories.make_unit())
    late = earlier(world)
    with transaction():
        late.closed_at = clock.now() + timedelta(days=2)
    assert "没有这个编号" in refused_as(world, finding, "2000-9999")
    assert "没有这个编号" in refused_as(world, finding, "9" * 30)
    assert "以前那一条" in refused_as(world, finding, str(finding.id))
    assert "现在是“整改中”" in refused_as(world, finding, running.number or "")
    assert "另一个单位、另一个窗口" in refused_as(world, finding, stranger.number or "")
    assert "才销号，不算重复发生" in refused_as(world, finding, late.number or "")


def test_a_recurrence_follows_the_last_of_its_chain() -> None:
    world, finding = submitted()
    first = earlier(world)
    second = earlier(world, FindingStatus.RECTIFYING, recurrence_of_id=first.id)
    assert f"又发生过，见 {second.number}（整改中）" in refused_as(world, finding, first.number or "")


def test_a_dismissed_recurrence_counts_for_nothing() -> None:
    world, finding = submitted()
    before = earlier(world)
    with transaction():
        save_triage(world.clerk, finding.id, triage(finding, recurrence_of=before.number, grade=Grade.MAJOR))
    with transaction():
        dismiss(world.director, finding.id, reason="证据不足")
    other_world, other = submitted()
    with transaction():
        other.lead_unit_id = world.department.id
    assert kin_of(world.clerk, before).rebounds == []
    assert proposed(other_world, other)[0] == (before.number, Use.RECURRENCE)
