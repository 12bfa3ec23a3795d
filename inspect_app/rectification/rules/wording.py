"""How an answer of a checklist, a trial and an interview read in one line."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inspect_app.checklists.vocabulary import Choice, PhoneQuality


def item_text(body: Mapping[str, Any], key: str) -> str:
    """Return the words of an item of a checklist version, or its key when the body lacks it."""
    for part in body.get("parts", ()):
        for item in part.get("items", ()):
            if item.get("key") == key:
                return f"{part.get('label', '')}：{item.get('text', '')}".strip("：")
    return key


def answer_words(value: Mapping[str, Any]) -> str:
    """Return an answer as people read it."""
    for key, read in _READERS.items():
        if key in value:
            return str(read(value[key]))
    return "—"


def phone_words(value: Mapping[str, Any]) -> str:
    """Return number, exact time and outcome of a phone test, so that its unit can check them."""
    phone = value.get("phone")
    if not isinstance(phone, Mapping):
        return ""
    at = str(phone.get("dialled_at", "")).replace("T", " ")
    connected, answered = phone.get("connected"), phone.get("answered")
    outcome = ("有人接听" if answered else "接通但无人应答") if connected else "没有接通"
    quality = PhoneQuality.find(phone.get("quality"))
    words = [f"{at} 拨打 {phone.get('number', '')}", outcome, quality.label if quality else ""]
    return "，".join(word.strip() for word in words if word.strip())


def trips_words(promised: str, found: int | None) -> str:
    """Return promise and reality of trips: `承诺最多跑一次，实跑 3 趟`."""
    if found is None:
        return ""
    return f"承诺{promised}，实跑 {found} 趟" if promised else f"实跑 {found} 趟"


def _choice(raw: object) -> str:
    known = Choice.find(raw)
    return known.label if known else str(raw)


def _listed(raw: object) -> str:
    return "、".join(str(part) for part in raw) if isinstance(raw, Sequence) else str(raw)


def _told(raw: object) -> str:
    told = raw if isinstance(raw, Mapping) else {}
    return f"讲到 {sum(1 for said in told.values() if said)}/{len(told)} 项"


_READERS: Mapping[str, Callable[[Any], str]] = {
    "choice": _choice,
    "choices": _listed,
    "number": str,
    "rating": lambda raw: f"{raw} 分",
    "text": str,
    "time": str,
    "photos": lambda raw: f"照片 {len(raw)} 张" if isinstance(raw, Sequence) else "照片",
    "phone": lambda raw: phone_words({"phone": raw}),
    "told": _told,
}
