"""Review of a submitted visit."""

import pytest
from sqlalchemy import select

from inspect_app.database import db, transaction
from inspect_app.findings.actions.proposing import submit_with_visit
from inspect_app.findings.actions.reviewing import accept_visit, send_back
from inspect_app.findings.models import FindingEvent
from inspect_app.findings.queries import desk_counts, list_to_triage, list_visits_to_review
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.visits.models import VisitRemark
from inspect_app.visits.vocabulary import VisitStatus
from tests.findings.making import World, make_world, propose_trial

pytestmark = pytest.mark.usefixtures("app_context")


def received(problems: int = 2) -> World:
    world = make_world()
    for place in range(problems):
        propose_trial(world, f"第{place}个")
    with transaction():
        submit_with_visit(world.author, world.visit)
        world.visit.status, world.visit.submitted_at = VisitStatus.RECEIVED, clock.now()
        world.visit.receipt = f"回执{world.visit.id}"
    return world


def test_an_accepted_visit_lets_its_problems_into_triage() -> None:
    world = received()
    assert (list_to_triage(world.clerk), desk_counts(world.clerk).review) == ([], 1)
    with transaction():
        accept_visit(world.clerk, world.visit.id)
    assert len(list_to_triage(world.clerk)) == desk_counts(world.clerk).triage == 2
    assert (world.visit.status, world.visit.reviewed_by_id) == (VisitStatus.ACCEPTED, world.clerk.person_id)
    with pytest.raises(Refused, match="不用再审核"), transaction():
        accept_visit(world.clerk, world.visit.id)


def test_a_visit_goes_back_with_a_remark_per_item_and_its_problems_are_drafts_again() -> None:
    world = received()
    with transaction():
        send_back(world.clerk, world.visit.id, general="再看一次", remarks={"look1": "补照片", "look2": " "})
    assert (world.visit.status, world.visit.round) == (VisitStatus.RETURNED, 2)
    remarks = db.session.scalars(select(VisitRemark).order_by(VisitRemark.id)).all()
    assert [(row.round, row.item_key, row.text) for row in remarks] == [
        (2, None, "再看一次"),
        (2, "look1", "补照片"),
    ]
    events = db.session.scalars(select(FindingEvent).where(FindingEvent.step == Step.SEND_BACK)).all()
    assert [(row.to_status, row.text) for row in events] == [(FindingStatus.DRAFT, "再看一次")] * 2


def test_a_visit_comes_again_in_its_second_round() -> None:
    world = received()
    with transaction():
        send_back(world.clerk, world.visit.id, remarks={"look1": "补照片"})
    with transaction():
        assert len(submit_with_visit(world.author, world.visit)) == 2
        world.visit.status = VisitStatus.RECEIVED
    rows = list_visits_to_review(world.clerk)
    assert [(row.visit.round, row.findings) for row in rows] == [(2, 2)]


def test_sending_back_says_what_is_missing() -> None:
    world = received()
    with pytest.raises(Invalid, match="至少写一条"), transaction():
        send_back(world.clerk, world.visit.id, remarks={"look1": " "})


def test_only_the_office_reviews() -> None:
    world = received()
    for actor in (world.author, world.liaison, world.head):
        with pytest.raises(NotAllowed), transaction():
            accept_visit(actor, world.visit.id)
        assert desk_counts(actor).review == 0
