"""Make the PDF of an issued bulletin later, where it could not be made at the signing; made once, it stays."""

from collections.abc import Callable
from datetime import datetime

from inspect_app.access import SYSTEM
from inspect_app.audit.actions import record
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import forget_document
from inspect_app.foundation import clock
from inspect_app.notices.actions.bulletin_issuing import RenderedBulletin, kept_file
from inspect_app.notices.actions.printing import LOOK_AGAIN
from inspect_app.notices.models import Bulletin, BulletinDocument
from inspect_app.notices.queries.bulletin_facts import bulletin_facts
from inspect_app.notices.queries.bulletins import find_file
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.notices.vocabulary.bulletins import BulletinFacts, BulletinFile

BulletinPrinter = Callable[[BulletinFacts], RenderedBulletin]


def print_bulletin(bulletin_id: int, printer: BulletinPrinter, missing: str) -> datetime | None:
    """Make a PDF outside any transaction and keep it; return when to look again while `missing` is not installed."""
    bulletin = db.session.get(Bulletin, bulletin_id)
    if bulletin is None or bulletin.state is not NoticeState.ISSUED or find_file(bulletin, BulletinFile.PDF):
        return None
    if missing:
        return clock.now() + LOOK_AGAIN
    facts = bulletin_facts(bulletin)
    db.session.rollback()  # nothing was changed, and drawing takes its time
    _keep(bulletin_id, kept_file(bulletin_id, printer(facts)))
    return None


def _keep(bulletin_id: int, made: BulletinDocument) -> None:
    """Keep a PDF, unless another worker was first: then this one is thrown away."""
    with transaction():
        bulletin = db.session.get_one(Bulletin, bulletin_id, with_for_update=True, populate_existing=True)
        is_first = find_file(bulletin, BulletinFile.PDF) is None
        if is_first:
            db.session.add(made)
            db.session.flush()
            record(SYSTEM, "bulletin.printed", "bulletin", bulletin_id, sha256=made.sha256, size=made.size)
    if not is_first:
        forget_document(made.storage_key)
