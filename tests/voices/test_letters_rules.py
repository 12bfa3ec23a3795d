"""Names stay in the office; a table says which step may be taken when; three ticks close a suggestion."""

from datetime import date

import pytest

from inspect_app.foundation.errors import Refused
from inspect_app.voices.rules.answers import is_through, replied_of, ticks_of
from inspect_app.voices.rules.letters import (
    alias_of,
    leaks,
    masked,
    masked_phone,
    names_in,
    telling,
    title_of,
)
from inspect_app.voices.rules.triage import MERGES_INTO, WORKFLOW, steps_from, target_of
from inspect_app.voices.vocabulary.letters import LetterState, LetterStep, Replied

S, T = LetterState, LetterStep
DAY = date(2026, 5, 6)


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("蒋建国", "蒋某某"),
        ("王强", "王某"),
        ("欧阳静", "欧阳某"),
        ("司马相如", "司马某某"),
        (" 张三 ", "张某"),
        ("Smith", "某某"),
        ("", ""),
    ],
)
def test_an_alias_keeps_the_surname_alone(name: str, alias: str) -> None:
    assert alias_of(name) == alias


def test_a_letter_naming_a_citizen_and_an_officer_is_masked_in_both() -> None:
    words = "张桂芳找民警王建军，手机13812345678，身份证330102195001011234，信箱zgf@example.cn，窗口电话0571-87654321。"
    outside = masked(words, ("张桂芳", "王建军"), {"张桂芳": "张阿姨"})
    assert outside == (
        "张阿姨找民警王某某，手机138****5678，身份证330***********1234，信箱***@example.cn，窗口电话0571-87654321。"
    )
    assert leaks(outside, ("张桂芳", "王建军")) == []


def test_a_longer_name_is_masked_before_one_that_is_part_of_it() -> None:
    assert masked("王建和王建军", ("王建", "王建军")) == "王某和王某某"


def test_what_may_never_leave_is_named() -> None:
    found = leaks("张桂芳 13812345678 33010219500101123X a.b@c.cn", ("张桂芳", "王建军"))
    assert found == ["姓名“张桂芳”", "身份证号“33010219500101123X”", "手机号“13812345678”", "邮箱“a.b@c.cn”"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("窗口没有一次讲清，跑了三趟。", []),
        ("清河派出所窗口没有一次讲清。", []),
        ("今年68岁的群众反映。", []),
        ("68岁的老人去清河派出所。", ["年龄", "单位或职业"]),
        ("家住清河村，儿子在外。", ["住处", "家人"]),
        ("1950年出生，患癌症。", ["年龄", "病情"]),
        ("退休教师去了市第一医院。", []),
    ],
)
def test_words_that_together_tell_who_it_was_are_pointed_at(text: str, kinds: list[str]) -> None:
    assert [hint.split("“", 1)[0] for hint in telling(text)] == kinds


def test_names_are_read_however_they_are_divided() -> None:
    assert names_in("王建军、李强，欧阳静 王建军;某") == ("欧阳静", "王建军", "李强")


def test_a_phone_number_is_shown_by_its_ends() -> None:
    assert (masked_phone("13812345678"), masked_phone("87654321"), masked_phone("")) == ("138****5678", "****4321", "")


def test_a_list_calls_a_voice_by_its_title_or_how_it_begins() -> None:
    assert title_of(" 补材料 跑三趟 ", "原文") == "补材料 跑三趟"
    assert title_of("", "甲" * 50) == "甲" * 40 + "…"
    assert title_of("", "一行\n两行") == "一行 两行"


def test_the_table_of_steps() -> None:
    table = {(row.source, row.step): row.target for row in WORKFLOW.rows if row.source is not row.target}
    assert table == {
        (S.NEW, T.LIST_FINDING): S.FINDING,
        (S.SUGGESTION, T.LIST_FINDING): S.FINDING,
        (S.NEW, T.LIST_SUGGESTION): S.SUGGESTION,
        (S.NEW, T.PRAISE): S.PRAISE,
        (S.NEW, T.NO_ACTION): S.NO_ACTION,
        (S.NEW, T.MERGE): S.MERGED,
        (S.MERGED, T.SEPARATE): S.NEW,
        (S.NO_ACTION, T.REOPEN): S.NEW,
        (S.SUGGESTION, T.REOPEN): S.NEW,
        (S.FINDING, T.REOPEN): S.NEW,
    }
    for state in S:
        assert target_of(state, T.ANSWER) is state
    assert WORKFLOW.sources_of(T.PUBLISH) == [S.SUGGESTION, S.FINDING]


def test_a_refused_step_says_when_it_is_taken() -> None:
    with pytest.raises(Refused, match="现在是“已转点赞”，不能“并入”。这一步只在“待分办”时办。"):
        target_of(S.PRAISE, T.MERGE)


def test_a_suggestion_is_through_with_three_ticks_and_not_before() -> None:
    ticks = ticks_of(S.SUGGESTION, DAY, (DAY, "电话"), (None, ""))
    assert [(tick.label, tick.on) for tick in ticks] == [("整改", DAY), ("答复", DAY), ("公示", None)]
    assert not is_through(ticks)
    assert is_through(ticks_of(S.FINDING, DAY, (DAY, "电话"), (DAY, "日报")))
    assert ticks_of(S.PRAISE, None, (None, ""), (None, "")) == []
    assert not is_through([])


def test_whoever_cannot_be_answered_stands_apart() -> None:
    assert [replied_of(None, ""), replied_of(DAY, ""), replied_of(None, "匿名")] == [
        Replied.NO, Replied.YES, Replied.EXCUSED,
    ]  # fmt: skip


# What may be done in whatever state a voice is, and beside it what may be done in this one alone.
ALWAYS = {T.ANSWER, T.EXCUSE, T.CORRECT, T.ATTACH, T.READ_CONTACT}
ALSO = {
    S.NEW: {T.LIST_FINDING, T.LIST_SUGGESTION, T.PRAISE, T.NO_ACTION, T.MERGE},
    S.FINDING: {T.REOPEN, T.PUBLISH},
    S.SUGGESTION: {T.LIST_FINDING, T.REOPEN, T.RECTIFY, T.PUBLISH},
    S.PRAISE: set(),
    S.NO_ACTION: {T.REOPEN},
    S.MERGED: {T.SEPARATE},
}


@pytest.mark.parametrize("state", S)
def test_the_steps_of_a_voice_in_each_state_and_no_other(state: LetterState) -> None:
    assert steps_from(state) == ALWAYS | ALSO[state]
    assert (state in MERGES_INTO) is (state is not S.MERGED)
