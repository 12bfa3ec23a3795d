"""Trials, guide checks and phone tests of a promise, as tests of 承诺兑现 want them."""

import itertools
from datetime import date, time
from typing import Any

from inspect_app.access import Role
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import ServiceItem, Window
from inspect_app.checklists.models import ChecklistItemKey, ChecklistVersion
from inspect_app.checklists.vocabulary import ItemKind
from inspect_app.foundation import clock
from inspect_app.visits.models import Answer, Trial, Visit
from inspect_app.visits.vocabulary import TrialOutcome, VisitMode, VisitStatus
from tests.factories import keep, make_person, make_version, make_visit

DAY = date(2026, 5, 20)  # a Wednesday
_serial = itertools.count(1)


def papers(listed: tuple[str, ...] = (), beyond: tuple[str, ...] = (), cancelled: tuple[str, ...] = ()) -> list[Any]:
    """Return the papers of a trial."""
    parts = (("listed", listed), ("beyond", beyond), ("cancelled", cancelled))
    return [{"name": name, "origin": origin} for origin, names in parts for name in names]


def told(*said: bool) -> list[Any]:
    """Return the points of a trial, told or not."""
    return [{"point": f"要点{place}", "told": one} for place, one in enumerate(said)]


def visit_of(
    window: Window | None = None,
    *,
    on: date = DAY,
    mode: VisitMode = VisitMode.OPEN,
    status: VisitStatus = VisitStatus.ACCEPTED,
    campaign: Campaign | None = None,
    **values: Any,
) -> Visit:
    """Make a visit that was handed in on a day and reviewed."""
    role = Role.SHOPPER if mode is VisitMode.COVERT else Role.INSPECTOR
    at = clock.at(on, time(10))
    handed_in = {"started_at": clock.at(on, time(9)), "submitted_at": at, "reviewed_at": at}
    values = handed_in | {"receipt": f"R{next(_serial)}"} | values
    return make_visit(make_person(role), window, mode=mode, status=status, campaign=campaign, **values)


def tried(item: ServiceItem | None, window: Window | None = None, visit: Visit | None = None, **values: Any) -> Trial:
    """Make a trial that ended with one trip and all papers unless it says otherwise."""
    of_visit = ("on", "mode", "status", "campaign", "method", "self_check", "started_at")
    given = {name: values.pop(name) for name in of_visit if name in values}
    visit = visit or visit_of(window, **given)
    facts = {"trips": 1, "papers_complete": True, "outcome": TrialOutcome.DONE} | values
    trial = Trial(visit_id=visit.id, item_id=item.id if item else None, window_id=visit.stops[0].window_id, **facts)
    keep(trial)
    return trial


def answer(visit: Visit, key: str, value: dict[str, Any]) -> None:
    """Keep an answer of a visit."""
    keep(Answer(visit_id=visit.id, item_key=key, value=value))


def phone_version() -> ChecklistVersion:
    """Make a published version that has a phone test under `call`."""
    version = make_version()
    keep(ChecklistItemKey(checklist_id=version.checklist_id, key="call", kind=ItemKind.PHONE_TEST))
    return version


def called(window: Window, *, through: bool, answered: bool = False, version: ChecklistVersion, **values: Any) -> None:
    """Dial the number of a window."""
    visit = visit_of(window, version=version, **values)
    phone = {"number": window.phone, "dialled_at": "2026-05-20T09:30", "connected": through}
    answer(visit, "call", {"phone": phone | ({"answered": answered} if through else {})})
