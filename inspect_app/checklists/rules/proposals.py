"""What 列为问题 is filled in with: the words of a finding, made from a failing answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inspect_app.checklists.rules.scoring import is_failing
from inspect_app.checklists.vocabulary import Item, ItemKind, PhoneQuality


@dataclass(frozen=True, slots=True)
class FindingProposal:
    """The words a failing answer offers; the author may change every one of them."""

    text: str
    suggestion: str
    clause: str
    critical: bool


def propose_finding(item: Item, answer: Any) -> FindingProposal | None:
    """Return the words of the finding a failing answer offers, or nothing when it doesn't fail."""
    if not is_failing(item, answer):
        return None
    sentence = _SENTENCES[item.kind](item, answer)
    note = str(answer.get("note", "")).strip()
    text = f"{sentence}{_ended(note)}" if note else sentence
    return FindingProposal(text, item.suggestion, item.clause, item.critical)


def _bare(text: str) -> str:
    return text.rstrip("。？?；; ")


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？", "”")) else f"{text}。"


def _yes_no(item: Item, _answer: Mapping[str, Any]) -> str:
    return f"“{_bare(item.text)}”没有做到。"


def _choice(item: Item, answer: Mapping[str, Any]) -> str:
    chosen = answer.get("choices") or [answer.get("choice")]
    labels = [option.label for option in item.options if option.key in chosen and option.fails]
    return f"{_bare(item.text)}：{'、'.join(labels)}。"


def _number(item: Item, answer: Mapping[str, Any]) -> str:
    unit = f" {item.unit}" if item.unit else ""
    figure = float(answer["number"])
    if item.pass_maximum is not None and figure > item.pass_maximum:
        return f"{_bare(item.text)}：{figure:g}{unit}，超过 {item.pass_maximum:g}{unit}。"
    return f"{_bare(item.text)}：{figure:g}{unit}，不到 {item.pass_minimum:g}{unit}。"


def _rating(item: Item, answer: Mapping[str, Any]) -> str:
    return f"“{_bare(item.text)}”打了 {answer['rating']} 分（满分 5 分）。"


def _phone_test(_item: Item, answer: Mapping[str, Any]) -> str:
    phone = answer["phone"]
    dialled = str(phone.get("dialled_at", "")).replace("T", " ")
    if not phone["connected"]:
        result = "没有打通"
    elif not phone.get("answered"):
        result = "打通后没有人接"
    else:
        result = PhoneQuality.POOR.label
    return f"{dialled} 拨打 {phone.get('number', '')}，{result}。".lstrip()


def _told_list(item: Item, answer: Mapping[str, Any]) -> str:
    left = [point.label for point in item.points_to_tell if not answer["told"].get(point.key)]
    return f"没有一次告知：{'、'.join(left)}。"


_SENTENCES: dict[ItemKind, Callable[[Item, Mapping[str, Any]], str]] = {
    ItemKind.YES_NO: _yes_no,
    ItemKind.SINGLE: _choice,
    ItemKind.MULTIPLE: _choice,
    ItemKind.NUMBER: _number,
    ItemKind.RATING: _rating,
    ItemKind.PHONE_TEST: _phone_test,
    ItemKind.TOLD_LIST: _told_list,
}
