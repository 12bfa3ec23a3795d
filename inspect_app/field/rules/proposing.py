"""What 列为问题 is filled in with when an answer fails."""

from collections.abc import Mapping

from inspect_app.checklists.rules import propose_finding
from inspect_app.checklists.vocabulary import Item, ItemKind
from inspect_app.field.vocabulary import Answer, Offer
from inspect_app.findings.vocabulary import Category, SourceKind

_TITLE_LIMIT = 60
# The first word that stands in an item's text decides what its problem is about; the office may change it.
_WORDS: Mapping[str, Category] = {
    "电话": Category.PHONE,
    "态度": Category.ATTITUDE,
    "热情": Category.ATTITUDE,
    "礼貌": Category.ATTITUDE,
    "一次": Category.TELLING,
    "告知": Category.TELLING,
    "指南": Category.GUIDE,
    "公布": Category.GUIDE,
    "公示": Category.GUIDE,
    "材料": Category.PAPERS,
    "证明": Category.PAPERS,
    "复印": Category.PAPERS,
    "时限": Category.TIME_LIMIT,
    "等候": Category.TIME_LIMIT,
    "分钟": Category.TIME_LIMIT,
    "系统": Category.SYSTEM,
    "网上": Category.SYSTEM,
    "设施": Category.FACILITY,
    "设备": Category.FACILITY,
    "停车": Category.FACILITY,
    "流程": Category.PROCESS,
    "窗口": Category.PROCESS,
}


def answer_offer(item: Item, answer: Answer) -> Offer | None:
    """Return the problem a failing answer offers, or nothing; clause and suggestion come from the item."""
    proposal = propose_finding(item, answer)
    if proposal is None:
        return None
    phone = item.kind is ItemKind.PHONE_TEST
    kind = SourceKind.PHONE_TEST if phone else SourceKind.ANSWER
    title = _short(proposal.text.split("。", 1)[0])
    return Offer(item.key, kind, title, proposal.text, answer_category(item), proposal.clause, proposal.suggestion)


def answer_category(item: Item) -> Category:
    """Guess what a problem of this item is about, for the office to confirm."""
    if item.kind is ItemKind.PHONE_TEST:
        return Category.PHONE
    if item.kind is ItemKind.TOLD_LIST:
        return Category.TELLING
    return next((category for word, category in _WORDS.items() if word in item.text), Category.OTHER)


def _short(text: str) -> str:
    return text if len(text) <= _TITLE_LIMIT else text[: _TITLE_LIMIT - 1] + "…"
