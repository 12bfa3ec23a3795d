"""What the demo shows, and that it holds together."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.access import Role
from inspect_app.accounts.actions import check_password
from inspect_app.accounts.models import Unit
from inspect_app.accounts.queries import actor_of, find_by_username, subtree_ids
from inspect_app.audit.queries import find_broken_link
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import VISITED
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.database import Base, db
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import published, read_document
from inspect_app.evidence.vocabulary import CopyState
from inspect_app.field.queries import my_visits
from inspect_app.findings.models import Finding, FindingEvent, FindingTally
from inspect_app.findings.queries import desk_counts, lamp_of
from inspect_app.findings.rules.workflow import OPEN, WORKFLOW
from inspect_app.findings.vocabulary import FindingStatus, Lamp, Level, Step
from inspect_app.foundation import clock
from inspect_app.notices.models import Bulletin, DistributionList, Notice, NoticeDelivery, NoticeDocument
from inspect_app.notices.queries.bulletin_linting import bulletin_complaints_of
from inspect_app.notices.rules.linting import blocking
from inspect_app.notices.vocabulary import ListKind, NoticeState
from inspect_app.planning.models import ChiefPost, PlanRound, PlanTarget
from inspect_app.planning.queries.coverage import tally_of
from inspect_app.planning.vocabulary import ChiefLayer, RoundState
from inspect_app.projects.models import AssignedTask, Demand, EntryVersion
from inspect_app.projects.vocabulary.assigned import TaskSource, TaskState
from inspect_app.projects.vocabulary.registers import Register
from inspect_app.rectification.models import Feedback, PendingSignature, RectificationPlan, Verification
from inspect_app.rectification.vocabulary import PlanState, SignatureState
from inspect_app.visits.models import Visit, VisitWindow
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests.demo.conftest import MOMENT

# What a second load can't repeat: a salt, and the moment an office file was packed.
# Nor a number that PostgreSQL passes over when something is put down twice.
_UNREPEATABLE = {
    "people": {"password_hash"}, "notice_documents": {"sha256", "size"}, "tasks": {"id"}, "messages": {"id"},
    "look_backs": {"id"},
}  # fmt: skip
_REACHED = {row.source for row in WORKFLOW.rows} | {row.target for row in WORKFLOW.rows}


def _count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _dump() -> dict[str, list[tuple[str, ...]]]:
    found = {}
    for table in Base.metadata.sorted_tables:
        kept = [column for column in table.columns if column.name not in _UNREPEATABLE.get(table.name, ())]
        rows = db.session.execute(select(*kept).order_by(*table.primary_key.columns)).all()
        found[table.name] = [tuple(map(str, row)) for row in rows]
    return found


@pytest.mark.slow
@pytest.mark.timeout(600)  # the first to ask loads both worlds
def test_the_same_seed_makes_the_same_rows_on_both_databases(sqlite_world: Flask, postgres_world: Flask) -> None:
    with sqlite_world.app_context():
        here = _dump()
    with postgres_world.app_context():
        there = _dump()
    for name, rows in here.items():
        assert rows == there[name], name


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("world")
class TestSize:
    def test_the_city_has_44_units_of_four_levels(self) -> None:
        assert _count(Unit) == 44
        assert len(set(db.session.scalars(select(Unit.level)))) == 4

    def test_there_are_60_windows_and_150_matters_done_somewhere(self) -> None:
        assert (_count(Window), _count(ServiceItem)) == (60, 150)
        assert all(item.papers for item in db.session.scalars(select(ServiceItem)))

    def test_three_campaigns_are_marked_as_demo(self) -> None:
        assert list(db.session.scalars(select(Campaign.is_demo))) == [True] * 3

    def test_one_campaign_is_planned_with_targets_and_a_round_to_confirm(self) -> None:
        (campaign_id,) = set(db.session.scalars(select(PlanTarget.campaign_id)))
        visited, total = tally_of([campaign_id])[campaign_id]
        assert 0 < visited < total
        (found,) = db.session.scalars(select(PlanRound)).all()
        assert (found.state, found.made > 0) == (RoundState.DRAFT, True)
        assert Counter(db.session.scalars(select(ChiefPost.layer))) == dict.fromkeys(ChiefLayer, 1)

    def test_240_visits_lie_in_the_last_40_days_in_every_mode_and_method(self) -> None:
        today = clock.day_of(MOMENT)
        days = list(db.session.scalars(select(Visit.planned_on)))
        assert len(days) == 240
        assert (min(days) >= today - timedelta(days=40), max(days)) == (True, today)
        assert set(db.session.scalars(select(Visit.mode))) == set(VisitMode)
        assert set(db.session.scalars(select(Visit.method))) == set(VISITED)
        assert set(db.session.scalars(select(Visit.status))) == set(VisitStatus)


@pytest.mark.usefixtures("world")
class TestAskedFor:
    def test_instructions_and_demands_are_at_every_stage(self) -> None:
        tasks = db.session.scalars(select(AssignedTask)).all()
        assert {task.state for task in tasks} == {TaskState.OPEN, TaskState.ANSWERED, TaskState.DONE}
        assert {task.source for task in tasks} == set(TaskSource)
        assert list(db.session.scalars(select(Demand.number).order_by(Demand.number))) == [1, 2, 3, 4, 5, 6]

    def test_a_finding_stands_red_because_its_instruction_is_overdue(self) -> None:
        reasons = db.session.scalars(select(Finding.level_reason).where(Finding.level == Level.RED)).all()
        assert any("领导批示件逾期" in reason for reason in reasons)

    def test_every_register_has_entries(self) -> None:
        assert set(db.session.scalars(select(EntryVersion.register))) == set(Register)


@pytest.mark.usefixtures("world")
class TestWholeness:
    def test_the_audit_chain_is_whole(self) -> None:
        assert find_broken_link() is None

    def test_the_tally_says_what_the_rows_say(self) -> None:
        delivered = db.session.scalars(select(Finding).where(Finding.number.is_not(None))).all()
        counted = Counter(
            (row.campaign_id, row.lead_unit_id, row.status.value, due)
            for row in delivered
            for due in (str(row.lamp_due or ""), FindingTally.EVERY_DUE)
        )
        kept = db.session.scalars(select(FindingTally).where(FindingTally.count > 0))
        assert {(t.campaign_id, t.lead_unit_id, t.status, t.due): t.count for t in kept} == counted

    def test_the_last_event_of_a_problem_led_to_its_status(self) -> None:
        rows = db.session.execute(
            select(Finding.status, FindingEvent.to_status)
            .join(FindingEvent, FindingEvent.finding_id == Finding.id)
            .where(
                FindingEvent.id.in_(select(func.max(FindingEvent.id)).group_by(FindingEvent.finding_id)),
            )
        ).all()
        assert len(rows) > 200
        assert [row for row in rows if row[0] is not row[1]] == []

    def test_numbers_begin_with_the_demo_sign_and_have_no_gap(self) -> None:
        numbers = db.session.scalars(select(Finding.number).where(Finding.number.is_not(None))).all()
        assert sorted(filter(None, numbers)) == [f"演2026-{place:04d}" for place in range(1, len(numbers) + 1)]


@pytest.mark.usefixtures("world")
class TestStates:
    def test_problems_stand_in_every_status_there_is_a_way_to(self) -> None:
        assert set(db.session.scalars(select(Finding.status))) == _REACHED

    def test_the_police_have_work_in_every_open_status(self) -> None:
        head = db.session.scalars(select(Unit).where(Unit.code == "MZ-GA")).one()
        units = subtree_ids(head.id)
        held = set(db.session.scalars(select(Finding.status).where(Finding.lead_unit_id.in_(units))))
        assert held >= OPEN & _REACHED

    def test_lamps_of_every_colour_are_lit(self) -> None:
        delivered = db.session.scalars(select(Finding).where(Finding.number.is_not(None)))
        assert {lamp_of(finding).lamp for finding in delivered} == set(Lamp)

    def test_every_step_of_the_workflow_was_taken(self) -> None:
        assert set(db.session.scalars(select(FindingEvent.step))) == set(Step)

    def test_a_plan_to_be_reviewed_is_there(self) -> None:
        waiting = select(Finding.id).where(Finding.status == FindingStatus.PLAN_SUBMITTED)
        plans = select(RectificationPlan.finding_id).where(RectificationPlan.state == PlanState.SUBMITTED)
        assert set(db.session.scalars(waiting)) == set(db.session.scalars(plans))

    def test_what_waits_for_a_signature_has_a_sheet_to_sign(self) -> None:
        pending = select(Finding.id).where(Finding.pending_step.is_not(None))
        sheets = select(PendingSignature.finding_id).where(PendingSignature.state == SignatureState.WAITING)
        assert set(db.session.scalars(pending)) == set(db.session.scalars(sheets)) != set()

    def test_what_waits_for_verification_has_feedback_and_rework_its_failed_check(self) -> None:
        waiting = set(
            db.session.scalars(select(Finding.id).where(Finding.status == FindingStatus.PENDING_VERIFICATION))
        )
        assert waiting <= set(db.session.scalars(select(Feedback.finding_id)))
        reworked = set(db.session.scalars(select(Finding.id).where(Finding.rework_count > 0)))
        assert set() != reworked <= set(db.session.scalars(select(Verification.finding_id)))

    def test_visits_handed_in_have_a_frozen_score_and_a_receipt(self) -> None:
        handed_in = db.session.scalars(select(Visit).where(Visit.submitted_at.is_not(None))).all()
        assert len(handed_in) > 200
        assert all(visit.score and visit.receipt for visit in handed_in)


@pytest.mark.usefixtures("world")
class TestDesks:
    @pytest.mark.parametrize("role", list(Role))
    def test_somebody_of_every_role_signs_in_with_the_demo_password(self, role: Role) -> None:
        stems = {
            Role.OFFICE_CLERK: "clerk", Role.OFFICE_DIRECTOR: "director", Role.DEPT_LIAISON: "liaison",
            Role.DEPT_HEAD: "head", Role.SECURITY_ADMIN: "secadmin",
        }  # fmt: skip
        name = f"{stems.get(role, role.value)}1"
        person = find_by_username(name)
        assert person is not None
        assert role in actor_of(person).roles
        assert check_password(name, "mingzhou-2026").right

    @pytest.mark.parametrize("name", ["inspector1", "observer1", "shopper1", "chief1"])
    def test_an_author_has_visits_today_a_draft_a_returned_one_and_received_ones(self, name: str) -> None:
        person = find_by_username(name)
        assert person is not None
        today = clock.day_of(MOMENT)
        mine = my_visits(actor_of(person), today)
        assert sum(visit.is_today and not visit.started for visit in mine.waiting) == 2
        assert any(visit.started and not visit.remarks for visit in mine.waiting)
        assert any(visit.remarks for visit in mine.waiting)
        assert len(mine.handed_in) >= 3

    def test_every_queue_of_the_office_has_something(self) -> None:
        clerk = find_by_username("clerk1")
        assert clerk is not None
        counts = desk_counts(actor_of(clerk))
        assert min(counts.review, counts.triage, counts.queued, counts.returns) > 0

    def test_notices_are_issued_with_files_and_todays_is_to_draft(self) -> None:
        issued = db.session.scalars(select(Notice).where(Notice.state == NoticeState.ISSUED)).all()
        assert len(issued) >= 6
        assert all(notice.facts and notice.issue_date < clock.day_of(MOMENT) for notice in issued)
        keys = db.session.scalars(select(NoticeDocument.storage_key)).all()
        assert len(keys) == 2 * len(issued)
        assert all(read_document(key) for key in keys)
        waiting = db.session.scalars(select(Notice.state).where(Notice.state != NoticeState.ISSUED)).all()
        assert list(waiting) == [NoticeState.CHECKING]

    def test_a_bulletin_is_issued_with_a_letter_and_one_is_in_hand_undated(self) -> None:
        issued, draft = db.session.scalars(select(Bulletin).order_by(Bulletin.id)).all()
        assert (issued.state, issued.issue_no, draft.state) == (NoticeState.ISSUED, 1, NoticeState.DRAFT)
        assert issued.facts is not None
        assert len(issued.facts["articles"]) == len(draft.articles) == 2
        assert issued.facts["articles"][0]["attachments"]
        assert "批示：“" in issued.facts["articles"][0]["note"][0]
        assert draft.issue_date is None
        assert blocking(bulletin_complaints_of(draft)) == []

    def test_papers_go_out_by_lists_one_for_each_way(self) -> None:
        kinds = db.session.scalars(select(DistributionList.kind).order_by(DistributionList.id)).all()
        assert set(kinds) == set(ListKind)
        issued = db.session.scalars(select(Notice).where(Notice.state == NoticeState.ISSUED)).first()
        assert issued is not None and issued.facts is not None
        assert issued.facts["main_to"] == ["各区、县（市）跑改办", "市级有关单位"]
        assert _count(NoticeDelivery) > 20

    def test_photos_can_be_seen(self) -> None:
        files = db.session.scalars(select(StoredFile)).all()
        assert len(files) > 50
        assert {file.copy_state for file in files} == {CopyState.READY}
        assert published(files[0])[0].startswith(b"\xff\xd8\xff")

    def test_a_covert_visit_names_nobody(self) -> None:
        covert = db.session.scalars(select(Visit).where(Visit.mode == VisitMode.COVERT)).all()
        assert covert
        assert all(visit.author_id is None and visit.author_tag for visit in covert)

    def test_every_visit_has_a_place(self) -> None:
        assert _count(VisitWindow) >= 240
