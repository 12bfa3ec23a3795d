"""Refuse an answer that its item doesn't take, with a Chinese sentence."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from inspect_app.access import Role
from inspect_app.checklists.vocabulary import Choice, Item, ItemKind, PhoneQuality, answer_value

Answer = Mapping[str, Any]

NOTE_LIMIT = 2000
REASON_LIMIT = 500
TEXT_LIMIT = 5000
PHOTO_LIMIT = 20
_NOT_ANSWERING = (Choice.NA.value, Choice.NOT_SEEN.value)
_YES_OR_NO = (Choice.YES.value, Choice.NO.value)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_PHONE = re.compile(r"[0-9+*#() -]{3,30}")
_PHONE_FIELDS = frozenset({"number", "dialled_at", "connected", "answered", "quality", "rings"})


def validate_answer(item: Item, answer: object, author_role: Role) -> str | None:
    """Return what is wrong with an answer, or nothing."""
    if not isinstance(answer, Mapping):
        return "答案的格式不对。"
    if answer.get("choice") in _NOT_ANSWERING:
        return _strange(answer, "choice", "reason") or _not_answering(item, answer, author_role)
    value_key, check = _CHECKS[item.kind]
    return _strange(answer, value_key) or check(item, answer[value_key])


def _strange(answer: Answer, *keys: str) -> str | None:
    if keys[0] not in answer:
        return "还没有答。"
    if not set(answer) <= {*keys, "note"}:
        return "答案里有不认识的内容。"
    if not _is_text(answer.get("note", ""), NOTE_LIMIT):
        return f"“看到了什么”不能超过 {NOTE_LIMIT} 字。"
    return None


def _not_answering(item: Item, answer: Answer, author_role: Role) -> str | None:
    reason = answer.get("reason", "")
    if not _is_text(reason, REASON_LIMIT):
        return f"原因不能超过 {REASON_LIMIT} 字。"
    if answer["choice"] == Choice.NOT_SEEN:
        if author_role is not Role.OBSERVER:
            return "“没看到”只供民情观察团选用，请选“不适用”并写明原因。"
        return None if item.allow_not_seen else "这一项不能答“没看到”。"
    if author_role is not Role.OBSERVER and not reason.strip():
        return "请写明为什么不适用。"
    return None


def _yes_no(_item: Item, value: object) -> str | None:
    return None if value in _YES_OR_NO else "请选“是”“否”或“不适用”。"


def _single(item: Item, value: object) -> str | None:
    return None if value in [option.key for option in item.options] else "请在给出的选项里选一个。"


def _multiple(item: Item, value: object) -> str | None:
    keys = [option.key for option in item.options]
    if not isinstance(value, list) or not value or any(key not in keys for key in value):
        return "请在给出的选项里选，至少选一个。"
    return None if len(set(value)) == len(value) else "同一个选项选了两次。"


def _number(item: Item, value: object) -> str | None:
    figure = answer_value({"number": value})
    if not isinstance(figure, float):
        return "请填数字。"
    if item.minimum is not None and figure < item.minimum:
        return f"不能小于 {item.minimum:g}{_in_units(item)}。"
    if item.maximum is not None and figure > item.maximum:
        return f"不能大于 {item.maximum:g}{_in_units(item)}。"
    return None


def _in_units(item: Item) -> str:
    return f" {item.unit}" if item.unit else ""


def _rating(_item: Item, value: object) -> str | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return None if whole and value in range(1, 6) else "请打 1 到 5 分。"


def _text(_item: Item, value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return "请写一句话。"
    return None if len(value) <= TEXT_LIMIT else f"不能超过 {TEXT_LIMIT} 字，现在 {len(value)} 字。"


def _time(_item: Item, value: object) -> str | None:
    return None if isinstance(value, str) and _TIME.fullmatch(value) else "时间请写成 09:30 这样。"


def _photo(_item: Item, value: object) -> str | None:
    if not isinstance(value, list) or not value or not all(_is_text(name, 100) and name for name in value):
        return "请至少拍一张照片。"
    return None if len(value) <= PHOTO_LIMIT else f"照片不能超过 {PHOTO_LIMIT} 张。"


def _phone_test(_item: Item, value: object) -> str | None:
    if not isinstance(value, Mapping) or not set(value) <= _PHONE_FIELDS:
        return "请填写电话测试。"
    number = value.get("number")
    if not isinstance(number, str) or not _PHONE.fullmatch(number):
        return "请填写拨打的号码。"
    if not _is_moment(value.get("dialled_at")):
        return "请填写拨打的日期和时间。"
    return _reached(value) or _rings(value.get("rings"))


def _reached(phone: Answer) -> str | None:
    connected, answered = phone.get("connected"), phone.get("answered")
    if not isinstance(connected, bool) or not isinstance(answered, bool):
        return "请选是否打通、是否有人接。"
    if answered and not connected:
        return "没有打通的电话不能记为有人接。"
    quality = phone.get("quality")
    if answered and PhoneQuality.find(quality) is None:
        return "请选接电话的人讲得清不清楚。"
    return "没有人接的电话不用选讲得清不清楚。" if not answered and quality is not None else None


def _rings(value: object) -> str | None:
    fits = value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 99)
    return None if fits else "响铃次数应在 0 到 99 之间。"


def _told_list(item: Item, value: object) -> str | None:
    if not isinstance(value, Mapping) or not all(isinstance(told, bool) for told in value.values()):
        return "请逐条选讲了还是没讲。"
    keys = {point.key for point in item.points_to_tell}
    if not set(value) <= keys:
        return "有不认识的告知要点。"
    left = [point.label for point in item.points_to_tell if point.key not in value]
    return f"还没有选：{'、'.join(left)}。" if left else None


def _is_text(value: object, limit: int) -> bool:
    return isinstance(value, str) and len(value) <= limit


def _is_moment(value: object) -> bool:
    if not isinstance(value, str) or "T" not in value:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


_CHECKS: dict[ItemKind, tuple[str, Callable[[Item, object], str | None]]] = {
    ItemKind.YES_NO: ("choice", _yes_no),
    ItemKind.SINGLE: ("choice", _single),
    ItemKind.MULTIPLE: ("choices", _multiple),
    ItemKind.NUMBER: ("number", _number),
    ItemKind.RATING: ("rating", _rating),
    ItemKind.TEXT: ("text", _text),
    ItemKind.TIME: ("time", _time),
    ItemKind.PHOTO: ("photos", _photo),
    ItemKind.PHONE_TEST: ("phone", _phone_test),
    ItemKind.TOLD_LIST: ("told", _told_list),
}
