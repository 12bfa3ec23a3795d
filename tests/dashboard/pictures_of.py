"""A random world for the dashboard: units of both kinds, findings in every state, trials, callbacks, scores."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from inspect_app.access import Role
from inspect_app.accounts.models import Person, Unit
from inspect_app.accounts.vocabulary import UnitKind
from inspect_app.calendar.actions import seed_from_library
from inspect_app.campaigns.models import Campaign
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Category
from inspect_app.findings.vocabulary import FindingStatus as S
from inspect_app.foundation import clock
from inspect_app.rectification.models import Verification
from inspect_app.rectification.vocabulary import VerificationMethod, VerificationResult
from inspect_app.visits.models import Trial, Visit
from inspect_app.visits.vocabulary import TrialOutcome, VisitMode, VisitStatus
from tests.factories import (
    keep,
    make_campaign,
    make_finding,
    make_office,
    make_person,
    make_unit,
    make_version,
    make_visit,
    make_window,
)

TODAY = date(2026, 5, 22)
NOW = clock.at(TODAY, time(15))
_STATES = (S.DISPATCHED, S.ACCEPTED, S.RECTIFYING, S.PENDING_VERIFICATION, S.CLOSED, S.CLOSED, S.DEFERRED, S.TERMINATED)
_NUMBER = re.compile(r'data-total="(\d+)"\s+href="([^"]+)"')
_TOTAL = re.compile(r'data-total="(\d+)"')


@dataclass(frozen=True)
class Picture:
    """Who looks, and the units (id, name) and campaigns there are."""

    ids: dict[str, int]
    units: list[tuple[int, str]]
    campaigns: list[int]

    def person(self, name: str) -> Person:
        """Return somebody, read anew."""
        return db.session.get_one(Person, self.ids[name])


def numbers(page: str) -> list[tuple[int, str]]:
    """Return every number of a dashboard that opens a list, with its address."""
    return [(int(count), href.replace("&amp;", "&")) for count, href in _NUMBER.findall(page)]


def total(page: str) -> int:
    """Return the total that a list says."""
    found = _TOTAL.search(page)
    assert found, page[:2000]
    return int(found.group(1))


def make_picture(seed: int, size: int) -> Picture:
    """Make a world of findings of the last months; call it with the clock at NOW."""
    dice = Random(seed)
    with transaction():
        seed_from_library()
    units = [make_unit() for _ in range(3)] + [make_unit(kind=UnitKind.DISTRICT) for _ in range(2)]
    campaigns = [make_campaign(tuple(units)) for _ in range(2)]
    office, version = make_office(), make_version()
    inspector, shopper = make_person(Role.INSPECTOR, office), make_person(Role.SHOPPER, office)
    visits = [_visit(dice, author, mode, campaign, version, units) for author, mode, campaign in (
        (inspector, VisitMode.OPEN, campaigns[0]), (inspector, VisitMode.OPEN, campaigns[1]),
        (shopper, VisitMode.COVERT, campaigns[0]),
    )]  # fmt: skip
    for _ in range(size):
        _finding(dice, dice.choice(units), dice.choice(visits))
    make_finding(S.SUBMITTED, unit=units[0], visit=visits[0])
    people = {
        "clerk": make_person(Role.OFFICE_CLERK, office), "director": make_person(Role.OFFICE_DIRECTOR, office),
        "leader": make_person(Role.LEADER, office), "liaison": make_person(Role.DEPT_LIAISON, units[0]),
        "head": make_person(Role.DEPT_HEAD, units[-1]), "inspector": inspector, "shopper": shopper,
    }  # fmt: skip
    ids = {name: person.id for name, person in people.items()}
    return Picture(ids, [(unit.id, unit.short_name) for unit in units], [campaign.id for campaign in campaigns])


def _visit(
    dice: Random, author: Person, mode: VisitMode, campaign: Campaign, version: ChecklistVersion, units: list[Unit]
) -> Visit:
    score = {"parts": {}, "total": {"earned": dice.randint(5, 10), "possible": 10, "capped": False}}
    visit = make_visit(
        author, make_window(units[0]), campaign=campaign, version=version, mode=mode, status=VisitStatus.ACCEPTED,
        submitted_at=NOW - timedelta(days=dice.randint(1, 60)), receipt=f"R{dice.random()}", score=score,
    )  # fmt: skip
    for _ in range(3):
        keep(Trial(visit_id=visit.id, trips=dice.randint(0, 3), outcome=dice.choice(list(TrialOutcome)), steps=[],
                   papers=[], told=[]))  # fmt: skip
    return visit


def _finding(dice: Random, unit: Unit, visit: Visit) -> None:
    status = dice.choice(_STATES)
    delivered = NOW - timedelta(days=dice.randint(3, 120), hours=dice.randint(0, 20))
    due = clock.day_of(delivered) + timedelta(days=dice.randint(1, 30))
    fed = status in (S.PENDING_VERIFICATION, S.CLOSED)
    last = min(delivered + timedelta(days=dice.randint(1, 40)), NOW) if fed else None
    finding = make_finding(
        status, unit=unit, visit=visit, delivered_at=delivered, due=due, held_days=dice.choice((0, 0, 1, 4)),
        category=dice.choice(list(Category)[:4]), self_found=dice.random() < 0.1, feedback_at=last,
        last_feedback_at=last, on_time=dice.random() < 0.7 if fed else None,
        accepted_at=delivered if status is not S.DISPATCHED else None,
    )  # fmt: skip
    if fed and last is not None and dice.random() < 0.6:
        _call(dice, finding, last)


def _call(dice: Random, finding: Finding, at: datetime) -> None:
    keep(Verification(
        finding_id=finding.id, round=1, method=VerificationMethod.CALL, result=VerificationResult.PASSED, remark="",
        satisfaction=dice.choice((None, 1, 2, 3, 4, 5)), at=at,
    ))  # fmt: skip
