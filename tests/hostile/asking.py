"""What waits in a department's hands: handed down, asked for, drafted; and what was there once and is gone."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.projects.actions import scheme_handing
from inspect_app.projects.actions.schemes import open_review
from inspect_app.projects.vocabulary.schemes import ReviewDraft
from inspect_app.rectification.actions import deferring, extending, handing_down
from inspect_app.rectification.rules.requests import DeferralDraft, ExtensionDraft
from inspect_app.visits.actions import cancel_plan, plan_visit
from inspect_app.visits.vocabulary import DaySlot, VisitMode, VisitPlan
from tests.factories import make_finding, make_person, make_unit

if TYPE_CHECKING:
    from tests.hostile.world import World

ActorOf = Callable[[Any, str], Actor]


def ask_around(world: "World", actor: ActorOf) -> None:
    """Hand one problem down to a section, ask for time and for waiting with two others, draft a scheme."""
    section = make_unit("市住建局窗口", parent=db.session.get_one(Unit, world["unit"]))
    world.ids["person:section_liaison"] = make_person(Role.DEPT_LIAISON, section).id
    for name in ("handed_down", "extension", "deferral"):
        finding = make_finding(
            FindingStatus.ACCEPTED,
            unit=db.session.get_one(Unit, world["unit"]),
            campaign=db.session.get_one(Campaign, world["campaign_id"]),
        )
        world.ids |= {f"finding:{name}": finding.id, f"number:{name}": finding.number}
    head, later = actor(world, "dept_head"), clock.today() + timedelta(days=30)
    with transaction():
        handing_down.hand_down(actor(world, "dept_liaison"), world["number:handed_down"], unit_id=section.id)
    with transaction():
        wanted = clock.today() + timedelta(days=14)
        draft = ExtensionDraft(wanted, reason="系统改造要等省厅排期。", progress="已报需求。")
        extending.request_extension(head, world["number:extension"], draft)
    with transaction():
        waiting = DeferralDraft(
            until=later, reason="要等省里数据接口。", missing="省级数据", interim="窗口先代查。", reported_to="省厅"
        )
        deferring.request_deferral(head, world["number:deferral"], waiting)
    _draft_scheme(world, actor)


def _draft_scheme(world: "World", actor: ActorOf) -> None:
    unit_id, today = world["unit"], clock.today()
    draft = ReviewDraft("第二批改革方案", "每个事项一份。", today, today, frozenset({unit_id}))
    with transaction():
        review = open_review(actor(world, "office_clerk"), draft).id
    with transaction():
        item = scheme_handing.add_schemes(actor(world, "dept_liaison"), review, unit_id, [], ["不动产登记"])[0]
    world.ids |= {"review:drafted": review, "scheme:drafted": item.id}


def take_away(world: "World", actor: ActorOf) -> None:
    """Plan a visit and call it off: its address leads nowhere any more."""
    plan = VisitPlan(
        world["campaign_id"], world["version"], world["person:inspector"], Role.INSPECTOR, (world["window_id"],),
        clock.today(), DaySlot.MORNING, VisitMode.OPEN, VisitMethod.ON_SITE,
    )  # fmt: skip
    director = actor(world, "office_director")
    with transaction():
        world.ids["visit:deleted"] = plan_visit(director, plan).public_id
    with transaction():
        cancel_plan(director, world["visit:deleted"])
