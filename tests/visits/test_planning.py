"""Planning a visit: what is kept, who may, what stays sealed."""

import dataclasses
from typing import Any

import pytest
from flask.ctx import AppContext
from sqlalchemy import inspect, select, text

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.audit.models import AuditEntry
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.planning.queries.chiefs import chief_visits
from inspect_app.visits import actions, queries
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import DaySlot, VisitMode, VisitPlan, VisitStatus
from tests import factories

pytestmark = pytest.mark.usefixtures("app_context")


def plan_for(person: Person, role: Role, **changes: Any) -> VisitPlan:
    version = factories.make_version()
    values: dict[str, Any] = {
        "campaign_id": factories.make_campaign(version=version).id,
        "version_id": None,
        "person_id": person.id,
        "role": role,
        "window_ids": (factories.make_window().id,),
        "planned_on": clock.today(),
        "slot": DaySlot.MORNING,
        "mode": VisitMode.OPEN,
        "method": VisitMethod.ON_SITE,
    }
    return VisitPlan(**(values | changes))


def planned(actor: Any, plan: VisitPlan) -> Visit:
    with transaction():
        return actions.plan_visit(actor, plan)


def test_a_visit_is_planned_with_the_latest_published_checklist(app_context: AppContext) -> None:
    clerk, inspector = factories.make_actor(Role.OFFICE_CLERK), factories.make_person(Role.INSPECTOR)
    plan = plan_for(inspector, Role.INSPECTOR)
    visit = planned(clerk, plan)
    assert (visit.author_id, visit.author_tag, visit.status) == (inspector.id, None, VisitStatus.PLANNED)
    assert visit.checklist_version.checklist_id == visit.campaign.checklist_id
    assert [stop.window_id for stop in visit.stops] == list(plan.window_ids)


def test_a_campaign_without_a_published_checklist_plans_nothing(app_context: AppContext) -> None:
    clerk, inspector = factories.make_actor(Role.OFFICE_CLERK), factories.make_person(Role.INSPECTOR)
    plan = plan_for(inspector, Role.INSPECTOR, campaign_id=factories.make_campaign().id)
    with pytest.raises(Invalid) as refused:
        planned(clerk, plan)
    assert refused.value.field == "version"


def test_a_clerk_cannot_plan_a_covert_visit(app_context: AppContext) -> None:
    shopper = factories.make_person(Role.SHOPPER)
    with pytest.raises(NotAllowed):
        planned(factories.make_actor(Role.OFFICE_CLERK), plan_for(shopper, Role.SHOPPER, mode=VisitMode.COVERT))


def test_a_covert_visit_holds_no_person_id_anywhere(app_context: AppContext) -> None:
    director, shopper = factories.make_actor(Role.OFFICE_DIRECTOR), factories.make_person(Role.SHOPPER)
    visit = planned(director, plan_for(shopper, Role.SHOPPER, mode=VisitMode.COVERT))
    row = db.session.execute(select(Visit.__table__).where(Visit.__table__.c.id == visit.id)).mappings().one()
    people = {
        name
        for name in row
        if name.endswith("_id") and name not in {"public_id", "campaign_id", "checklist_version_id"}
    }
    assert {row[name] for name in people} == {None}
    assert current_sealer().open_author(row["author_seal"]) == shopper.id
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)).one()
    assert (entry.deed, entry.actor_id) == ("visit.planned", None)


def test_the_planner_sees_the_code_until_the_visit_is_handed_in(app_context: AppContext) -> None:
    director, shopper = factories.make_actor(Role.OFFICE_DIRECTOR), factories.make_person(Role.SHOPPER)
    visit = planned(director, plan_for(shopper, Role.SHOPPER, mode=VisitMode.COVERT))
    assert queries.author_label(director, [visit]) == {visit.id: shopper.name}
    with transaction():
        visit = db.session.get_one(Visit, visit.id)
        visit.status, visit.submitted_at, visit.receipt = VisitStatus.RECEIVED, clock.now(), "ABCD-2345"
    assert queries.author_label(director, [visit]) == {visit.id: Role.SHOPPER.label}


