"""Deadlines counted anew when a year's notice comes."""

from datetime import UTC, date, datetime

from flask.ctx import AppContext
from sqlalchemy import select

from forms.calendar_table import read_notice
from inspect_app.access import SYSTEM, Role
from inspect_app.accounts.models import Unit
from inspect_app.audit.models import AuditEntry
from inspect_app.calendar import actions
from inspect_app.database import db, transaction
from inspect_app.findings.models import DueChange, Finding
from inspect_app.findings.queries.due_changes import list_due_changes
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation import clock
from inspect_app.messages.models import Message
from inspect_app.messages.vocabulary import MessageKind
from tests.calendar.test_notice import NOTICE
from tests.factories import make_finding, make_person

# Delivered on Wednesday 2026-12-30: five working days end on 2027-01-07 by guess. The notice gives 12-31 off.
DELIVERED = datetime(2026, 12, 30, 2, tzinfo=UTC)
GUESSED, ANNOUNCED, FIXED = date(2027, 1, 7), date(2027, 1, 8), date(2027, 1, 20)


def announce() -> None:
    with transaction():
        actions.load_notice(SYSTEM, read_notice(NOTICE.encode()).days, "通知")


def make(status: FindingStatus, due: date) -> int:
    with clock.reading(lambda: DELIVERED):
        finding = make_finding(status, grade=Grade.ORDINARY, delivered_at=DELIVERED, due=due, due_provisional=True)
        return finding.id


def dates(finding_id: int) -> tuple[date | None, date | None, bool]:
    finding = db.session.get_one(Finding, finding_id, populate_existing=True)
    return finding.due, finding.original_due, finding.due_provisional


def test_a_counted_deadline_moves_to_the_announced_day_and_keeps_its_original(app_context: AppContext) -> None:
    with transaction():
        actions.seed_from_library()
    finding_id = make(FindingStatus.RECTIFYING, GUESSED)
    announce()
    assert dates(finding_id) == (ANNOUNCED, GUESSED, False)
    deeds = db.session.scalars(select(AuditEntry.deed).where(AuditEntry.object_kind == "finding")).all()
    assert deeds == ["finding.recounted"]


def test_a_date_that_people_fixed_stays_and_is_provisional_no_more(app_context: AppContext) -> None:
    with transaction():
        actions.seed_from_library()
    finding_id = make(FindingStatus.RECTIFYING, FIXED)
    announce()
    assert dates(finding_id) == (FIXED, FIXED, False)


def test_a_closed_finding_is_left_alone(app_context: AppContext) -> None:
    with transaction():
        actions.seed_from_library()
    finding_id = make(FindingStatus.CLOSED, GUESSED)
    announce()
    assert dates(finding_id) == (GUESSED, GUESSED, True)


def test_each_changed_date_is_listed_and_told_to_its_department(app_context: AppContext) -> None:
    with transaction():
        actions.seed_from_library()
    first, second = make(FindingStatus.RECTIFYING, GUESSED), make(FindingStatus.RECTIFYING, FIXED)
    finding = db.session.get_one(Finding, first)
    liaison = make_person(Role.DEPT_LIAISON, db.session.get_one(Unit, finding.lead_unit_id))
    announce()
    changes = db.session.scalars(select(DueChange)).all()
    assert [(row.finding_id, row.was, row.due) for row in changes] == [(first, GUESSED, ANNOUNCED)]
    rows, total = list_due_changes(0, 50)
    assert (total, rows[0].finding.id, second != first) == (1, first, True)
    told = db.session.scalars(select(Message).where(Message.person_id == liaison.id)).one()
    assert (told.kind, "1 件问题的时限" in told.text) == (MessageKind.DUE_CHANGED, True)


def test_the_term_of_a_reassigned_department_is_counted_again_from_its_own_delivery(app_context: AppContext) -> None:
    with transaction():
        actions.seed_from_library()
    # First delivered in a known week: five working days; handed over on 2026-12-30, five again.
    with clock.reading(lambda: DELIVERED):
        finding = make_finding(
            FindingStatus.RECTIFYING, grade=Grade.ORDINARY, delivered_at=datetime(2026, 11, 2, 2, tzinfo=UTC),
            due=date(2026, 11, 9), term_from=DELIVERED,
        )  # fmt: skip
        with transaction():
            db.session.get_one(Finding, finding.id).due = GUESSED
    announce()
    assert dates(finding.id) == (ANNOUNCED, date(2026, 11, 9), False)


def test_a_calendar_that_says_the_same_moves_nothing(app_context: AppContext) -> None:
    with transaction():
        actions.seed_from_library()
    make(FindingStatus.RECTIFYING, GUESSED)
    announce()
    announce()
    assert len(db.session.scalars(select(DueChange)).all()) == 1
