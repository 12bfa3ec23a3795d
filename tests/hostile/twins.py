"""Two worlds that tell two stories; a department must not be able to say which of them it lives in."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from flask import Flask

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import Window
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock, randomness
from inspect_app.messages.actions import tell, tell_author
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.visits.actions import plan_visit
from inspect_app.visits.actions.unsealing import ask_unseal
from inspect_app.visits.vocabulary import DaySlot, VisitMode, VisitPlan, VisitStatus
from tests import factories
from tests.hostile.covert import keep_photo
from tests.hostile.story import Story
from tests.hostile.world import World, build

# A Wednesday afternoon, far from every holiday.
NOW = datetime(2026, 11, 18, 7, 30, tzinfo=UTC)
_SERIAL_OF_MORE = itertools.count(500_000)


@contextmanager
def same_luck(name: str) -> Iterator[None]:
    """Let time stand still and every random value follow from a name."""
    dice = Random(name)  # noqa: S311 - a story, no secret
    with clock.reading(lambda: NOW), randomness.drawing(dice.randbytes):
        yield


def build_twin(app: Flask, story: Story) -> World:
    """Build a world of which everything but its story is alike each time."""
    before, factories._serial = factories._serial, itertools.count(1)
    try:
        with same_luck("world"):
            return build(app, story)
    finally:
        factories._serial = before


def quiet() -> Story:
    """Return the story with nothing else under way."""
    return Story()


def busy() -> Story:
    """Return another: another shopper, another device and hour, and much that is planned or waits."""
    began, handed_in = timedelta(days=5, hours=2, minutes=26), timedelta(days=5, hours=1, minutes=38)
    ago = (began, handed_in, timedelta(hours=1, minutes=4))
    return Story(goes="second_shopper", ago=ago, device="HUAWEI MatePad 11", more=_more, last_first=True)


def _more(world: World) -> None:
    with ExitStack() as apart:
        apart.enter_context(randomness.drawing(Random(f"more{next(_SERIAL_OF_MORE)}").randbytes))  # noqa: S311
        before, factories._serial = factories._serial, _SERIAL_OF_MORE
        apart.callback(lambda: setattr(factories, "_serial", before))
        _plan(world)
        _wait_for_release(world)
        _tell_authors(world)
        factories.sign_in(world.app.test_client(), db.session.get_one(Person, world["person:second_shopper"]))


def _plan(world: World) -> None:
    """Plan an open visit and a covert one to the department's window."""
    director, day = _actor(world, "office_director"), clock.today() + timedelta(days=1)
    for who, role, mode in (
        ("inspector", Role.INSPECTOR, VisitMode.OPEN),
        ("second_shopper", Role.SHOPPER, VisitMode.COVERT),
    ):
        plan = VisitPlan(
            world["campaign_id"], world["version"], world[f"person:{who}"], role, (world["window_id"],), day,
            DaySlot.MORNING, mode, VisitMethod.ON_SITE, companions="老王", note="从东门进。",
        )  # fmt: skip
        with transaction():
            plan_visit(director, plan)


def _wait_for_release(world: World) -> None:
    """Let a covert visit be handed in, with a photo and a problem that no department has yet."""
    campaign = db.session.get_one(Campaign, world["campaign_id"])
    window = db.session.get_one(Window, world["window_id"])
    visit = factories.make_visit(
        db.session.get_one(Person, world["person:second_shopper"]), window, campaign=campaign,
        version=db.session.get_one(ChecklistVersion, world["version"]), mode=VisitMode.COVERT,
        status=VisitStatus.ACCEPTED, started_at=clock.now() - timedelta(days=2),
        submitted_at=clock.now() - timedelta(days=2), receipt=f"M{next(_SERIAL_OF_MORE)}",
    )  # fmt: skip
    factories.make_finding(
        FindingStatus.SUBMITTED, unit=window.unit, window=window, visit=visit, campaign=campaign, is_covert=True,
        release_at=clock.now() + timedelta(days=1), title="还没送达的另一件",
    )  # fmt: skip
    keep_photo(world, "second_shopper", covert=True)
    with transaction():
        ask_unseal(_actor(world, "office_director"), visit.public_id, "核对走访人身份，依据来信。")


def _tell_authors(world: World) -> None:
    tag, turn = current_sealer().author_tag(world["person:second_shopper"]), next(_SERIAL_OF_MORE)
    with transaction():
        tell_author(tag, MessageKind.AUTHORED, "你提的问题已立项。", "/field/found", f"more:{turn}")
        tell([world["person:inspector"]], MessageKind.SYSTEM, "明天去走访。", "/field", f"more:{turn}")


def _actor(world: World, name: str) -> Any:
    return factories.actor_of(db.session.get_one(Person, world[f"person:{name}"]))
