"""The body stays within two pages: first what is new, what is overdue, who must act; the annexes tell the rest."""

from dataclasses import replace

import pytest

from inspect_app.notices.rules.bodies import brief, length, lines_of, seal_lines, short_body, spare_lines
from inspect_app.notices.rules.paper import paper_of
from inspect_app.notices.rules.tables import annexes, full_tables
from inspect_app.notices.vocabulary import NoticeFacts, PaperLook, Paragraph, Piece
from tests.notices.papers import BUREAUS, DISTRICTS, PLAIN, RED_HEAD, facts_with

_CORRECTIONS = tuple(f"第{number}期中“市公安局”应为“市人社局”。" for number in range(1, 10))


@pytest.mark.parametrize("look", [PLAIN, RED_HEAD])
@pytest.mark.parametrize("new", [0, 1, 3, 9, 40, 200, 2000])
@pytest.mark.parametrize("corrections", [0, 1, 3, 9])
def test_however_much_is_found_or_corrected_the_body_and_its_signature_fit_on_two_pages(
    look: PaperLook, new: int, corrections: int
) -> None:
    facts = replace(facts_with(new, new // 5, look), corrections=_CORRECTIONS[:corrections])
    body = short_body(facts, title_lines=3)
    assert spare_lines(facts, body, title_lines=3) >= 0
    assert length(body) <= 44 - 9 - 3 - 2 - 6 + 3 * (look is PLAIN)


def test_corrections_without_room_stand_in_an_annex_and_none_is_lost() -> None:
    facts = replace(facts_with(200, 31, RED_HEAD), corrections=_CORRECTIONS)
    paper = paper_of(facts)
    assert not [paragraph.text for paragraph in paper.body if "更正" in paragraph.text]
    assert [annex.title for annex in paper.annexes] == ["问题清单", "整改情况统计表（截至2026年5月21日17时）", "更正"]
    assert [row[1] for row in paper.annexes[2].tables[0].rows] == list(_CORRECTIONS)
    one = paper_of(replace(facts, corrections=_CORRECTIONS[:1]))
    assert (one.body[-1].text, len(one.annexes)) == ("更正：" + _CORRECTIONS[0], 2)
    assert full_tables(facts)[-1].rows == tuple(enumerate(_CORRECTIONS, start=1))


def test_a_heading_goes_with_its_text_to_the_next_page() -> None:
    facts = replace(facts_with(0, 0, RED_HEAD), units=(), main_to=(), corrections=())
    text, head = Paragraph((Piece("字" * 26),)), Paragraph((Piece("一、总体情况"),), level=1)
    first = 22 - 9 - 3  # lines of the first page below head and title
    torn = [text] * (first - 1) + [head, text] + [text] * 12
    whole = [text] * (first - 2) + [head, text] + [text] * 13
    assert spare_lines(facts, whole, 2) - spare_lines(facts, torn, 2) == 1


def test_the_first_thing_told_is_what_is_new_what_is_overdue_and_who_must_act() -> None:
    body = [paragraph.text for paragraph in short_body(facts_with(200, 31))]
    assert body[0].startswith("根据《关于开展")
    assert body[1] == (
        "本期新发现问题200个，涉及市住建局、市公安局、市人社局等12个单位；"
        "逾期未改31个，请市自然资源局、市卫健局、市城管局等12个单位立即整改；今日到期3个，请当日反馈。"
    )
    assert body[2] == "一、总体情况"


def test_its_numbers_are_computed_and_not_words() -> None:
    assert {piece.figure: piece.text for piece in brief(facts_with(7, 2)).pieces if piece.figure} == {
        "found_new": "7", "overdue": "2", "due_today": "3",
    }  # fmt: skip


def test_a_quiet_day_says_so() -> None:
    facts = facts_with(0)
    facts = replace(facts, figures=facts.figures | {"due_today": 0})
    assert brief(facts).text == "本期没有新发现问题；没有逾期未改的问题。"


def test_of_a_few_problems_each_is_told_where_there_is_room() -> None:
    facts = replace(facts_with(3), methods=(), corrections=(), units=())
    told = [paragraph.text for paragraph in short_body(facts) if "市公安局" in paragraph.text]
    assert any("办事指南与窗口要求不一致" in text or "网上公布" in text for text in told)


def test_where_a_page_is_nearly_full_a_problem_takes_one_line() -> None:
    told = [paragraph.text for paragraph in short_body(facts_with(2), title_lines=3)]
    assert "1.市住建局：要求提交已取消的证明。" in told
    assert "2.市公安局：办事指南与窗口要求不一致。" in told


def test_the_seal_gets_fewer_lines_before_the_signature_leaves_the_second_page() -> None:
    short, long = facts_with(0, 0, RED_HEAD), facts_with(200, 31, RED_HEAD)
    short = replace(short, units=(), corrections=(), prose={"reason": ("缘由。",)})
    assert seal_lines(short, short_body(short)) == 3
    assert paper_of(long).look.seal_lines == 1
    assert seal_lines(facts_with(3), short_body(facts_with(3))) == 0


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("字" * 26, 1),
        ("字" * 27, 2),
        ("字" * 26 + "。", 1),
        ("字" * 24 + "310/333", 2),
        ("字" * 54, 2),
        ("字" * 55, 3),
    ],
)
def test_a_line_holds_28_characters_and_tears_no_number(text: str, lines: int) -> None:
    assert lines_of(text) == lines


def test_annex_one_lists_new_and_overdue_annex_two_bureaus_and_districts_apart() -> None:
    first, second = annexes(facts_with(4, 2))
    assert (first.title, [table.title for table in first.tables]) == (
        "问题清单", ["一、本期新交办问题（4个）", "二、逾期未改问题（2个）"],
    )  # fmt: skip
    assert [[row[1] for row in table.rows] for table in second.tables] == [
        [*BUREAUS, "合计"], [*DISTRICTS, "合计"],
    ]  # fmt: skip
    assert [table.title for table in annexes(facts_with(4))[0].tables] == ["本期新交办问题（4个）"]
    assert all(len(table.heads) <= 9 for annex in (first, second) for table in annex.tables)


def test_a_disputed_finding_is_under_review_in_every_table() -> None:
    facts: NoticeFacts = facts_with(8, 0)
    rows = annexes(facts)[0].tables[0].rows
    assert [row[-1] for row in rows] == ["待签收"] * 7 + ["复核中"]
    assert [row[-1] for row in full_tables(facts)[0].rows] == [""] * 7 + ["复核中"]
    assert [annex.note for annex in annexes(facts)] == ["", ""]
    reviewed = replace(facts, units=(replace(facts.units[0], in_review=1), *facts.units[1:]))
    assert annexes(reviewed)[1].note == "注：部门有异议、正在复核的问题计入各项数字，不影响名次。"
    late = replace(facts, overdue_findings=(replace(facts.new_findings[7], note="逾期2个工作日"),))
    assert annexes(late)[0].tables[1].rows[0][-1] == "复核中；逾期2个工作日"


def test_the_day_of_a_draft_stays_blank_until_it_is_signed() -> None:
    signed, draft = facts_with(1), replace(facts_with(1), issue_no=None)
    assert (paper_of(signed).day, paper_of(signed).printed_on) == ("2026年5月21日", "2026年5月21日印发")
    assert (paper_of(draft).day, paper_of(draft).printed_on) == ("2026年5月　　日", "2026年5月　　日印发")
