"""Make the PDF of an issued notice once, in the background; a second try ends in the same file."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from inspect_app.access import SYSTEM, Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import forget_document, keep_document
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing, Refused
from inspect_app.notices.models import Notice, NoticePrint
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.vocabulary import NoticeFacts, NoticeState
from inspect_app.notices.vocabulary.printing import PrintState
from inspect_app.tasks.actions import schedule
from inspect_app.tasks.vocabulary import TaskKind

Printer = Callable[[NoticeFacts], bytes]
# Where PDF can't be made, somebody may be installing what is missing.
LOOK_AGAIN = timedelta(minutes=10)
log = logging.getLogger(__name__)


def begin_print(notice: Notice) -> None:
    """Put the making of a notice's PDF down, in the transaction that signs it."""
    now = clock.now()
    db.session.add(NoticePrint(notice_id=notice.id, asked_at=now))
    db.session.flush()
    schedule(TaskKind.PRINT_NOTICE, notice.id, now)


def ask_print_again(actor: Actor, notice_id: int) -> None:
    """Have a PDF made that was not, now; raise Refused for one that is there or in work."""
    found = _locked(notice_id)
    if found is None:
        raise Missing("这期通报还没有签发，没有正式的 PDF。")
    if found.state in (PrintState.MAKING, PrintState.READY):
        raise Refused(f"这期的 PDF 现在是“{found.state.label}”，不用再做。")
    found.state, found.asked_at = PrintState.WAITING, clock.now()
    db.session.flush()
    schedule(TaskKind.PRINT_NOTICE, notice_id, found.asked_at)
    record(actor, "notice.print_asked", "notice", notice_id, permission=Permission.DRAFT_NOTICE)


def make_print(notice_id: int, printer: Printer, missing: str) -> datetime | None:
    """Make a PDF outside any transaction and keep it; return when to look again while `missing` is not installed."""
    notice = db.session.get(Notice, notice_id)
    if notice is None or notice.state is not NoticeState.ISSUED or not _begin(notice_id, missing):
        return None
    if missing:
        return clock.now() + LOOK_AGAIN
    try:
        facts = facts_of(notice)
        db.session.rollback()  # nothing was changed, and drawing takes its time
        body = printer(facts)
        _keep(notice_id, keep_document(body), body)
    except Exception:
        log.exception("the PDF of notice %s was not made", notice_id)
        db.session.rollback()
        with transaction():
            _note(notice_id, PrintState.FAILED)
    return None


def _begin(notice_id: int, missing: str) -> bool:
    """Say whether there is a PDF to make; one that another worker has made is left alone."""
    with transaction():
        return _note(notice_id, PrintState.WAITING if missing else PrintState.MAKING) is not None


def _keep(notice_id: int, storage_key: str, body: bytes) -> None:
    """Keep a PDF, unless another worker was first: then this one is thrown away."""
    digest = hashlib.sha256(body).hexdigest()
    with transaction():
        found = _note(
            notice_id, PrintState.READY, storage_key=storage_key, sha256=digest, size=len(body), made_at=clock.now()
        )
        if found is not None:
            record(SYSTEM, "notice.printed", "notice", notice_id, sha256=digest, size=len(body))
    if found is None:
        forget_document(storage_key)


def _note(notice_id: int, state: PrintState, **values: object) -> NoticePrint | None:
    found = _locked(notice_id)
    if found is None or found.state is PrintState.READY:
        return None
    for name, value in {"state": state, **values}.items():
        setattr(found, name, value)
    db.session.flush()
    return found


def _locked(notice_id: int) -> NoticePrint | None:
    return db.session.get(NoticePrint, notice_id, with_for_update=True, populate_existing=True)

