"""The 25th channel: where a matter was really done, the department's own system holds the applicant."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.findings.actions.delivering import deliver
from inspect_app.findings.actions.proposing import submit_with_visit
from inspect_app.findings.actions.triaging import queue, save_triage
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import stands_in_their_system
from inspect_app.foundation import clock
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests import factories
from tests.findings.making import make_world, propose_trial, triage

_WARNING = "责任单位的业务系统里留着这次的办件"


def _submitted(mode: VisitMode) -> Finding:
    world = make_world(mode)
    finding = propose_trial(world)
    with transaction():
        submit_with_visit(world.author, world.visit)
    with transaction():
        db.session.get_one(Visit, world.visit.id).status = VisitStatus.ACCEPTED
    return db.session.get_one(Finding, finding.id)


@pytest.mark.parametrize(("mode", "warned"), [(VisitMode.COVERT, True), (VisitMode.OPEN, False)])
def test_the_release_page_warns_where_the_matter_was_really_done(
    app: Flask, client: FlaskClient, mode: VisitMode, warned: bool
) -> None:
    with app.app_context():
        finding = _submitted(mode)
        assert stands_in_their_system(finding) is warned
        factories.sign_in(client, factories.make_person(Role.OFFICE_CLERK))
        page = client.get(f"/findings/{finding.id}").text
    assert [words in page for words in (_WARNING, "发现日期只写“近期”")] == [warned, warned]
    assert ('href="#dismissal">并成一条' in page) is warned


def test_a_department_reads_lately_and_no_day(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        finding = _submitted(VisitMode.COVERT)
        clerk = factories.make_actor(Role.OFFICE_CLERK)
        with transaction():
            queue(clerk, finding.id, triage(finding, found_lately=True))
        assert finding.release_at is not None
        release, day = finding.release_at, finding.found_on
        with clock.reading(lambda: release), transaction():
            deliver(finding.id)
        liaison = factories.make_person(Role.DEPT_LIAISON, finding.lead_unit)
        factories.sign_in(client, db.session.get_one(Person, liaison.id))
        case, sheet = (client.get(f"/case/{finding.number}{page}").text for page in ("", "/sheets/dispatch"))
    assert "近期" in case
    assert "近期" in sheet
    assert f"{day.month}月{day.day}日" not in sheet.split("来源")[1].split("地点")[0]


def test_an_open_visits_day_is_told_whatever_was_ticked(app: Flask) -> None:
    """Observers sit at the debrief of an open visit: there is nothing to hide."""
    with app.app_context():
        finding = _submitted(VisitMode.OPEN)
        clerk = factories.make_actor(Role.OFFICE_CLERK)
        with transaction():
            save_triage(clerk, finding.id, triage(finding, found_lately=True))
        assert db.session.get_one(Finding, finding.id).found_lately is False
