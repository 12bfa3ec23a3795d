"""Reads of the inbox: the list, one voice with what is near it, what waits. The office's own: others find nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.models import Unit
from inspect_app.accounts.queries import subtree_ids
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.projects.vocabulary.lists import ListColumn, ListLine
from inspect_app.voices.models import Letter, LetterFile
from inspect_app.voices.rules.answers import replied_of
from inspect_app.voices.vocabulary.letters import LetterFilter, LetterState, Private, Replied

SEAL_CONTEXT = "letter"
_TONES = {LetterState.NEW: "accent", LetterState.NO_ACTION: "plain", LetterState.MERGED: "plain"}
_C = ListColumn
COLUMNS: tuple[ListColumn, ...] = (
    _C("摘要", 60), _C("编号", 18, "desk short"), _C("来源", 14, "more"), _C("收到日期", 12, "day more"),
    _C("反映单位", 16, "more"), _C("窗口", 20, "wide"), _C("主题", 12, "desk short"), _C("化名", 10, "wide short"),
    _C("答复", 20, "short"), _C("整改日期", 12, "day desk"), _C("公示日期", 12, "day wide"), _C("办理", 12),
)  # fmt: skip
_WAITS: list[ColumnElement[bool]] = [Letter.answered_on.is_(None), Letter.excuse == ""]
_REPLIED: dict[Replied, list[ColumnElement[bool]]] = {
    Replied.NO: _WAITS,
    Replied.YES: [Letter.answered_on.is_not(None)],
    Replied.EXCUSED: [Letter.excuse != ""],
}


def list_letters(asked: LetterFilter, offset: int = 0, limit: int | None = None) -> tuple[list[ListLine], int]:
    """Return some lines of the inbox, the newest first, and how many match; as many queries for 1 line as for 50."""
    wanted = conditions(asked)
    total = db.session.scalar(select(func.count()).select_from(Letter).where(*wanted)) or 0
    problem = joinedload(Letter.finding).joinedload(Finding.duplicate_of)
    shown = (joinedload(Letter.unit), joinedload(Letter.window), problem)
    query = select(Letter).where(*wanted).options(*shown).order_by(Letter.received_on.desc(), Letter.id.desc())
    return [_line(row) for row in db.session.scalars(query.offset(offset).limit(limit))], total


def conditions(asked: LetterFilter) -> list[ColumnElement[bool]]:
    """Return what a filter means."""
    equal: tuple[tuple[Any, object], ...] = (
        (Letter.source, asked.source), (Letter.state, asked.state),
        (Letter.category, asked.category), (Letter.batch_id, asked.batch_id),
    )  # fmt: skip
    found: list[ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
    if asked.replied is not None:
        found += _REPLIED[asked.replied]
    if asked.unit_id is not None:
        found.append(Letter.unit_id.in_(subtree_ids(asked.unit_id)))
    if asked.since is not None:
        found.append(Letter.received_on >= asked.since)
    if asked.until is not None:
        found.append(Letter.received_on <= asked.until)
    if asked.text:
        sought = (Letter.title, Letter.words, Letter.outside_code, Letter.outlet)
        found.append(or_(*(column.contains(asked.text, autoescape=True) for column in sought)))
    return found


def reply_rate(asked: LetterFilter) -> tuple[int, int]:
    """Return 答复率 of what a filter shows: answered, of those who can be answered."""
    answered = func.count().filter(Letter.answered_on.is_not(None))
    row = db.session.execute(select(answered, func.count()).where(Letter.excuse == "", *conditions(asked))).one()
    return int(row[0]), int(row[1])


def get_letter(actor: Actor, letter_id: int) -> Letter:
    """Return a voice with all that its page shows, or raise Missing."""
    if not may(actor, Permission.TRIAGE):
        raise Missing()
    shown = (Letter.unit, Letter.window, Letter.item, Letter.finding, Letter.batch)
    query = select(Letter).where(Letter.id == letter_id).execution_options(populate_existing=True)
    loaded = query.options(
        *(joinedload(part) for part in shown),
        selectinload(Letter.files).joinedload(LetterFile.file),
        selectinload(Letter.events),
    )
    found = db.session.scalars(loaded).one_or_none()
    if found is None:
        raise Missing()
    return found


def merged_into(letter: Letter) -> Sequence[Letter]:
    """Return the voices that were merged into one, the oldest first."""
    return db.session.scalars(select(Letter).where(Letter.merged_into_id == letter.id).order_by(Letter.id)).all()


def private_of(letter: Letter) -> Private:
    """Return who spoke and who is spoken of, opened; whoever shows it has recorded that it was asked for."""
    if letter.private_seal is None:
        return Private()
    kept = json.loads(current_sealer().open(letter.private_seal, SEAL_CONTEXT))
    return Private(kept["sender"], kept["phone"], tuple(kept["named"]))


def sealed(private: Private) -> bytes | None:
    """Return who spoke and who is spoken of as it is kept; nothing for nobody."""
    if not (private.sender or private.phone or private.named):
        return None
    kept = {"sender": private.sender, "phone": private.phone, "named": list(private.named)}
    return current_sealer().seal(json.dumps(kept, ensure_ascii=False).encode(), SEAL_CONTEXT)


@dataclass(frozen=True, slots=True)
class LetterCounts:
    """What waits in the inbox."""

    to_triage: int
    to_answer: int


def letter_counts(actor: Actor) -> LetterCounts:
    """Return what waits for the office; nothing for others."""
    if not may(actor, Permission.TRIAGE):
        return LetterCounts(0, 0)
    new = func.count().filter(Letter.state == LetterState.NEW)
    open_ = func.count().filter(*_WAITS, Letter.state != LetterState.NEW)
    row = db.session.execute(select(new, open_).where(or_(Letter.state == LetterState.NEW, _WAITS[0]))).one()
    return LetterCounts(int(row[0]), int(row[1]))


def own_complaints(actor: Actor) -> Sequence[Letter]:
    """Return what a person said about this tool, the newest first."""
    if actor.person_id is None:
        return []
    tag = current_sealer().author_tag(actor.person_id)
    return db.session.scalars(select(Letter).where(Letter.author_tag == tag).order_by(Letter.id.desc())).all()


def units_with_letters() -> list[tuple[str, str]]:
    """Return the units that voices are about, for the filter."""
    query = select(Unit.id, Unit.short_name).where(Unit.id.in_(select(Letter.unit_id)))
    return [(str(key), name) for key, name in db.session.execute(query.order_by(Unit.sort_no, Unit.id))]


def reference(letter: Letter) -> str:
    """Return how a voice is called: the number another system gave, or our own."""
    return letter.outside_code or f"#{letter.id}"


def rectified_on(letter: Letter) -> date | None:
    """Return when what a voice asked for was done: the day its finding was closed, or the day that was noted.

    A finding that repeated another is closed with that one.
    """
    if letter.finding is not None and letter.state is LetterState.FINDING:
        closed = (letter.finding.duplicate_of or letter.finding).closed_at
        return clock.day_of(closed) if closed else None
    return letter.rectified_on


def _line(row: Letter) -> ListLine:
    replied = replied_of(row.answered_on, row.excuse)
    said = replied.label
    if row.answered_on is not None and row.answer_channel is not None:
        said = f"{row.answered_on:%m-%d} {row.answer_channel.label}"
    source = f"{row.source.label}（{row.outlet}）" if row.outlet else row.source.label
    cells = (
        row.title, reference(row), source, row.received_on, row.unit.short_name if row.unit else "",
        row.window.name if row.window else "", row.category.label if row.category else "", row.alias,
        said, rectified_on(row), row.published_on, row.state.label,
    )  # fmt: skip
    return ListLine(cells, f"/letters/{row.id}", _TONES.get(row.state, ""))
