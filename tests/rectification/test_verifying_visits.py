"""A verifier's covert re-visit on a tablet, from the order to the verdict; nothing of it reaches the department."""

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.rectification.actions.assigning import plan_check
from inspect_app.rectification.models import Verification, VerificationOrder
from inspect_app.rectification.queries.inbox import Waiting, list_waiting
from inspect_app.rectification.queries.supervising import check_beside
from inspect_app.rectification.vocabulary import OrderState, VerificationMethod
from inspect_app.visits.models import Visit
from inspect_app.visits.rules import Candidate, assignment_refusal
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests.factories import make_campaign, make_version
from tests.field.tablets import new_uuid, registered, submission
from tests.rectification.making import Case, feed_back, make_case, verify
from tests.rectification.ordering import plan_for

pytestmark = pytest.mark.usefixtures("app_context")
ANSWERS = {"look1": {"choice": "yes", "note": "又取了一次号，没有再要"}, "look2": {"choice": "yes"}}


def ordered(app: Flask) -> tuple[Case, str]:
    """Return a case whose covert check was given to its verifier today, and the visit's public id."""
    case = make_case(FindingStatus.RECTIFYING)
    feed_back(case)
    version = make_version(items=2)
    campaign, today = make_campaign(version=version), clock.today()
    facts = {"campaign_id": campaign.id, "version_id": version.id, "planned_on": today}
    plan = plan_for(case, case.people["verifier"], VisitMode.COVERT, **facts)
    with transaction():
        order = plan_check(case.actor("director"), case.number, plan)
    return case, db.session.get_one(Visit, order.visit_id).public_id


def test_a_verifier_takes_a_covert_revisit_along_and_hands_it_in_from_the_tablet(app: Flask) -> None:
    case, public_id = ordered(app)
    tablet = registered(app, case.people["verifier"])
    pack = tablet.get("/pack").json
    assert public_id in {visit["id"] for visit in pack["visits"]}
    visit = db.session.scalars(select(Visit).where(Visit.public_id == public_id)).one()
    sent = tablet.post(f"/submissions/{new_uuid()}", submission(visit, answers=ANSWERS))
    assert sent.status_code in (200, 201), sent.text
    db.session.rollback()
    db.session.expire_all()
    back = db.session.scalars(select(Visit).where(Visit.public_id == public_id)).one()
    assert (back.status, back.author_id) == (VisitStatus.RECEIVED, None)
    beside = check_beside(case.actor("verifier"), case.finding)
    assert beside.mine and [item.note for item in beside.seen if item.note] == ["又取了一次号，没有再要"]
    verify(case, method=VerificationMethod.COVERT)
    check = db.session.scalars(select(Verification)).one()
    tag = current_sealer().author_tag(case.people["verifier"].id)
    assert (check.visit_id, check.verifier_id, check.verifier_tag) == (back.id, None, tag)
    assert db.session.scalars(select(VerificationOrder.state)).all() == [OrderState.DONE]


def test_it_stands_first_among_what_the_verifier_has_to_check_and_nobody_elses(app: Flask) -> None:
    case, _public_id = ordered(app)
    rows, total = list_waiting(case.actor("verifier"), Waiting.TO_VERIFY, 0)
    assert ([row.id for row in rows], total) == ([case.finding_id], 1)
    assert list_waiting(case.actor("other_clerk"), Waiting.TO_VERIFY, 0)[1] == 0
    with pytest.raises(Refused, match="还没有交回"):
        verify(case, "other_clerk", method=VerificationMethod.COVERT)


@pytest.mark.parametrize("mode", [VisitMode.OPEN, VisitMode.COVERT])
def test_a_verifier_goes_openly_or_covertly(mode: VisitMode) -> None:
    verifier = Candidate(Role.VERIFIER, 1, frozenset({Role.VERIFIER}))
    assert assignment_refusal(verifier, mode, VisitMethod.ON_SITE, {2}, {1: (1,), 2: (2,)}) is None


def test_who_has_to_do_with_the_unit_does_not_go_covertly() -> None:
    tied = Candidate(Role.VERIFIER, 1, frozenset({Role.VERIFIER}), frozenset({2}))
    words = assignment_refusal(tied, VisitMode.COVERT, VisitMethod.ON_SITE, {2}, {1: (1,), 2: (2,)})
    assert words is not None and "任何关系" in words


def test_an_observer_still_never_goes_covertly_nor_a_shopper_openly() -> None:
    for role, mode in ((Role.OBSERVER, VisitMode.COVERT), (Role.SHOPPER, VisitMode.OPEN)):
        candidate = Candidate(role, 1, frozenset({role}))
        assert assignment_refusal(candidate, mode, VisitMethod.ON_SITE, {2}, {1: (1,), 2: (2,)}) is not None
