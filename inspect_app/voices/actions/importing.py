"""Import a table of voices whole or not at all, and undo it while nothing was done with one of them."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from inspect_app.access import Actor, Permission
from inspect_app.accounts.vocabulary import SheetProblem
from inspect_app.audit.actions import record
from inspect_app.catalogue.queries import windows_by_name
from inspect_app.database import db
from inspect_app.findings.queries import names_known
from inspect_app.findings.rules.likeness import bands, grams
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing, Refused
from inspect_app.foundation.text import tidy
from inspect_app.voices.actions.letters import facts_of
from inspect_app.voices.models import Letter, LetterBand, LetterBatch
from inspect_app.voices.queries.importing import codes_there, touched_in, unit_ids
from inspect_app.voices.vocabulary.letters import (
    ImportReport,
    LetterDraft,
    LetterLine,
    LetterSource,
    LetterTable,
    Private,
)

_PART = 500


def try_table(table: LetterTable) -> ImportReport:
    """Say what importing a table would do, or everything that is wrong with it; nothing is written."""
    problems = [*table.problems, *_unknown(table), *_twice(table)]
    by_source = Counter(line.source.label for line in table.lines)
    same = Counter(tidy(line.words) for line in table.lines)
    return ImportReport(
        total=len(table.lines),
        problems=tuple(sorted(problems, key=_place)),
        by_source=tuple(sorted(by_source.items(), key=lambda pair: (-pair[1], pair[0]))),
        likely_twice=sum(count - 1 for count in same.values()),
    )


def signatures(table: LetterTable) -> list[frozenset[int]]:
    """Return the numbers under which each line will be found: counted before the transaction, for it takes a while."""
    return [bands(grams(line.words)) for line in table.lines]


def import_table(
    actor: Actor, table: LetterTable, found: Sequence[frozenset[int]], *, file_name: str, data: bytes
) -> LetterBatch:
    """Import every line of a table, or nothing: what has become wrong since it was tried is refused."""
    report = try_table(table)
    if not report.is_clean:
        raise Invalid("试读以后又有变化，什么都没有导入，请重新试读。", "file")
    batch = LetterBatch(
        made_at=clock.now(), made_by_id=actor.person_id or 0, made_by=actor.name, file_name=file_name,
        digest=hashlib.sha256(data).hexdigest(), count=report.total,
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    rows = list(_rows(table, batch.id))
    ids: list[int] = []
    add = insert(Letter).returning(Letter.id, sort_by_parameter_order=True)
    for start in range(0, len(rows), _PART):
        ids += db.session.connection().execute(add, rows[start : start + _PART]).scalars()
    _index(ids, found)
    record(
        actor, "letter_batch.imported", "letter_batch", batch.id, permission=Permission.TRIAGE,
        count=batch.count, digest=batch.digest,
    )  # fmt: skip
    return batch


def undo_batch(actor: Actor, batch_id: int) -> int:
    """Take back an import and return how many voices went; refused once something was done with one of them."""
    query = select(LetterBatch).where(LetterBatch.id == batch_id).with_for_update()
    batch = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if batch is None:
        raise Missing()
    if batch.undone_at is not None:
        raise Refused("这一批已经撤销过了。")
    if touched := touched_in(batch_id):
        raise Refused(f"这一批里有 {touched} 件已经办过，不能整批撤销。不要的请逐件“不办理”。")
    mine = select(Letter.id).where(Letter.batch_id == batch_id)
    db.session.execute(delete(LetterBand).where(LetterBand.letter_id.in_(mine)))
    db.session.execute(delete(Letter).where(Letter.batch_id == batch_id))
    batch.undone_at = clock.now()
    record(actor, "letter_batch.undone", "letter_batch", batch.id, permission=Permission.TRIAGE, count=batch.count)
    db.session.flush()
    return batch.count


def _index(ids: Sequence[int], found: Sequence[frozenset[int]]) -> None:
    rows = [{"letter_id": key, "band": number} for key, numbers in zip(ids, found, strict=True) for number in numbers]
    for start in range(0, len(rows), _PART * 20):
        db.session.connection().execute(insert(LetterBand), rows[start : start + _PART * 20])


def _rows(table: LetterTable, batch_id: int) -> Iterator[dict[str, Any]]:
    units, windows, known, now = unit_ids(), windows_by_name(), names_known(), clock.now()
    for line in table.lines:
        window_id, of_window = windows.get(tidy(line.window), (None, None))
        draft = LetterDraft(
            source=line.source, received_on=line.received_on, words=line.words, title=line.title,
            outside_code=line.outside_code, outlet=line.outlet, link=line.link,
            unit_id=units.get(tidy(line.unit)) or of_window, window_id=window_id,
            private=Private(line.sender, line.phone),
        )  # fmt: skip
        yield {**facts_of(draft, known), "batch_id": batch_id, "registered_at": now, "version": 1}


def _unknown(table: LetterTable) -> Iterator[SheetProblem]:
    units, windows = unit_ids(), windows_by_name()
    for line in table.lines:
        if line.unit and tidy(line.unit) not in units:
            yield _problem(table, line, "单位", f"没有单位“{line.unit}”，请填单位编码、全称或简称。")
        if line.window and tidy(line.window) not in windows:
            yield _problem(table, line, "窗口", f"没有窗口“{line.window}”，请填窗口编码，或“网点 窗口”。")


def _twice(table: LetterTable) -> Iterator[SheetProblem]:
    first: dict[tuple[LetterSource, str], int] = {}
    for line in table.lines:
        if not line.outside_code:
            continue
        row = first.setdefault((line.source, line.outside_code), line.row)
        if row != line.row:
            yield _problem(table, line, "编号", f"编号“{line.outside_code}”和第 {row} 行重复。")
    for source in LetterSource:
        codes = [code for one, code in first if one is source]
        there = codes_there(source, codes) if codes else set()
        for line in table.lines:
            if line.source is source and line.outside_code in there and first[source, line.outside_code] == line.row:
                yield _problem(table, line, "编号", f"编号“{line.outside_code}”以前登记过。")


def _problem(table: LetterTable, line: LetterLine, head: str, text: str) -> SheetProblem:
    return SheetProblem(f"{table.columns.get(head, '')}{line.row}", text)


def _place(problem: SheetProblem) -> tuple[int, str]:
    digits = "".join(letter for letter in problem.place if letter.isdigit())
    return int(digits or 0), problem.place
