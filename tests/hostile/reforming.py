"""A review of reform schemes in the world: an item of the unit handed in with a file, another unit's secret one."""

from collections.abc import Callable
from typing import Any

from inspect_app.access import Actor
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import make_copies
from inspect_app.evidence.models import StoredFile
from inspect_app.foundation import clock
from inspect_app.projects.actions import scheme_handing as handing
from inspect_app.projects.actions.schemes import open_review
from inspect_app.projects.models import SchemeItem
from inspect_app.projects.vocabulary.schemes import Attachment, ReviewDraft, SchemeContent
from tests.pictures import photo


def hand_in_schemes(world: Any, actor: Callable[[Any, str], Actor]) -> None:
    """Let two units hand in one item each."""
    today = clock.today()
    units = {"dept_liaison": world["unit"], "other_liaison": world["other_unit"]}
    draft = ReviewDraft("公民个人事项改革方案", "每个事项一份。", today, today, frozenset(units.values()))
    with transaction():
        review_id = open_review(actor(world, "office_clerk"), draft).id
    ids = [_hand_in(actor(world, who), review_id, unit_id) for who, unit_id in units.items()]
    own = db.session.get_one(SchemeItem, ids[0]).versions[0]
    file = db.session.get_one(StoredFile, own.file_id)
    make_copies(file.id)
    world.ids |= {
        "review_id": review_id,
        "scheme_id": ids[0],
        "scheme:other": ids[1],
        "scheme_file": file.public_id,
    }


def _hand_in(liaison: Actor, review_id: int, unit_id: int) -> int:
    with transaction():
        item = handing.add_schemes(liaison, review_id, unit_id, [], ["失业登记"])[0]
        handing.save_scheme(liaison, item.id, SchemeContent("仅凭身份证办理。"), Attachment("方案.jpg", photo()))
        handing.hand_in(liaison, review_id, unit_id)
        return item.id
