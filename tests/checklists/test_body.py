"""A body is read strictly; every fault names part and item; a round trip changes nothing."""

from typing import Any

import pytest

from inspect_app.checklists.rules import digest_of, publishing_problems, retyped_items
from inspect_app.checklists.vocabulary import BodyError, ItemKind, parse_body
from tests.checklists.making import CHOICE, NUMBER, TOLD, a_body, an_item


def _item(**facts: Any) -> dict[str, Any]:
    return {"key": "q", "kind": "yes_no", "text": "窗口有人在岗"} | facts


def _body(*items: Any) -> dict[str, Any]:
    return {"parts": [{"key": "look", "items": list(items)}]}


def _problems(raw: object) -> list[str]:
    with pytest.raises(BodyError) as caught:
        parse_body(raw)
    return list(caught.value.problems)


FAULTS: list[tuple[Any, str]] = [
    (None, "应是一组字段。"),
    ({"parts": {}}, "部分应是一列。"),
    ({"parts": [], "title": ""}, "有不认识的字段：title。"),
    ({"parts": [{"key": "smell"}]}, "第 1 部分：部分只能是：现场看、具体办、跟踪问。"),
    ({"parts": [{"key": "look"}, {"key": "look"}]}, "部分“现场看”重复。"),
    (_body(7), "现场看第 1 项：应是一组字段。"),
    (_body(_item(key="Q")), "现场看第 1 项：编码应以小写字母开头，只用小写字母、数字、横线，最长 40 位。"),
    (_body(_item(key="__proto__")),
     "现场看第 1 项：编码应以小写字母开头，只用小写字母、数字、横线，最长 40 位。"),
    (_body(_item(text=5)), "现场看第 1 项：检查内容应是文字。"),
    (_body(_item(text="长" * 501)), "现场看第 1 项：检查内容不能超过 500 字，现在 501 字。"),
    (_body(_item(weight=-1)), "现场看第 1 项：分值应在 0 到 100 之间。"),
    (_body(_item(weight=True)), "现场看第 1 项：分值应是数字。"),
    (_body(_item(weight=float("nan"))), "现场看第 1 项：分值应是数字。"),
    (_body(_item(critical="yes")), "现场看第 1 项：关键项只能是“是”或“否”。"),
    (_body(_item(), _item()), "检查项编码“q”重复。"),
    (_body(_item(options=[{"key": "a", "label": "好"}])), "现场看第 1 项：“是/否/不适用”不用选项。"),
    (_body(_item(points_to_tell=[{"key": "a", "label": "好"}])),
     "现场看第 1 项：“是/否/不适用”不用告知要点。"),
    (_body(_item(min=1)), "现场看第 1 项：“是/否/不适用”不用数值范围。"),
    (_body(_item(kind="number", min=2, max=1)), "现场看第 1 项：最小值不能大于最大值。"),
    (_body(_item(kind="single", options=[{"key": "na", "label": "无"}])),
     "现场看第 1 项：选项编码不能用“na”。"),
    (_body(_item(kind="single", options=[{"key": "a", "label": ""}])),
     "现场看第 1 项选项 1：请填写选项文字。"),
    (_body(_item(show_when="q")), "现场看第 1 项：显示条件应写成 [运算, …] 的形式。"),
    (_body(_item(show_when=["answered", ["ref", "q"]])), "现场看第 1 项：显示条件用到的“q”不在它前面。"),
    (_body(*[_item(key=f"q{n}") for n in range(301)]), "检查项不能超过 300 个，现在 301 个。"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "sentence"), FAULTS)
def test_a_fault_is_named_with_its_part_and_item(raw: object, sentence: str) -> None:
    assert sentence in _problems(raw)[0]


def test_every_fault_is_told_at_once() -> None:
    raw = {"parts": [{"key": "look", "items": [_item(weight=-1)]}, {"key": "do", "items": [_item(text=1)]}]}
    assert _problems(raw) == [
        "现场看第 1 项：分值应在 0 到 100 之间。",
        "具体办第 1 项：检查内容应是文字。",
    ]


def test_a_body_survives_the_round_trip() -> None:
    hidden = an_item("b", show_when=["not", ["eq", ["ref", "q"], "a"]], clause="规范 5.3", critical=True)
    body = a_body(CHOICE, hidden, do=(an_item("n", ItemKind.NUMBER, unit="趟", pass_maximum=1),))
    assert parse_body(body.to_json()) == body
    assert digest_of(body.to_json()) == digest_of(parse_body(body.to_json()).to_json())


def test_two_bodies_have_two_digests() -> None:
    assert digest_of(a_body(CHOICE).to_json()) != digest_of(a_body(NUMBER).to_json())


def test_a_key_keeps_its_kind_for_ever() -> None:
    body = a_body(an_item("a"), an_item("b", ItemKind.RATING))
    assert retyped_items(body, {"a": ItemKind.YES_NO, "b": ItemKind.TEXT}) == [
        "现场看第 2 项：编码“b”以前是“文字”，不能改成“评分”。请删去这一项，另加一项。"
    ]


def test_a_version_is_published_only_with_items_that_can_be_answered() -> None:
    assert publishing_problems(a_body(an_item(text=""))) == ["还没有检查项，不能发布。"]
    bare = a_body(an_item("a", ItemKind.SINGLE), an_item("b", ItemKind.TOLD_LIST))
    assert publishing_problems(bare) == [
        "现场看第 1 项：“单选”至少要有 2 个选项。",
        "现场看第 2 项：“告知清单”至少要有 1 条要点。",
    ]
    assert publishing_problems(a_body(CHOICE, do=(TOLD,))) == []
