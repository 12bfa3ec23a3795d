"""An office with a unit that leads projects."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.projects.actions import tough as actions
from inspect_app.projects.vocabulary import ProjectDraft
from tests.factories import actor_of, make_office, make_person, make_unit
from tests.projects.making import Office, make_room

DUE = date(2027, 5, 1)


@dataclass(frozen=True)
class Desk:
    """A clerk and the unit that leads; `add` adds a project and returns its id."""

    person_id: int
    unit_id: int
    liaison_id: int

    @property
    def clerk(self) -> Actor:
        return actor_of(db.session.get_one(Person, self.person_id))

    def draft(self, name: str = "打通省级数据", due: date = DUE, **values: str) -> ProjectDraft:
        return ProjectDraft(name, values.get("leader", "王副市长"), self.unit_id, due, values.get("progress", ""))


@pytest.fixture
def desk(app_context: None) -> Desk:
    unit = make_unit()
    return Desk(make_person(Role.OFFICE_CLERK, make_office()).id, unit.id, make_person(Role.DEPT_LIAISON, unit).id)


@pytest.fixture
def add(desk: Desk) -> Callable[..., int]:
    def added(name: str = "打通省级数据", due: date = DUE) -> int:
        with transaction():
            return actions.add_project(desk.clerk, desk.draft(name, due)).id

    return added


@pytest.fixture
def without_tokens(app: Flask) -> None:
    """Pages carry the token; that it is checked is tested where forms begin."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def office(app_context: None) -> Office:
    """Give an office, a leader and two units."""
    return make_room()
