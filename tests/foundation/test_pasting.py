"""Pasted text: what looks wrong is shown with its place; nothing changes unless somebody takes the proposal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.foundation.pasting import Slip, around, suggestions, take, take_all

_P, _W, _B = Slip.POINT, Slip.WIDE, Slip.BREAK


@pytest.mark.parametrize(
    ("text", "slip", "mended"),
    [
        ("满意率98 5%。", _P, "满意率98.5%。"),
        ("办件９２ １ 万件", _P, "办件92.1 万件"),
        ("节省６４ ２ 万小时", _P, "节省64.2 万小时"),
        ("压缩 3 5 倍", _P, "压缩 3.5 倍"),
        ("上升1　2个百分点", _P, "上升1.2个百分点"),
        ("满意率100％", _W, "满意率100%"),
        ("２０１７年", _W, "2017年"),
        ("占４９．５％", _W, "占49.5%"),
        ("第５３号窗口", _W, "第53号窗口"),
        ("群众反映窗口要求\n提交证明。", _B, "群众反映窗口要求提交证明。"),
        ("群众反映 \r\n　窗口。", _B, "群众反映窗口。"),
        ("the APP\nis slow", _B, "the APP is slow"),
    ],
)
def test_what_looks_wrong_is_proposed_and_one_click_takes_it(text: str, slip: Slip, mended: str) -> None:
    (one,) = suggestions(text)
    assert one.slip is slip
    assert text[one.start : one.end] == one.found
    assert take(text, one.key) == mended
    assert suggestions(mended) == []


@pytest.mark.parametrize(
    "text",
    [
        "2018 年 1 月 12 日",
        "共 12 次，涉及 3 个单位",
        "满意率98.5%",
        "拨打12345 6次",
        "第一段。\n第二段。",
        "一、总体情况\n各单位行动迅速",
        "要求如下：\n抓紧整改",
        "各单位抓紧整改\n（一）市公安局",
        "各单位抓紧整改\n\n另起一段",
        "【本期新发现】个",
        "",
    ],
)
def test_what_an_office_writes_that_way_is_left_alone(text: str) -> None:
    assert suggestions(text) == []


def test_a_place_is_shown_between_what_stands_before_and_behind_it() -> None:
    text = "今年以来群众满意率达98 5%，比去年\n上升。"
    point, broken = suggestions(text)
    assert around(text, point) == ("今年以来群众满意率达", "98 5", "%，比去年⏎上升。")
    assert around(text, broken)[1] == "⏎"


def test_all_of_a_kind_are_taken_at_once_and_the_others_stay() -> None:
    assert take_all("２０１７年\n到２０１８年98 5%。", Slip.WIDE) == "2017年\n到2018年98 5%。"


_TEXT = st.text(st.sampled_from("0189０１９.．%％万 　\n\r\t。、一（）某年次aB【】"), max_size=60)


@given(_TEXT)
def test_a_text_of_which_nothing_is_taken_is_the_same_to_the_last_sign(text: str) -> None:
    found = suggestions(text)
    place, rebuilt = 0, ""
    for one in found:
        assert one.start >= place
        rebuilt += text[place : one.start] + one.found
        place = one.end
    assert rebuilt + text[place:] == text
    assert take(text, "7000-7001") == text


@given(_TEXT)
def test_taking_a_proposal_touches_its_place_only_and_loses_no_digit(text: str) -> None:
    for one in suggestions(text):
        taken = take(text, one.key)
        assert taken.startswith(text[: one.start])
        assert taken.endswith(text[one.end :])
        digits = [sign for sign in text if sign.isdecimal()]
        assert [int(sign) for sign in taken if sign.isdecimal()] == [int(sign) for sign in digits]
