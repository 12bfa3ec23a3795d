"""Ordering a check of a claimed fix, in tests: a person or a visit that comes back."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.rectification.actions.assigning import assign_verifier, plan_check
from inspect_app.rectification.models import VerificationOrder
from inspect_app.rectification.vocabulary import VerificationMethod
from inspect_app.visits.models import Answer, Visit
from inspect_app.visits.vocabulary import DaySlot, VisitMode, VisitPlan, VisitStatus
from tests.factories import actor_of, make_campaign, make_office, make_person, make_version
from tests.rectification.making import (
    TUESDAY,
    WEDNESDAY,
    Case,
    feed_back,
    make_case,
    on,
)

_METHOD = VerificationMethod


def fed_back(**values: Any) -> Case:
    case = make_case(FindingStatus.RECTIFYING, **values)
    with on(TUESDAY):
        feed_back(case)
    return case


def assign(
    case: Case, who: Person, by: str = "clerk", method: VerificationMethod = _METHOD.REVISIT
) -> VerificationOrder:
    with transaction():
        return assign_verifier(case.actor(by), case.number, who.id, method)


def orders(case: Case) -> list[VerificationOrder]:
    db.session.rollback()
    db.session.expire_all()
    query = select(VerificationOrder).where(VerificationOrder.finding_id == case.finding_id)
    return list(db.session.scalars(query.order_by(VerificationOrder.id)))


def plan_for(case: Case, who: Person, mode: VisitMode = VisitMode.OPEN, **values: Any) -> VisitPlan:
    """Return a plan for the finding's window on Wednesday."""
    finding = case.finding
    version = make_version()
    campaign = make_campaign(
        version=version, starts_on=WEDNESDAY - timedelta(days=30), ends_on=WEDNESDAY + timedelta(days=30)
    )
    facts: dict[str, Any] = {
        "campaign_id": campaign.id,
        "version_id": version.id,
        "person_id": who.id,
        "role": who.grants[0].role,
        "window_ids": (finding.window_id,),
        "planned_on": WEDNESDAY,
        "slot": DaySlot.ANY,
        "mode": mode,
        "method": VisitMethod.ON_SITE,
    }
    return VisitPlan(**(facts | values))


def plan_visit_for(
    case: Case, who: Person, mode: VisitMode = VisitMode.OPEN, by: str = "director"
) -> VerificationOrder:
    plan = plan_for(case, who, mode)
    with transaction():
        return plan_check(case.actor(by), case.number, plan)


def hand_in(order: VerificationOrder) -> None:
    """Let the visit of an order come back with one answer."""
    with transaction():
        visit = db.session.get_one(Visit, order.visit_id)
        visit.status, visit.submitted_at, visit.receipt = VisitStatus.RECEIVED, clock.now(), f"R{visit.id:06d}"
        db.session.add(Answer(visit_id=visit.id, item_key="look1", value={"choice": "yes"}, note="两个窗口都改了"))


def steady(page: str) -> str:
    """Leave out what every answer has anew: nonces and tokens."""
    import re

    return re.sub(r'(nonce|value)="[A-Za-z0-9_.\-]{16,}"', "", page)


def make_verifier() -> Any:
    return actor_of(make_person(Role.VERIFIER, make_office()))
