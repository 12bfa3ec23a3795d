"""Keep answers as a draft, as often as something changes."""

from collections.abc import Mapping
from typing import Any

from inspect_app.access import Actor
from inspect_app.checklists.vocabulary import Item, ItemKind
from inspect_app.database import db
from inspect_app.field.actions.opening import TAKEN_OVER, lock_open, note_deed
from inspect_app.field.queries import body_of
from inspect_app.field.rules import digest
from inspect_app.field.vocabulary import GivenAnswer
from inspect_app.foundation.errors import Conflict, Invalid
from inspect_app.visits.models import Answer, Visit
from inspect_app.visits.queries import answers_of
from inspect_app.visits.rules import answer_words


def save_answers(actor: Actor, public_id: str, given: Mapping[str, GivenAnswer]) -> Visit:
    """Keep answers as a draft; raise Conflict with both texts when another page changed one in between."""
    visit = lock_open(actor, public_id)
    changed = store_answers(visit, given)
    db.session.flush()
    if changed:
        note_deed(actor, "visit.draft_saved", visit, items=changed)
    return visit


def store_answers(visit: Visit, given: Mapping[str, GivenAnswer]) -> list[str]:
    """Put answers into the rows of a locked visit and return the keys that changed."""
    items = {item.key: item for item in body_of(visit.checklist_version).written_items}
    strange = [key for key in given if key not in items]
    if strange:
        raise Invalid(f"检查表里没有“{strange[0][:40]}”这一项，请刷新后再填。")
    rows = {row.item_key: row for row in visit.answers}
    _demand_same_page(visit, items, given)
    changed = []
    for key, answer in given.items():
        if _put(visit, rows.get(key), items[key], answer):
            changed.append(key)
    return changed


def _put(visit: Visit, row: Answer | None, item: Item, given: GivenAnswer) -> bool:
    value = dict(given.value)
    if item.kind is ItemKind.PHOTO and "choice" not in value:
        value = photo_value(visit, item.key)
    if row is None:
        if value or given.note:
            visit.answers.append(Answer(item_key=item.key, value=value, note=given.note))
        return bool(value or given.note)
    if (row.value, row.note) == (value, given.note):
        return False
    row.value, row.note = value, given.note
    return True


def photo_value(visit: Visit, key: str) -> dict[str, Any]:
    """Return the answer to a photo item: the photos that hang on it."""
    photos = [row.file.public_id for row in visit.files if row.item_key == key]
    return {"photos": photos} if photos else {}


def _demand_same_page(visit: Visit, items: Mapping[str, Item], given: Mapping[str, GivenAnswer]) -> None:
    current = answers_of(visit)
    mine, theirs = {}, {}
    for key, answer in given.items():
        known = current.get(key, {})
        new = {**answer.value, "note": answer.note} if answer.note else dict(answer.value)
        moved = answer.base is not None and answer.base != digest(known) and digest(new) != digest(known)
        if moved and items[key].kind is not ItemKind.PHOTO:
            mine[items[key].text] = _words(items[key], new)
            theirs[items[key].text] = _words(items[key], known)
    if mine:
        raise Conflict(TAKEN_OVER, mine=mine, theirs=theirs)


def _words(item: Item, answer: Mapping[str, Any]) -> str:
    try:
        words = answer_words(item, answer)
    except (KeyError, TypeError, ValueError):
        words = "填了一半"
    note = str(answer.get("note", "") or answer.get("reason", ""))
    return f"{words}：{note}" if note else words
