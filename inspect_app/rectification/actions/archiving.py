"""Put the cases of a ledger together as a zip, in the background, with its progress; a second try begins anew."""

import logging
from collections.abc import Callable, Sequence
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import urlencode
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import actor_of
from inspect_app.audit.actions import record
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import keep_large_document
from inspect_app.evidence.queries import published
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing, Refused
from inspect_app.rectification.models import CaseArchive
from inspect_app.rectification.queries.archives import dossier_of, files_in, records_of, rows_of
from inspect_app.rectification.queries.ledger_counts import ledger_totals
from inspect_app.rectification.rules.archives import demand_size, numbered_name, safe_name
from inspect_app.rectification.rules.ledger_address import query_of
from inspect_app.rectification.rules.privacy import audience_of
from inspect_app.rectification.vocabulary import ArchiveState, Audience, DossierWriter, LedgerFilter, LedgerRow
from inspect_app.tasks.actions import schedule
from inspect_app.tasks.vocabulary import TaskKind

ListWriter = Callable[[Sequence[LedgerRow], Audience], bytes]
log = logging.getLogger(__name__)
_NOTED_EVERY = 10
_IN_WORK = (ArchiveState.WAITING, ArchiveState.MAKING)
_ENDINGS = {"image/jpeg": ".jpg", "application/pdf": ".pdf"}


def ask_archive(actor: Actor, asked: LedgerFilter) -> list[str]:
    """Ask for the case files of a list; what was fetched makes room: return what storage need no longer keep."""
    demand_size(total := ledger_totals(actor, asked).total)
    mine = select(CaseArchive).where(CaseArchive.asked_by_id == actor.person_id).with_for_update()
    before = db.session.scalars(mine).all()
    if any(one.state in _IN_WORK for one in before):
        raise Refused("您还有一份正在制作，做完再做下一份。")
    old = [one for one in before if one.fetched_at is not None or one.state is ArchiveState.FAILED]
    for one in old:
        db.session.delete(one)
    now = clock.now()
    archive = CaseArchive(asked_by_id=actor.person_id, asked_at=now, query=urlencode(query_of(asked)), total=total)
    db.session.add(archive)
    db.session.flush()
    schedule(TaskKind.MAKE_ARCHIVE, archive.id, now)
    record(actor, "archive.ordered", "archive", archive.id, items=total, query=archive.query)
    return [one.storage_key for one in old if one.storage_key is not None]


def note_fetched(actor: Actor, archive: CaseArchive) -> None:
    """Note that somebody has taken their archive away."""
    archive.fetched_at = clock.now()
    db.session.flush()
    record(actor, "archive.fetched", "archive", archive.id, items=archive.total)


def make_archive(archive_id: int, dossier: DossierWriter, contents: ListWriter) -> None:
    """Make a zip outside any transaction and note how far it is; one that can't be made says so."""
    found = db.session.get(CaseArchive, archive_id)
    if found is None or found.state not in _IN_WORK:
        return
    try:
        _make(found, dossier, contents)
    except Exception:
        log.exception("archive %s was not made", archive_id)
        db.session.rollback()
        _note(archive_id, state=ArchiveState.FAILED)


def _make(found: CaseArchive, dossier: DossierWriter, contents: ListWriter) -> None:
    archive_id, actor = found.id, actor_of(db.session.get_one(Person, found.asked_by_id))
    rows = rows_of(actor, found)
    _note(archive_id, state=ArchiveState.MAKING, total=len(rows), done=0)
    missing = 0
    with TemporaryFile() as raw:  # it has no name: a killed process leaves nothing behind
        with ZipFile(raw, "w", ZIP_DEFLATED) as archive:
            _put(archive, "目录.xlsx", contents(rows, audience_of(actor)))
            for place, row in enumerate(rows, start=1):
                missing += _put_case(archive, actor, row, dossier)
                if place % _NOTED_EVERY == 0:
                    _note(archive_id, done=place, missing=missing)
        _keep(archive_id, raw, len(rows), missing)


def _keep(archive_id: int, raw: IO[bytes], done: int, missing: int) -> None:
    size = raw.seek(0, 2)
    raw.seek(0)
    key, ready = keep_large_document(raw), ArchiveState.READY
    _note(archive_id, state=ready, storage_key=key, size=size, done=done, missing=missing, made_at=clock.now())


def _put_case(archive: ZipFile, actor: Actor, row: LedgerRow, dossier: DossierWriter) -> int:
    """Put one case into a folder of its own; return how many of its files could not be read."""
    records = records_of(actor, row.number)
    folder, lost = f"{row.number} {safe_name(row.unit)} {safe_name(row.title)[:30]}", []
    _put(archive, f"{folder}/办理情况.docx", dossier(dossier_of(records, row)))
    for place, (stage, file) in enumerate(files_in(records), start=1):
        title = file.title or stage.label
        try:
            body, media_type = published(file)
        except Missing as error:
            lost.append(f"{place:02d} {title}：{error}")
            continue
        _put(archive, f"{folder}/附件/{numbered_name(place, title, _ENDINGS.get(media_type, ''))}", body, ZIP_STORED)
    if lost:
        _put(archive, f"{folder}/缺少的附件.txt", "\r\n".join(lost).encode("utf-8-sig"))
    db.session.rollback()  # nothing was changed: the next case is read as it is by then
    return len(lost)


def _put(archive: ZipFile, name: str, body: bytes, how: int = ZIP_DEFLATED) -> None:
    entry = ZipInfo(name, clock.local(clock.now()).timetuple()[:6])
    entry.compress_type = how
    archive.writestr(entry, body)


def _note(archive_id: int, **values: object) -> None:
    with transaction():
        archive = db.session.get_one(CaseArchive, archive_id, with_for_update=True, populate_existing=True)
        for name, value in values.items():
            setattr(archive, name, value)