def test_only_planners_of_covert_visits_know_of_one_before_it_is_handed_in(app_context: AppContext) -> None:
    director, clerk = factories.make_actor(Role.OFFICE_DIRECTOR), factories.make_actor(Role.OFFICE_CLERK)
    visit = planned(director, plan_for(factories.make_person(Role.SHOPPER), Role.SHOPPER, mode=VisitMode.COVERT))
    assert queries.get_visit(director, visit.public_id).id == visit.id
    for stranger in (clerk, factories.make_actor(Role.DEPT_HEAD), factories.make_actor(Role.LEADER)):
        with pytest.raises(Missing):
            queries.get_visit(stranger, visit.public_id)


def test_a_chief_at_the_own_windows_is_marked_as_self_check(app_context: AppContext) -> None:
    clerk, unit = factories.make_actor(Role.OFFICE_CLERK), factories.make_unit()
    section = factories.make_unit(parent=unit)
    chief = factories.make_person(Role.CHIEF, unit)
    own, other = factories.make_window(section), factories.make_window()
    assert planned(clerk, plan_for(chief, Role.CHIEF, window_ids=(own.id,))).self_check is True
    assert planned(clerk, plan_for(chief, Role.CHIEF, window_ids=(other.id,))).self_check is False


def test_a_cross_visit_to_the_own_unit_is_refused_at_the_field(app_context: AppContext) -> None:
    unit = factories.make_unit()
    inspector, window = factories.make_person(Role.INSPECTOR, unit), factories.make_window(unit)
    plan = plan_for(inspector, Role.INSPECTOR, window_ids=(window.id,), method=VisitMethod.CROSS)
    with pytest.raises(Invalid) as refused:
        planned(factories.make_actor(Role.OFFICE_CLERK), plan)
    assert refused.value.field == "author"


def test_a_plan_is_changed_and_called_off_until_somebody_begins(app_context: AppContext) -> None:
    clerk, inspector = factories.make_actor(Role.OFFICE_CLERK), factories.make_person(Role.INSPECTOR)
    plan = plan_for(inspector, Role.INSPECTOR)
    visit = planned(clerk, plan)
    window = factories.make_window()
    with transaction():
        actions.edit_plan(
            clerk, visit.public_id, dataclasses.replace(plan, window_ids=(window.id,), slot=DaySlot.AFTERNOON)
        )
    changed = queries.get_visit(clerk, visit.public_id)
    assert ([stop.window_id for stop in changed.stops], changed.slot) == ([window.id], DaySlot.AFTERNOON)
    with transaction():
        actions.cancel_plan(clerk, visit.public_id)
    with pytest.raises(Missing):
        queries.get_visit(clerk, visit.public_id)


def test_a_visit_that_is_begun_is_no_longer_replanned(app_context: AppContext) -> None:
    clerk, inspector = factories.make_actor(Role.OFFICE_CLERK), factories.make_person(Role.INSPECTOR)
    visit = factories.make_visit(inspector, status=VisitStatus.DRAFT)
    with pytest.raises(Refused), transaction():
        actions.cancel_plan(clerk, visit.public_id)


def test_the_database_refuses_a_covert_visit_with_a_person(app_context: AppContext) -> None:
    visit = factories.make_visit(factories.make_person(Role.SHOPPER), mode=VisitMode.COVERT)
    constraint = {check["name"] for check in inspect(db.engine).get_check_constraints("visits")}
    assert "ck_visits_covert_is_sealed" in constraint
    with pytest.raises(Exception, match="covert_is_sealed"), transaction() as session:
        session.execute(text("UPDATE visits SET author_id = 1 WHERE id = :id"), {"id": visit.id})


def test_a_chief_goes_covertly_sealed_like_a_shopper_and_never_to_the_own_unit(app_context: AppContext) -> None:
    director, unit = factories.make_actor(Role.OFFICE_DIRECTOR), factories.make_unit()
    chief = factories.make_person(Role.CHIEF, unit)
    visit = planned(director, plan_for(chief, Role.CHIEF, mode=VisitMode.COVERT))
    assert (visit.author_id, visit.self_check) == (None, False)
    assert current_sealer().open_author(visit.author_seal or b"") == chief.id
    own = factories.make_window(factories.make_unit(parent=unit))
    with pytest.raises(Invalid, match="任何关系"):
        planned(director, plan_for(chief, Role.CHIEF, mode=VisitMode.COVERT, window_ids=(own.id,)))
    with pytest.raises(NotAllowed):
        planned(factories.make_actor(), plan_for(chief, Role.CHIEF, mode=VisitMode.COVERT))
    assert chief_visits(clock.today(), clock.today(), None) == []
