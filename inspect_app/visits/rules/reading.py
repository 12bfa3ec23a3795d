"""How an answer reads on a page that nobody fills in any more."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from inspect_app.checklists.vocabulary import Choice, Item, ItemKind, PhoneQuality, is_answered
from inspect_app.foundation import clock

_NOTHING = "未答"
_CLOCK_TOLERANCE_MS = 5 * 60 * 1000


def answer_words(item: Item, answer: Mapping[str, Any] | None) -> str:
    """Return an answer in words, without its note; 未答 where there is none."""
    if not answer or not is_answered(answer):
        return _NOTHING
    skipped = Choice.find(answer.get("choice"))
    if skipped in (Choice.NA, Choice.NOT_SEEN):
        return skipped.label
    return _READERS[item.kind](item, answer)


def answer_reason(answer: Mapping[str, Any] | None) -> str:
    """Return why an item doesn't apply, when the answer says so."""
    return str(answer.get("reason", "")) if answer else ""


def _yes_no(_item: Item, answer: Mapping[str, Any]) -> str:
    choice = Choice.find(answer.get("choice"))
    return choice.label if choice else _NOTHING


def _options(item: Item, answer: Mapping[str, Any]) -> str:
    chosen = answer.get("choices") or [answer.get("choice")]
    return "、".join(option.label for option in item.options if option.key in chosen) or _NOTHING


def _number(item: Item, answer: Mapping[str, Any]) -> str:
    return f"{float(answer['number']):g} {item.unit}".rstrip()


def _rating(_item: Item, answer: Mapping[str, Any]) -> str:
    return f"{answer['rating']} 分（满分 5 分）"


def _photo(_item: Item, answer: Mapping[str, Any]) -> str:
    return f"照片 {len(answer['photos'])} 张"


def _phone_test(_item: Item, answer: Mapping[str, Any]) -> str:
    phone = answer["phone"]
    dialled = f"{str(phone.get('dialled_at', '')).replace('T', ' ')} 拨打 {phone.get('number', '')}".strip()
    if not phone.get("connected"):
        return f"{dialled}，没有打通"
    if not phone.get("answered"):
        return f"{dialled}，打通后没有人接"
    quality = PhoneQuality.find(phone.get("quality"))
    return f"{dialled}，有人接" + (f"，{quality.label}" if quality else "")


def _told_list(item: Item, answer: Mapping[str, Any]) -> str:
    told = [point.label for point in item.points_to_tell if answer["told"].get(point.key) is True]
    left = [point.label for point in item.points_to_tell if answer["told"].get(point.key) is False]
    parts = (("讲了", told), ("没讲", left))
    return "；".join(f"{word}：{'、'.join(points)}" for word, points in parts if points)


_READERS: dict[ItemKind, Callable[[Item, Mapping[str, Any]], str]] = {
    ItemKind.YES_NO: _yes_no,
    ItemKind.SINGLE: _options,
    ItemKind.MULTIPLE: _options,
    ItemKind.NUMBER: _number,
    ItemKind.RATING: _rating,
    ItemKind.TEXT: lambda _item, answer: str(answer["text"]),
    ItemKind.TIME: lambda _item, answer: str(answer["time"]),
    ItemKind.PHOTO: _photo,
    ItemKind.PHONE_TEST: _phone_test,
    ItemKind.TOLD_LIST: _told_list,
}


def span_words(first: datetime, last: datetime) -> str:
    """Return the start and the end of a part on the office's wall clock, and how long it took."""
    begun, ended = clock.local(first), clock.local(last)
    minutes = max(0, round((last - first).total_seconds() / 60))
    day = "" if begun.date() == ended.date() else f"{ended:%m-%d} "
    return f"{begun:%m-%d %H:%M} 至 {day}{ended:%H:%M}，{minutes} 分钟"


def clock_words(offset_ms: int | None) -> str:
    """Return how wrong a tablet's clock was when that matters to who reviews; "" when it doesn't."""
    if offset_ms is None or abs(offset_ms) <= _CLOCK_TOLERANCE_MS:
        return ""
    minutes = round(abs(offset_ms) / 60_000)
    days, rest = divmod(minutes, 24 * 60)
    length = f"{days} 天" if days else f"{rest} 分钟"
    return f"平板的钟{'快' if offset_ms > 0 else '慢'}了约 {length}，时间已按服务器校正"
