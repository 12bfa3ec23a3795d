"""A checklist published while a draft is under way: the draft stays whole, moving on is a choice."""

import copy
from typing import Any

import pytest
from flask import Flask

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.checklists.vocabulary import VersionState
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitStatus
from tests import factories
from tests.field.making import body, item
from tests.field.tablets import YES_TO_ALL, Tablet, new_uuid, registered, submission

ALL_THREE = YES_TO_ALL | {"q3": {"choice": "yes"}}


@pytest.fixture(autouse=True)
def within(app: Flask) -> Any:
    with app.app_context():
        yield


@pytest.fixture
def visit(app: Flask) -> Visit:
    version = factories.make_version(body([item("q1"), item("q2")]))
    return factories.make_visit(factories.make_person(Role.INSPECTOR), version=version)


@pytest.fixture
def tablet(app: Flask, visit: Visit) -> Tablet:
    return registered(app, db.session.get_one(Person, visit.author_id))


def publish_next(visit: Visit) -> int:
    """Publish the next version of a visit's checklist, which asks one more question; return its id."""
    old = visit.checklist_version
    newer = copy.deepcopy(old.body)
    newer["parts"][0]["items"].append(item("q3"))
    version = ChecklistVersion(
        checklist_id=old.checklist_id, number=old.number + 1, state=VersionState.PUBLISHED, body=newer,
        digest=f"newer than {old.id}", published_at=clock.now(),
    )  # fmt: skip
    factories.keep(version)
    return version.id


def test_a_draft_keeps_the_version_it_was_begun_with_which_stays_served(tablet: Tablet, visit: Visit) -> None:
    begun_with = visit.checklist_version_id
    newer = publish_next(visit)
    pack = tablet.get("/pack").json
    assert (pack["visits"][0]["version"], pack["visits"][0]["newer_version"]) == (begun_with, newer)
    asked = {
        name: [one["key"] for one in pack["versions"][str(name)]["body"]["parts"][0]["items"]]
        for name in (begun_with, newer)
    }
    assert asked == {begun_with: ["q1", "q2"], newer: ["q1", "q2", "q3"]}
    answer = tablet.post(f"/submissions/{new_uuid()}", submission(visit, checklist_version=begun_with))
    assert (answer.status_code, answer.json["status"]) == (201, "complete")
    kept = db.session.get_one(Visit, visit.id, populate_existing=True)
    assert (kept.status, kept.checklist_version_id) == (VisitStatus.RECEIVED, begun_with)


def test_who_moved_on_is_asked_what_the_newer_version_asks(tablet: Tablet, visit: Visit) -> None:
    newer = publish_next(visit)
    short = tablet.post(f"/submissions/{new_uuid()}", submission(visit, checklist_version=newer))
    assert (short.status_code, [gap["key"] for gap in short.json["problems"]]) == (422, ["q3"])
    whole = submission(visit, checklist_version=newer, answers=ALL_THREE)
    assert tablet.post(f"/submissions/{new_uuid()}", whole).status_code == 201
    kept = db.session.get_one(Visit, visit.id, populate_existing=True)
    assert kept.checklist_version_id == newer
    assert {answer.item_key for answer in kept.answers} == set(ALL_THREE)


def test_a_version_of_another_checklist_is_refused_and_changes_nothing(tablet: Tablet, visit: Visit) -> None:
    strange = factories.make_version(body([item("q1"), item("q2")])).id
    answer = tablet.post(f"/submissions/{new_uuid()}", submission(visit, checklist_version=strange))
    assert (answer.status_code, "检查表不是这次走访的" in answer.json["message"]) == (409, True)
    assert db.session.get_one(Visit, visit.id, populate_existing=True).status is VisitStatus.PLANNED
