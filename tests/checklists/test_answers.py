"""Every answer that an item doesn't take is refused with a sentence."""

from typing import Any

import pytest

from inspect_app.access import Role
from inspect_app.checklists.rules import validate_answer
from inspect_app.checklists.vocabulary import Item
from tests.checklists.making import (
    CHOICE,
    CHOICES,
    NUMBER,
    PHONE,
    PHOTO,
    RATING,
    TEXT,
    TIME,
    TOLD,
    YES_NO,
    a_phone,
    an_item,
)

TAKEN: list[tuple[Item, dict[str, Any]]] = [
    (YES_NO, {"choice": "yes"}),
    (YES_NO, {"choice": "no", "note": "没有人"}),
    (CHOICE, {"choice": "a"}),
    (CHOICES, {"choices": ["b", "a"]}),
    (NUMBER, {"number": 12.5}),
    (NUMBER, {"number": 0}),
    (RATING, {"rating": 5}),
    (TEXT, {"text": "排队的人多"}),
    (TIME, {"time": "09:30"}),
    (PHOTO, {"photos": ["f1"]}),
    (PHONE, a_phone()),
    (PHONE, a_phone(rings=3)),
    (PHONE, a_phone(connected=False, answered=False, quality=None)),
    (TOLD, {"told": {"papers": True, "time": False}}),
]

REFUSED: list[tuple[Item, object, str]] = [
    (YES_NO, None, "答案的格式不对。"),
    (YES_NO, ["yes"], "答案的格式不对。"),
    (YES_NO, {}, "还没有答。"),
    (YES_NO, {"choice": "maybe"}, "请选“是”“否”或“不适用”。"),
    (YES_NO, {"choice": ["yes"]}, "请选“是”“否”或“不适用”。"),
    (YES_NO, {"choice": {}}, "请选“是”“否”或“不适用”。"),
    (YES_NO, {"choice": "yes", "score": 100}, "答案里有不认识的内容。"),
    (YES_NO, {"choice": "yes", "note": 3}, "“看到了什么”不能超过 2000 字。"),
    (YES_NO, {"choice": "yes", "note": "长" * 2001}, "“看到了什么”不能超过 2000 字。"),
    (YES_NO, {"number": 1}, "还没有答。"),
    (CHOICE, {"choice": "c"}, "请在给出的选项里选一个。"),
    (CHOICES, {"choices": []}, "请在给出的选项里选，至少选一个。"),
    (CHOICES, {"choices": "a"}, "请在给出的选项里选，至少选一个。"),
    (CHOICES, {"choices": [["a"]]}, "请在给出的选项里选，至少选一个。"),
    (CHOICES, {"choices": ["a", "a"]}, "同一个选项选了两次。"),
    (NUMBER, {"number": "12"}, "请填数字。"),
    (NUMBER, {"number": True}, "请填数字。"),
    (NUMBER, {"number": float("inf")}, "请填数字。"),
    (NUMBER, {"number": -1}, "不能小于 0 分钟。"),
    (NUMBER, {"number": 601}, "不能大于 600 分钟。"),
    (RATING, {"rating": 0}, "请打 1 到 5 分。"),
    (RATING, {"rating": 4.5}, "请打 1 到 5 分。"),
    (RATING, {"rating": True}, "请打 1 到 5 分。"),
    (TEXT, {"text": "  "}, "请写一句话。"),
    (TEXT, {"text": "长" * 5001}, "不能超过 5000 字，现在 5001 字。"),
    (TIME, {"time": "9:30"}, "时间请写成 09:30 这样。"),
    (TIME, {"time": "24:00"}, "时间请写成 09:30 这样。"),
    (PHOTO, {"photos": []}, "请至少拍一张照片。"),
    (PHOTO, {"photos": [None]}, "请至少拍一张照片。"),
    (PHOTO, {"photos": ["f"] * 21}, "照片不能超过 20 张。"),
    (PHONE, {"phone": "12345"}, "请填写电话测试。"),
    (PHONE, a_phone(name="张三"), "请填写电话测试。"),
    (PHONE, a_phone(number="拨打"), "请填写拨打的号码。"),
    (PHONE, a_phone(dialled_at="昨天"), "请填写拨打的日期和时间。"),
    (PHONE, a_phone(dialled_at="2026-11-20"), "请填写拨打的日期和时间。"),
    (PHONE, a_phone(dialled_at="2026-13-20T09:30"), "请填写拨打的日期和时间。"),
    (PHONE, a_phone(connected=None), "请选是否打通、是否有人接。"),
    (PHONE, a_phone(connected=False), "没有打通的电话不能记为有人接。"),
    (PHONE, a_phone(quality=None), "请选接电话的人讲得清不清楚。"),
    (PHONE, a_phone(answered=False), "没有人接的电话不用选讲得清不清楚。"),
    (PHONE, a_phone(rings=-1), "响铃次数应在 0 到 99 之间。"),
    (TOLD, {"told": {"papers": True}}, "还没有选：多久能办好。"),
    (TOLD, {"told": {"papers": True, "time": True, "x": True}}, "有不认识的告知要点。"),
    (TOLD, {"told": {"papers": "yes", "time": True}}, "请逐条选讲了还是没讲。"),
    (TOLD, {"told": ["papers"]}, "请逐条选讲了还是没讲。"),
]


@pytest.mark.parametrize(("item", "answer"), TAKEN)
def test_an_answer_in_the_shape_of_its_kind_is_taken(item: Item, answer: object) -> None:
    assert validate_answer(item, answer, Role.INSPECTOR) is None


@pytest.mark.parametrize(("item", "answer", "sentence"), REFUSED)
def test_any_other_answer_is_refused_with_a_sentence(item: Item, answer: object, sentence: str) -> None:
    assert validate_answer(item, answer, Role.INSPECTOR) == sentence


@pytest.mark.parametrize("item", [YES_NO, NUMBER, PHONE, TOLD])
def test_not_applicable_wants_a_reason_from_everybody_but_observers(item: Item) -> None:
    bare, reasoned = {"choice": "na"}, {"choice": "na", "reason": "没有这类事项"}
    assert validate_answer(item, bare, Role.INSPECTOR) == "请写明为什么不适用。"
    assert validate_answer(item, bare | {"reason": " "}, Role.SHOPPER) == "请写明为什么不适用。"
    assert validate_answer(item, bare, Role.OBSERVER) is None
    assert validate_answer(item, reasoned, Role.INSPECTOR) is None
    assert validate_answer(item, bare | {"reason": "长" * 501}, Role.INSPECTOR) == "原因不能超过 500 字。"


def test_only_observers_may_have_seen_nothing_and_only_where_the_item_allows_it() -> None:
    answer = {"choice": "not_seen"}
    assert validate_answer(YES_NO, answer, Role.OBSERVER) is None
    assert validate_answer(an_item(allow_not_seen=False), answer, Role.OBSERVER) == "这一项不能答“没看到”。"
    refusal = "“没看到”只供民情观察团选用，请选“不适用”并写明原因。"
    assert validate_answer(YES_NO, answer, Role.INSPECTOR) == refusal
