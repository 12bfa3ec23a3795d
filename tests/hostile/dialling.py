"""Checks at the desk in the hostile world: an inspector dials and reads the web; no department knows of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from inspect_app.access import Actor
from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import Window
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import make_copies
from inspect_app.evidence.models import StoredFile
from inspect_app.foundation import clock
from inspect_app.projects.vocabulary.assigned import Upload
from inspect_app.spotchecks.actions.guides import make_check
from inspect_app.spotchecks.actions.phones import make_batch
from inspect_app.spotchecks.models import PhoneLine
from inspect_app.spotchecks.vocabulary.guides import Aspect, CheckDraft, Found
from inspect_app.spotchecks.vocabulary.phones import BatchDraft
from tests.factories import make_item
from tests.pictures import photo

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
    _read_the_web(world, actor)


def _read_the_web(world: "World", actor: Callable[..., Actor]) -> None:
    """A guide online that isn't the one at the window, with its screenshot."""
    window = db.session.get_one(Window, world["window_id"])
    item = make_item(db.session.get_one(Unit, world["unit"]), window=window)
    draft = CheckDraft(
        campaign_id=world["campaign_id"], item_id=item.id, window_id=window.id, url="https://example.gov.cn/guide",
        found=Found.FOUND, checked_on=clock.today(), window={Aspect.PAPERS: "身份证原件"},
        online={Aspect.PAPERS: "身份证复印件"}, note=BATCH,
    )  # fmt: skip
    with transaction():
        check = make_check(actor(world, "inspector"), draft, (Upload("截图.jpg", photo(80, 60)),))
    make_copies(check.files[0].file_id)
    file = db.session.get_one(StoredFile, check.files[0].file_id)
    world.ids |= {
        "guide_check": check.id, "guide_difference": check.differences[0].id, "guide_file": file.public_id,
    }  # fmt: skip
