"""Fill a checklist in, as its author would: mostly fine, a few things amiss, each with what was seen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from inspect_app.access import Role
from inspect_app.checklists.rules import evaluate
from inspect_app.checklists.vocabulary import ChecklistBody, Item, ItemKind
from inspect_app.commands.demo_world.seen import CITIZEN_WORDS, NO_PHOTO, ONLINE, SEEN, Seen
from inspect_app.commands.demo_world.world import Counter, World
from inspect_app.field.vocabulary import GivenAnswer, ListedProblem
from inspect_app.foundation import clock

_MAY_FAIL = frozenset({ItemKind.YES_NO, ItemKind.NUMBER, ItemKind.PHONE_TEST, ItemKind.TOLD_LIST, ItemKind.SINGLE})
_DEFAULT_KEY = {ItemKind.PHONE_TEST: "call", ItemKind.TOLD_LIST: "tell"}


@dataclass(slots=True)
class Sheet:
    """Answers of one visit, the problems listed with them, and what was seen at each failing item."""

    given: dict[str, GivenAnswer] = field(default_factory=dict)
    listed: list[ListedProblem] = field(default_factory=list)
    seen: dict[str, Seen] = field(default_factory=dict)


def fill_in(world: World, body: ChecklistBody, role: Role, window: Counter, amiss: int, *, online: bool) -> Sheet:
    """Answer every item that is shown; up to `amiss` of them fail."""
    sheet = Sheet()
    candidates = [item.key for item in body.written_items if _words_for(item, online)]
    failing = set(world.dice.sample(candidates, min(amiss, len(candidates))))
    shown: dict[str, object] = {}
    for item in body.written_items:
        if item.show_when is not None and not evaluate(item.show_when, shown):
            continue
        answer = _answer(world, item, role, window, item.key in failing)
        if item.key in failing:
            _note_failure(world, sheet, item, answer, window, online)
        elif answer:
            sheet.given[item.key] = GivenAnswer(answer)
        if answer:
            shown[item.key] = answer
    return sheet


def _note_failure(
    world: World, sheet: Sheet, item: Item, answer: dict[str, Any], window: Counter, online: bool
) -> None:
    seen = world.pick(_words_for(item, online))
    sheet.seen[item.key] = seen
    sheet.given[item.key] = GivenAnswer(answer, seen[1])
    pain = world.pick(("pain", "blockage", "difficulty", ""))
    reason = world.pick(NO_PHOTO)
    sheet.listed.append(ListedProblem(item.key, pain, window.id, reason))


def _words_for(item: Item, online: bool) -> tuple[Seen, ...]:
    if item.kind not in _MAY_FAIL:
        return ()
    own = ONLINE.get(item.key) if online else None
    if item.kind is ItemKind.NUMBER and item.pass_maximum is None:
        return ()
    return own or SEEN.get(_DEFAULT_KEY.get(item.kind, item.key), ())


def _answer(world: World, item: Item, role: Role, window: Counter, fails: bool) -> dict[str, Any]:
    skippable = item.kind is ItemKind.YES_NO and not fails and not item.critical
    if skippable and world.chance(0.05):
        if role is Role.OBSERVER and item.allow_not_seen:
            return {"choice": "not_seen"}
        return {"choice": "na", "reason": "当天没有办这类事项。"}
    return _MAKERS[item.kind](world, item, window, fails)


def _yes_no(_world: World, _item: Item, _window: Counter, fails: bool) -> dict[str, Any]:
    return {"choice": "no" if fails else "yes"}


def _single(world: World, item: Item, _window: Counter, fails: bool) -> dict[str, Any]:
    fitting = [option.key for option in item.options if option.fails is fails]
    return {"choice": world.pick(fitting or [option.key for option in item.options])}


def _number(world: World, item: Item, _window: Counter, fails: bool) -> dict[str, Any]:
    limit = int(item.pass_maximum if item.pass_maximum is not None else 25)
    low = int(item.minimum or 0)
    value = world.dice.randint(limit + 1, limit * 3 + 1) if fails else world.dice.randint(low, max(limit, 1))
    return {"number": value}


def _phone(world: World, _item: Item, window: Counter, fails: bool) -> dict[str, Any]:
    at = clock.local(world.timeline.now).strftime("%Y-%m-%dT%H:%M")
    phone: dict[str, Any] = {"number": window.phone, "dialled_at": at, "connected": True, "answered": not fails}
    if fails:
        phone["connected"] = world.chance(0.6)
    else:
        phone["quality"] = world.pick(("good", "good", "fair"))
        phone["rings"] = world.dice.randint(1, 6)
    return {"phone": phone}


def _told(world: World, item: Item, _window: Counter, fails: bool) -> dict[str, Any]:
    left = set(world.dice.sample([point.key for point in item.points_to_tell], 2)) if fails else set()
    return {"told": {point.key: point.key not in left for point in item.points_to_tell}}


def _rating(world: World, _item: Item, _window: Counter, _fails: bool) -> dict[str, Any]:
    return {"rating": world.pick((3, 4, 4, 5, 5))}


def _text(world: World, item: Item, window: Counter, _fails: bool) -> dict[str, Any]:
    if item.key == "address":
        return {"text": "明州政务服务网（演示）"}
    return {"text": world.pick(CITIZEN_WORDS)} if world.chance(0.4) else {}


def _time(world: World, _item: Item, _window: Counter, _fails: bool) -> dict[str, Any]:
    return {"time": clock.local(world.timeline.now).strftime("%H:%M")}


_MAKERS: dict[ItemKind, Callable[[World, Item, Counter, bool], dict[str, Any]]] = {
    ItemKind.YES_NO: _yes_no,
    ItemKind.SINGLE: _single,
    ItemKind.MULTIPLE: _single,
    ItemKind.NUMBER: _number,
    ItemKind.PHONE_TEST: _phone,
    ItemKind.TOLD_LIST: _told,
    ItemKind.RATING: _rating,
    ItemKind.TEXT: _text,
    ItemKind.TIME: _time,
    ItemKind.PHOTO: lambda _world, _item, _window, _fails: {},
}
