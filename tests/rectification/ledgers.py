"""A small ledger to look at, and what a page of it says."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.database import db
from inspect_app.findings.models import FindingAssist
from inspect_app.findings.vocabulary import FindingStatus, Grade, PainType
from inspect_app.foundation import clock
from tests import factories

S = FindingStatus
_ROW = re.compile(r'<a class="id" href="/case/[^"]+">([^<]+)</a>')
_TOTAL = re.compile(r"共 (\d+) 条</b>")


@dataclass
class Ledger:
    """Findings of two departments; `numbers` by a short name, `clients` signed in by role."""

    clients: dict[str, FlaskClient]
    names: list[str]
    housing: int
    hall: int
    campaign: int
    numbers: dict[str, str]


def signed_in(app: Flask, person: Person) -> FlaskClient:
    """Return a client that somebody is signed in with; inside an app context."""
    client = app.test_client()
    factories.sign_in(client, person)
    return client


def make_ledger(app: Flask) -> Ledger:
    """Make six findings, one of them not delivered, one covert, one assisted by the other department."""
    police, housing = factories.make_unit("市公安局"), factories.make_unit("市住建局")
    hall = factories.make_site(police, name="行政服务中心")
    front, back = factories.make_window(police, hall, name="户籍窗口"), factories.make_window(housing)
    campaign, other = factories.make_campaign(), factories.make_campaign()
    today = clock.today()
    start = datetime.now(UTC) - timedelta(days=20)
    facts = {
        "late": {"unit": police, "window": front, "campaign": campaign, "due": today - timedelta(days=9)},
        "far": {"unit": police, "window": front, "campaign": other, "due": today + timedelta(days=40)},
        "checked": {"unit": housing, "window": back, "campaign": campaign, "status": S.PENDING_VERIFICATION},
        "closed": {"unit": housing, "window": back, "campaign": campaign, "status": S.CLOSED},
        "covert": {"unit": police, "window": front, "campaign": other, "is_covert": True},
    }
    special = {
        "late": {"grade": Grade.MAJOR, "pain_type": PainType.BLOCKAGE, "title": "户口迁移跑三趟"},
        "far": {"method": VisitMethod.PHONE, "title": "=1+1 电话无人接"},
        "covert": {"grade": Grade.SUGGESTION, "due": None},
    }
    numbers = {}
    for place, (name, values) in enumerate(facts.items()):
        values = {"status": S.RECTIFYING, **values, **special.get(name, {})}
        finding = factories.make_finding(delivered_at=start + timedelta(days=place), **values)
        numbers[name] = str(finding.number)
        if name == "checked":
            factories.keep(FindingAssist(finding_id=finding.id, unit_id=police.id))
    factories.make_finding(S.SUBMITTED, unit=police, window=front, title="还没交办的问题")
    people = {
        "clerk": factories.make_person(Role.OFFICE_CLERK),
        "liaison": factories.make_person(Role.DEPT_LIAISON, police),
        "verifier": factories.make_person(Role.VERIFIER),
        "leader": factories.make_person(Role.LEADER),
    }
    return Ledger(
        clients={role: signed_in(app, person) for role, person in people.items()},
        names=[person.name for person in people.values()],
        housing=housing.id,
        hall=hall.id,
        campaign=campaign.id,
        numbers=numbers,
    )


def listed(page: str) -> list[str]:
    """Return the numbers on a page, in their order."""
    return _ROW.findall(page)


def total(page: str) -> int:
    """Return the total a page prints."""
    found = _TOTAL.search(page)
    assert found is not None
    return int(found.group(1))


def open_page(client: FlaskClient, address: str) -> str:
    """Return a page as somebody sees it."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def count_statements(app: Flask, client: FlaskClient, address: str) -> int:
    """Return how many statements a page costs."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    assert client.get(address).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)
