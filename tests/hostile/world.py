"""One small installation with a thing of every kind, and everybody who may or may not see it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.accounts.models import Person, StandIn, Unit
from inspect_app.calendar.actions import seed_from_library
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import Window
from inspect_app.checklists import actions as checklists
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.findings.actions.returning import request_return
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.projects.models import ToughProject
from inspect_app.visits.actions.unsealing import ask_unseal
from inspect_app.visits.models import Interview, Trial, Visit, VisitFile
from inspect_app.visits.vocabulary import IntervieweeKind, VisitMode, VisitStatus
from tests.factories import (
    actor_of,
    keep,
    make_campaign,
    make_finding,
    make_item,
    make_office,
    make_person,
    make_unit,
    make_version,
    make_visit,
    make_window,
    sign_in,
)
from tests.hostile.asking import ask_around, take_away
from tests.hostile.compared import compare_cases
from tests.hostile.covert import SHOPPER_NAME, covert_case, keep_photo, moments
from tests.hostile.dialling import dial_numbers
from tests.hostile.hearing import hear_citizens
from tests.hostile.instructed import instruct
from tests.hostile.looked_over import look_over
from tests.hostile.papers import make_papers
from tests.hostile.planned import plan_covertly
from tests.hostile.reforming import hand_in_schemes
from tests.hostile.story import Story
from tests.hostile.supervised import supervise
from tests.hostile.voicing import take_letters

NOBODY = "nobody"
SHOPPER_LOGIN = "quiet-heron"


@dataclass
class World:
    """Ids by name; rows are read anew by whoever needs them."""

    app: Flask
    story: Story = field(default_factory=Story)
    ids: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def client(self, who: str) -> FlaskClient:
        """Return a browser in which somebody (a role, a named person, nobody) is signed in."""
        if who not in self.clients:
            self.clients[who] = self.app.test_client()
            if who != NOBODY:
                with self.app.app_context():
                    sign_in(self.clients[who], db.session.get_one(Person, self.ids[f"person:{who}"]))
        return self.clients[who]

    def __getitem__(self, name: str) -> Any:
        return self.ids[name]


def build(app: Flask, story: Story | None = None) -> World:
    """Fill an empty installation."""
    world = World(app, story or Story())
    with app.app_context():
        with transaction():
            seed_from_library()
        _people(world)
        _places(world)
        world.story.more(world)
        _visits(world)
        _findings(world)
        covert_case(world, _visit)
        world.story.more(world)
        supervise(world, _visit)
        make_papers(world, _actor)
        with transaction():
            asked = ask_unseal(_actor(world, "office_director"), world["visit_covert_id"], "核对走访人身份，依据来信。")
        world.ids["unseal"] = asked.public_id
        hand_in_schemes(world, _actor)
        instruct(world, _actor)
        take_letters(world, _actor)
        plan_covertly(world)
        hear_citizens(world, _actor)
        dial_numbers(world, _actor)
        ask_around(world, _actor)
        take_away(world, _actor)
        compare_cases(world, _actor)
        world.story.more(world)
        db.session.rollback()
    return world


def _person(world: World, name: str, role: Role, unit: Unit, **values: Any) -> Person:
    person = make_person(role, unit, **values)
    world.ids[f"person:{name}"] = person.id
    return person


def _people(world: World) -> None:
    office, bureau, other = make_office(), make_unit("市住建局"), make_unit("市水利局")
    world.ids |= {"office": office.id, "unit": bureau.id, "other_unit": other.id}
    for role in Role:
        if role is not Role.SHOPPER:
            inside = role in (Role.DEPT_LIAISON, Role.DEPT_HEAD)
            _person(world, role.value, role, bureau if inside else office)
    shopper = _person(world, Role.SHOPPER.value, Role.SHOPPER, make_unit("市统计局"), username=SHOPPER_LOGIN)
    with transaction():
        row = db.session.get_one(Person, shopper.id)
        row.name_seal = current_sealer().seal(SHOPPER_NAME.encode(), "name")
    _person(world, "second_shopper", Role.SHOPPER, make_unit("市体育局"), username="calm-otter")
    world.ids["person:who_goes"] = world[f"person:{world.story.goes}"]
    _person(world, "other_clerk", Role.OFFICE_CLERK, office)
    _person(world, "other_liaison", Role.DEPT_LIAISON, other)
    _person(world, "other_head", Role.DEPT_HEAD, other)
    _person(world, "deputy", Role.DEPT_HEAD, bureau, deputy=True)
    today = clock.today()
    lent = StandIn(
        person_id=world["person:dept_head"], stand_in_id=world["person:dept_liaison"], role=Role.DEPT_HEAD,
        unit_id=bureau.id, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=5),
    )  # fmt: skip
    keep(lent)
    world.ids["row_id"] = lent.id


def _unit(world: World) -> Unit:
    return db.session.get_one(Unit, world["unit"])


def _places(world: World) -> None:
    bureau = _unit(world)
    window = make_window(bureau)
    item = make_item(bureau, papers=("身份证", "申请表"), window=window)
    version = make_version(items=2)
    campaign = make_campaign((bureau,), version=version)
    with transaction():
        checklists.start_draft(_actor(world, Role.OFFICE_CLERK.value), version.checklist_id)
    project = ToughProject(
        name="打通数据", leader="王副市长", unit_id=bureau.id, due_on=clock.today(), created_at=clock.now()
    )
    keep(project)
    world.ids |= {
        "project_id": project.id, "window_id": window.id, "site_id": window.site_id, "item_id": item.id,
        "checklist_id": version.checklist_id, "checklist_code": version.checklist.code,
        "campaign_id": campaign.id, "version": version.id,
    }  # fmt: skip


def _actor(world: World, name: str) -> Any:
    return actor_of(db.session.get_one(Person, world[f"person:{name}"]))


def _visit(world: World, name: str, author: str, status: VisitStatus, mode: VisitMode = VisitMode.OPEN) -> Visit:
    person = db.session.get_one(Person, world[f"person:{author}"])
    now, (began, handed_in, _) = clock.now(), moments(world)
    handed = status in (VisitStatus.RECEIVED, VisitStatus.RETURNED, VisitStatus.ACCEPTED)
    visit = make_visit(
        person,
        db.session.get_one(Window, world["window_id"]),
        campaign=db.session.get_one(Campaign, world["campaign_id"]),
        version=db.session.get_one(ChecklistVersion, world["version"]),
        mode=mode,
        status=status,
        started_at=None if status is VisitStatus.PLANNED else began,
        submitted_at=handed_in if handed else None,
        receipt=f"H{name}" if handed else None,
        reviewed_at=now if status is VisitStatus.ACCEPTED else None,
    )
    world.ids[f"visit:{name}"] = visit.public_id
    return visit


def _visits(world: World) -> None:
    _visit(world, "planned", "inspector", VisitStatus.PLANNED)
    _visit(world, "planned_covert", "who_goes", VisitStatus.PLANNED, VisitMode.COVERT)
    draft = _visit(world, "draft", "inspector", VisitStatus.DRAFT)
    _visit(world, "draft_covert", "who_goes", VisitStatus.DRAFT, VisitMode.COVERT)
    _visit(world, "received", "inspector", VisitStatus.RECEIVED)
    _visit(world, "received_covert", "who_goes", VisitStatus.RECEIVED, VisitMode.COVERT)
    _visit(world, "returned", "observer", VisitStatus.RETURNED)
    _visit(world, "accepted", "inspector", VisitStatus.ACCEPTED)
    look_over(world)
    trial = Trial(visit_id=draft.id, item_id=world["item_id"], window_id=world["window_id"])
    talk = Interview(visit_id=draft.id, kind=IntervieweeKind.CITIZEN, satisfaction=2, alias="王先生")
    keep(trial, talk)
    file = keep_photo(world, "inspector")
    keep(VisitFile(visit_id=draft.id, file_id=file.id, item_key="look1"))
    world.ids |= {"trial_id": trial.id, "interview_id": talk.id, "visit_file": file.public_id}


def _findings(world: World) -> None:
    campaign = db.session.get_one(Campaign, world["campaign_id"])
    visit = db.session.query(Visit).filter_by(public_id=world["visit:accepted"]).one()
    draft = db.session.query(Visit).filter_by(public_id=world["visit:draft"]).one()
    window = db.session.get_one(Window, world["window_id"])
    for status in FindingStatus:
        if status is FindingStatus.RETURN_REQUESTED:
            continue
        found_in = draft if status is FindingStatus.DRAFT else visit
        facts: dict[str, Any] = {"visit": found_in, "campaign": campaign, "window": window}
        finding = make_finding(status, unit=_unit(world), **facts)
        world.ids[f"finding:{status.value}"] = finding.id
        world.ids[f"number:{status.value}"] = finding.number
    other = make_finding(
        FindingStatus.ACCEPTED,
        unit=db.session.get_one(Unit, world["other_unit"]),
        campaign=campaign,
        visit=visit,
        title="别家的秘密问题",
    )
    world.ids |= {"finding:other": other.id, "number:other": other.number}
    asked = make_finding(FindingStatus.DISPATCHED, unit=_unit(world), campaign=campaign, window=window)
    with transaction():
        request_return(
            _actor(world, "dept_head"), asked.id, basis="不是我们的事。", proposed_unit_id=world["other_unit"]
        )
    world.ids |= {"finding:return_requested": asked.id, "number:return_requested": asked.number}
