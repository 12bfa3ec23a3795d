"""A batch of telephones in the hostile world: the inspector dials, what they noted stays in the office."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from inspect_app.access import Actor
from inspect_app.database import db, transaction
from inspect_app.spotchecks.actions.phones import make_batch
from inspect_app.spotchecks.models import PhoneLine
from inspect_app.spotchecks.vocabulary.phones import BatchDraft

if TYPE_CHECKING:
    from tests.hostile.world import World

BATCH = "对水利局保密的抽测"


def dial_numbers(world: "World", actor: Callable[..., Actor]) -> None:
    """The numbers of a department are to be dialled; it doesn't know."""
    inspectors = frozenset({world["person:inspector"]})
    draft = BatchDraft(BATCH, world["campaign_id"], frozenset({world["unit"]}), dialler_ids=inspectors)
    with transaction():
        batch = make_batch(actor(world, "office_clerk"), draft)
    line = db.session.query(PhoneLine).filter_by(batch_id=batch.id).first()
    world.ids |= {"phone_batch": batch.id, "phone_line": line.id if line else 0}
