"""Sentences of a notice, from facts written by hand."""

from dataclasses import replace

import pytest

from inspect_app.metrics.vocabulary import UnitCounts
from inspect_app.notices.rules.paper import paper_of
from inspect_app.notices.rules.prose import FIGURES, default_prose, faults, paragraphs, pieces
from inspect_app.notices.vocabulary import FindingLine, NoticeFacts, Practice, Section
from tests.notices.papers import facts_with

_LINE = FindingLine(
    number="2026-0001", unit="市住建局", place="3号窗口", method="办事体验", title="多跑一趟", fact="要求到场签字。",
    kind="堵点", grade="一般", demand="", due="2026-05-28", status="待签收",
)  # fmt: skip
_FACTS = NoticeFacts(
    campaign="专项督察", issuer="市跑改办", series="专项督察通报", title="通报", issue_no=None, issue_date="2026-05-21",
    as_of="5月21日17时", main_to=(), copy_to=(), figures=dict.fromkeys(FIGURES.values(), 3),
    methods=(), new_findings=(_LINE,), overdue_findings=(), closed_findings=(), prose={}, corrections=(),
    units=(UnitCounts("市住建局", False, found=3),), ratios={"on_time": (1, 3), "closed": (0, 0), "satisfied": (2, 3)},
)  # fmt: skip


def _body(facts: NoticeFacts) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(facts)]


def test_a_token_becomes_the_number_and_is_marked_as_one() -> None:
    assert [(piece.text, piece.figure) for piece in pieces("新发现【本期新发现】个。", _FACTS)] == [
        ("新发现", ""), ("3", "found_new"), ("个。", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("token", "printed"), [("按期整改率", "1/3（33.3%）"), ("销号率", "—"), ("满意率", "2/3（66.7%）")]
)
def test_a_ratio_prints_both_numbers_or_a_dash(token: str, printed: str) -> None:
    assert pieces(f"【{token}】", _FACTS)[0].text == printed


def test_problems_are_listed_by_unit_with_place_fact_and_kind() -> None:
    assert _body(_FACTS) == [
        "一、发现的主要问题", "本期新交办的问题如下，详见附件1。", "（一）市住建局（1个）",
        "1.3号窗口：要求到场签字（办事体验，堵点）。",
    ]  # fmt: skip


def test_the_body_names_eight_and_leaves_the_rest_to_the_annex() -> None:
    lines = tuple(replace(_LINE, unit=f"第{number // 5}局") for number in range(20))
    body = _body(replace(_FACTS, new_findings=lines))
    assert sum("要求到场签字" in text for text in body) == 8
    assert body[-1] == "其余为：第2局5个、第3局5个，详见附件1。"


def test_with_nothing_new_one_sentence_says_so_and_none_says_the_contrary() -> None:
    prose = {name: tuple(texts) for name, texts in default_prose(*"甲乙丙丁戊").items()}
    quiet = replace(_FACTS, new_findings=(), prose=prose)
    told = "".join(_body(quiet))
    assert told.count("本期未发现新的问题。") == 1
    assert "新交办" not in told and "附件" not in told
    heads = [one.text for one in paragraphs(quiet) if one.level == 1]
    assert "二、发现问题情况" in heads, "nothing is called a problem that was found where none was"
    written = replace(quiet, prose=prose | {Section.PROBLEMS.value: ("本期未发现新的问题。",)})
    assert "".join(_body(written)).count("未发现新的问题") == 1


def test_recipients_that_are_groups_are_divided_by_commas_and_units_by_the_small_mark() -> None:
    groups = paper_of(replace(facts_with(1), main_to=("各区、县（市）跑改办", "市级有关单位")))
    assert groups.main_to == "各区、县（市）跑改办，市级有关单位："
    assert paper_of(replace(facts_with(1), main_to=("市公安局", "市人社局"))).main_to == "市公安局、市人社局："


def test_the_offices_own_words_begin_the_list() -> None:
    body = _body(replace(_FACTS, prose={Section.PROBLEMS.value: ("重点是这几个问题。",)}))
    assert body[1] == "重点是这几个问题。" and not [text for text in body if "详见附件1" in text]


def test_sections_are_numbered_in_the_order_they_print() -> None:
    prose = {Section.OVERVIEW.value: ("甲",), Section.DEMANDS.value: ("乙",)}
    heads = [paragraph.text for paragraph in paragraphs(replace(_FACTS, prose=prose)) if paragraph.level == 1]
    assert heads == ["一、总体情况", "二、发现的主要问题", "三、下一步要求"]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("新发现12个", "手写了“12个”"),
        ("满意率９５%", "手写了“９５%”"),
        ("共【没有的数】个", "没有叫【没有的数】"),
    ],
)
def test_a_number_may_not_be_typed(words: str, fault: str) -> None:
    assert any(fault in found for found in faults({Section.OVERVIEW.value: [words]}))


@pytest.mark.parametrize("words", ["5月21日起", "明跑改办〔2026〕43号", "【本期新发现】个", "第二轮"])
def test_dates_and_document_numbers_may_be_typed(words: str) -> None:
    assert faults({Section.REASON.value: [words]}) == []


def test_a_practice_stands_in_section_four_with_unit_and_window_and_no_longer_than_a_fact() -> None:
    told = (Practice("市人社局", "12号窗口", "延时办结，老人不再跑第二趟。"), Practice("市公安局", "", "好" * 99))
    body = _body(replace(_FACTS, practices=told))
    assert body[-3:] == [
        "二、典型做法", "市人社局12号窗口：延时办结，老人不再跑第二趟。", f"市公安局：{'好' * 80}……。",
    ]  # fmt: skip
