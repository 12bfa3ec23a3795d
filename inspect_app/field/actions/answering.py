"""Keep answers as a draft, as often as something changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from inspect_app.access import Actor
from inspect_app.checklists.vocabulary import ChecklistBody, Item, ItemKind
from inspect_app.database import db
from inspect_app.field.actions.opening import TAKEN_OVER, lock_open, note_deed
from inspect_app.field.queries import body_of
from inspect_app.field.rules import digest
from inspect_app.field.vocabulary import GivenAnswer
from inspect_app.foundation.errors import Conflict, Invalid
from inspect_app.visits.models import Answer, Visit
from inspect_app.visits.queries import answers_of
from inspect_app.visits.rules import answer_words


@dataclass(frozen=True, slots=True)
class Stored:
    """The keys of the answers that changed, all answers now, and under which id each stands."""

    changed: list[str]
    answers: dict[str, dict[str, Any]]
    ids: dict[str, int]


def save_answers(actor: Actor, public_id: str, given: Mapping[str, GivenAnswer]) -> Visit:
    """Keep answers as a draft; raise Conflict with both texts when another page changed one in between."""
    visit = lock_open(actor, public_id)
    changed = store_answers(visit, body_of(visit.checklist_version), given).changed
    db.session.flush()
    if changed:
        note_deed(actor, "visit.draft_saved", visit, items=changed)
    return visit


def store_answers(visit: Visit, body: ChecklistBody, given: Mapping[str, GivenAnswer]) -> Stored:
    """Put answers into the rows of a locked visit."""
    items = {item.key: item for item in body.written_items}
    strange = [key for key in given if key not in items]
    if strange:
        raise Invalid(f"检查表里没有“{strange[0][:40]}”这一项，请刷新后再填。")
    rows = {row.item_key: row for row in visit.answers}
    answers = answers_of(visit)
    _demand_same_page(answers, items, given)
    changed, new = [], []
    for key, answer in given.items():
        value, row = _value(visit, items[key], answer), rows.get(key)
        answers[key] = _whole(value, answer.note)
        if row is None and (value or answer.note):
            new.append({"visit_id": visit.id, "item_key": key, "value": value, "note": answer.note})
        elif row is None or (row.value, row.note) == (value, answer.note):
            continue
        else:
            row.value, row.note = value, answer.note
        changed.append(key)
    ids = {key: row.id for key, row in rows.items()}
    return Stored(changed, answers, ids | _insert(visit, new))


def _insert(visit: Visit, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Write new answers with one statement, however many there are, as rows: nobody looks at them now."""
    if not rows:
        return {}
    written = db.session.connection().execute(insert(Answer).returning(Answer.item_key, Answer.id), rows)
    db.session.expire(visit, ["answers"])
    return {key: answer_id for key, answer_id in written}


def _value(visit: Visit, item: Item, given: GivenAnswer) -> dict[str, Any]:
    if item.kind is ItemKind.PHOTO and "choice" not in given.value:
        return photo_value(visit, item.key)
    return dict(given.value)


def photo_value(visit: Visit, key: str) -> dict[str, Any]:
    """Return the answer to a photo item: the photos that hang on it."""
    photos = [row.file.public_id for row in visit.files if row.item_key == key]
    return {"photos": photos} if photos else {}


def _demand_same_page(current: Mapping[str, Any], items: Mapping[str, Item], given: Mapping[str, GivenAnswer]) -> None:
    mine, theirs = {}, {}
    for key, answer in given.items():
        known = current.get(key, {})
        new = _whole(answer.value, answer.note)
        moved = answer.base is not None and answer.base != digest(known) and digest(new) != digest(known)
        if moved and items[key].kind is not ItemKind.PHOTO:
            mine[items[key].text] = _words(items[key], new)
            theirs[items[key].text] = _words(items[key], known)
    if mine:
        raise Conflict(TAKEN_OVER, mine=mine, theirs=theirs)


def _whole(value: Mapping[str, Any], note: str) -> dict[str, Any]:
    return {**value, "note": note} if note else dict(value)


def _words(item: Item, answer: Mapping[str, Any]) -> str:
    try:
        words = answer_words(item, answer)
    except (KeyError, TypeError, ValueError):
        words = "填了一半"
    note = str(answer.get("note", "") or answer.get("reason", ""))
    return f"{words}：{note}" if note else words
