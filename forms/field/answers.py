"""The answers of a checklist as ordinary form fields: one place that knows their names.

`answer-<key>` holds the value (several for 多选); behind a dot stand the rest: `.note`, `.reason`, `.skip`
(na or not_seen where the value has no such choice), `.base` (digest of what the page showed), and for a
phone test `.number`, `.dialled_at`, `.reached`, `.quality`, `.rings`; `.told.<point>` is yes or no.
`.finding` lists the problem of a failing answer, with `.pain`, `.window` and `.no_photo`.
A page names the items it holds in `item`; without it every item that has a field counts as held.
"""

import math
from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import MultiDict

from inspect_app.checklists.vocabulary import ChecklistBody, Choice, Item, ItemKind
from inspect_app.field.vocabulary import GivenAnswer, ListedProblem
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import clean, normalise

Fields = MultiDict[str, str]
PREFIX = "answer-"
_LONGEST = 5000
_WHOLE_DIGITS = 9
_SKIPS = (Choice.NA.value, Choice.NOT_SEEN.value)


def read_answers(body: ChecklistBody, fields: Fields) -> dict[str, GivenAnswer]:
    """Return the answers a page holds, half-filled ones included; raise Invalid for what is no answer."""
    items = {item.key: item for item in body.written_items}
    return {key: _given(items, key, fields) for key in _held_keys(items, fields)}


def read_listed(body: ChecklistBody, fields: Fields) -> list[ListedProblem]:
    """Return which failing answers a page lists as problems, with the author's words."""
    keys = [item.key for item in body.written_items if fields.get(f"{PREFIX}{item.key}.finding")]
    return [asks_for_findings(key, fields) for key in keys]


def asks_for_findings(key: str, fields: Fields) -> ListedProblem:
    """Return 列为问题 of one item with what the author chose beside it."""
    name = f"{PREFIX}{key}"
    window = fields.get(f"{name}.window", "")
    return ListedProblem(
        key=key,
        pain=fields.get(f"{name}.pain", ""),
        window_id=int(window) if window.isascii() and window.isdigit() and len(window) < 10 else None,
        no_evidence_reason=_text(fields, f"{name}.no_photo"),
    )


def read_round(fields: Fields) -> int | None:
    """Return which round a page hands in, when it tells."""
    text = fields.get("round", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def _held_keys(items: dict[str, Item], fields: Fields) -> list[str]:
    named = {name[len(PREFIX) :].split(".", 1)[0] for name in fields if name.startswith(PREFIX)}
    held = fields.getlist("item")
    strange = [key for key in (*named, *held) if key not in items]
    if strange:
        raise Invalid(f"检查表里没有“{strange[0][:40]}”这一项，请刷新后再填。")
    return list(dict.fromkeys(held)) if held else [key for key in items if key in named]


def _given(items: dict[str, Item], key: str, fields: Fields) -> GivenAnswer:
    name, item = f"{PREFIX}{key}", items[key]
    return GivenAnswer(_value(item, name, fields), _text(fields, f"{name}.note"), fields.get(f"{name}.base"))


def _value(item: Item, name: str, fields: Fields) -> dict[str, Any]:
    skip = fields.get(f"{name}.skip") or fields.get(name, "")
    if skip in _SKIPS:
        reason = _text(fields, f"{name}.reason") if skip == Choice.NA.value else ""
        return {"choice": skip, "reason": reason} if reason else {"choice": skip}
    return _READERS[item.kind](item, name, fields)


def _choice(item: Item, name: str, fields: Fields) -> dict[str, Any]:
    value = fields.get(name, "")
    yes_no = [Choice.YES.value, Choice.NO.value]
    known = yes_no if item.kind is ItemKind.YES_NO else [option.key for option in item.options]
    return {"choice": _known(item, value, known)} if value else {}


def _choices(item: Item, name: str, fields: Fields) -> dict[str, Any]:
    known = [option.key for option in item.options]
    chosen = [_known(item, value, known) for value in dict.fromkeys(fields.getlist(name)) if value]
    return {"choices": chosen} if chosen else {}


def _number(_item: Item, name: str, fields: Fields) -> dict[str, Any]:
    text = normalise(fields.get(name, ""))[:40]
    return {"number": _figure(text)} if text else {}


def _rating(item: Item, name: str, fields: Fields) -> dict[str, Any]:
    value = fields.get(name, "")
    return {"rating": int(_known(item, value, list("12345")))} if value else {}


def _words(_item: Item, name: str, fields: Fields) -> dict[str, Any]:
    text = _text(fields, name)
    return {"text": text} if text else {}


def _time(_item: Item, name: str, fields: Fields) -> dict[str, Any]:
    text = normalise(fields.get(name, ""))[:5]
    return {"time": text} if text else {}


def _phone(item: Item, name: str, fields: Fields) -> dict[str, Any]:
    """A number alone is what the page had filled in, not a test."""
    dialled, reached = fields.get(f"{name}.dialled_at", "")[:25], fields.get(f"{name}.reached", "")
    if not dialled and not reached:
        return {}
    phone: dict[str, Any] = {
        "number": normalise(fields.get(f"{name}.number", ""))[:30],
        "dialled_at": dialled,
    }
    if reached:
        _known(item, reached, ["answered", "not_answered", "not_connected"])
        phone |= {"connected": reached != "not_connected", "answered": reached == "answered"}
    quality, rings = fields.get(f"{name}.quality", ""), normalise(fields.get(f"{name}.rings", ""))
    if quality and reached == "answered":
        phone["quality"] = quality[:20]
    if rings:
        phone["rings"] = _figure(rings[:10])
    return {"phone": phone}


def _told(item: Item, name: str, fields: Fields) -> dict[str, Any]:
    given = {point.key: fields.get(f"{name}.told.{point.key}", "") for point in item.points_to_tell}
    told = {key: word == "yes" for key, word in given.items() if word in ("yes", "no")}
    return {"told": told} if told else {}


def _photo(_item: Item, _name: str, _fields: Fields) -> dict[str, Any]:
    return {}  # the photos themselves are the answer; see field.actions


def _known(item: Item, value: str, known: list[str]) -> str:
    if value not in known:
        raise Invalid(f"“{item.text[:40]}”没有“{value[:20]}”这个答案，请刷新后再填。")
    return value


def _text(fields: Fields, name: str) -> str:
    text = clean(fields.get(name, ""))
    if len(text) > _LONGEST:
        raise Invalid(f"一处最多写 {_LONGEST} 字，现在 {len(text)} 字。")
    return text


def _figure(text: str) -> int | float | str:
    """Return a number, or the text itself, so that nothing typed is lost before it is mended."""
    try:
        figure = float(text)
    except ValueError:
        return text
    if not math.isfinite(figure):
        return text
    whole = figure.is_integer() and abs(figure) < 10**_WHOLE_DIGITS
    return int(figure) if whole else figure


_READERS: dict[ItemKind, Callable[[Item, str, Fields], dict[str, Any]]] = {
    ItemKind.YES_NO: _choice,
    ItemKind.SINGLE: _choice,
    ItemKind.MULTIPLE: _choices,
    ItemKind.NUMBER: _number,
    ItemKind.RATING: _rating,
    ItemKind.TEXT: _words,
    ItemKind.TIME: _time,
    ItemKind.PHOTO: _photo,
    ItemKind.PHONE_TEST: _phone,
    ItemKind.TOLD_LIST: _told,
}
