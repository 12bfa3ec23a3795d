"""Two departments with findings, and people who do many at once."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.access import Role
from inspect_app.accounts.models import Person, Unit
from inspect_app.audit.models import AuditEntry
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from tests import factories
from tests.rectification.ledgers import signed_in

S = FindingStatus


class Office:
    """Two departments with findings, and the people who do many at once."""

    def __init__(self, app: Flask, rectifying: int = 3) -> None:
        self.app = app
        with app.app_context():
            units = [factories.make_unit(), factories.make_unit()]
            self.units = [unit.id for unit in units]
            self.liaisons = [factories.make_person(Role.DEPT_LIAISON, unit).id for unit in units]
            self.campaign, self.window = factories.make_campaign().id, factories.make_window(units[0]).id
            made = [self.make(S.RECTIFYING, place) for place in range(rectifying)]
            self.numbers, self.ids = [str(row.number) for row in made], [row.id for row in made]
            self.clerk = signed_in(app, factories.make_person(Role.OFFICE_CLERK, factories.make_office()))
            self.director = signed_in(app, factories.make_person(Role.OFFICE_DIRECTOR, factories.make_office()))
            self.liaison = signed_in(app, db.session.get_one(Person, self.liaisons[0]))

    def make(self, status: FindingStatus, place: int = 0, **values: object) -> Finding:
        rows = {
            "unit": db.session.get_one(Unit, self.units[place % 2]),
            "campaign": db.session.get_one(Campaign, self.campaign),
            "window": db.session.get_one(Window, self.window),
        }
        facts = {"due": clock.today() + timedelta(days=20), **rows, **values}
        return factories.make_finding(status, **facts)  # type: ignore[arg-type]

    def deeds(self, deed: str) -> list[str]:
        with self.app.app_context():
            entries = db.session.query(AuditEntry).filter_by(deed=deed).order_by(AuditEntry.sequence)
            return [entry.object_ref for entry in entries]


def gather(
    client: FlaskClient, verb: str, ticked: list[str] | None, query: str = "", expected: int = 303
) -> TestResponse:
    """Send the ledger's form: ticks, or the whole filter of the address."""
    data: dict[str, object] = {"verb": verb, "all": "1"} if ticked is None else {"verb": verb, "ids": ticked}
    answer = client.post(f"/ledger/bulk?{query}", data=data)
    assert answer.status_code == expected, answer.text[:1500]
    return answer


def confirm(client: FlaskClient, path: str, expected: int = 303, **data: object) -> str:
    """Press the one button of a confirmation, and read what comes of it."""
    answer = client.post(path, data=data)
    assert answer.status_code == expected, answer.text[:3000]
    return client.get(path).text if expected == 303 else answer.text
