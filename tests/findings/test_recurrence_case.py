"""A case shows what it is again, what is it again, and to the office what was merged into it."""

import pytest
from flask import Flask

from inspect_app.database import db, transaction
from inspect_app.findings.actions.triaging import dismiss, dispatch, queue
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests import factories
from tests.findings.making import triage
from tests.findings.test_pages import client_of, no_csrf, received, text  # noqa: F401


@pytest.mark.parametrize(("mode", "known"), [(VisitMode.OPEN, True), (VisitMode.COVERT, False)])
def test_a_department_reads_of_a_recurrence_once_it_has_it(app: Flask, mode: VisitMode, known: bool) -> None:
    with app.app_context():
        world, finding = received(mode)
        old = factories.make_finding(FindingStatus.CLOSED, unit=world.department)
        with transaction():
            world.visit.status = VisitStatus.ACCEPTED
        with transaction():
            settle = queue if mode is VisitMode.COVERT else dispatch
            settle(world.clerk, finding.id, triage(finding, recurrence_of=old.number, grade=Grade.MAJOR))
        number, again = old.number, db.session.get_one(Finding, finding.id).number
        liaison, clerk = client_of(app, world.liaison), client_of(app, world.clerk)
    for reader in (liaison, clerk):
        assert ("销号后又发生" in text(reader.get(f"/case/{number}"))) is known
    if known:
        page = text(liaison.get(f"/case/{again}"))
        assert "重复发生，上一次是" in page and f'href="/case/{number}"' in page


def test_what_was_merged_is_counted_for_the_office_and_unknown_to_the_department(app: Flask) -> None:
    with app.app_context():
        world, finding = received()
        original = factories.make_finding(FindingStatus.RECTIFYING, unit=world.department)
        with transaction():
            world.visit.status = VisitStatus.ACCEPTED
        with transaction():
            dismiss(world.clerk, finding.id, reason="重复", duplicate_of=str(original.number))
        number, finding_id = original.number, finding.id
        liaison, clerk = client_of(app, world.liaison), client_of(app, world.clerk)
    page = text(clerk.get(f"/case/{number}"))
    assert "重复登记 1 条" in page and f'href="/findings/{finding_id}"' in page and "合并重复问题" in page
    page = text(liaison.get(f"/case/{number}"))
    assert "重复登记" not in page and "合并重复" not in page and f"#{finding_id}" not in page
