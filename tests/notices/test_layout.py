"""The Word file opened again and measured: every figure of GB/T 9704-2012 (rectification.md §6.5) from one table."""

import io
import json
from dataclasses import replace
from typing import Any
from zipfile import ZipFile

import pytest
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

from exports.notice_word import notice_docx
from exports.paper.body import above_a_seal, without_seal
from inspect_app.notices.rules.titles import hexagonal, shaped
from inspect_app.notices.vocabulary import NoticeFacts
from tests.notices.measuring import all_runs, fonts_of, lines, mm, opened, page, shape
from tests.notices.papers import PLAIN, RED_HEAD, facts_with

_RED = replace(RED_HEAD, remark="此件公开发布", copy_no="000001", secrecy="秘密★1年", urgency="特急")
_UNSEALED = replace(RED_HEAD, seal_lines=0)
_ISSUER = "明州市“最多跑一次”改革办公室"
_BODY_2 = {"firstLineChars": 200, "firstLine": 630}

# What is measured → what it must be.
_PAGE = {
    "A4, upright": ("size", (11906, 16838)),
    "天头 37 mm, right 26, bottom 35, 订口 28": ("margins", (2098, 1474, 1984, 1588)),
    "grid of lines": ("grid", ("lines", 579)),
}
_LINES: dict[str, dict[str, Any]] = {
    "000001": {"font": "仿宋_GB2312", "points": 16, "align": "both"},
    "秘密★1年": {"font": "黑体", "points": 16},
    "特急": {"font": "黑体", "points": 16},
    f"{_ISSUER}文件": {"font": "方正小标宋简体", "points": 26, "colour": "C4161C", "align": "center"},
    "明跑改办〔2026〕9号": {
        "font": "仿宋_GB2312", "points": 16, "align": "center", "before": 2 * 579, "rule": (12, 11, "C4161C"),
    },
    f"{_ISSUER}关于": {"font": "方正小标宋简体", "points": 22, "align": "center", "before": 2 * 579, "squeeze": 0},
    "各区、县（市）跑改办，市级有关单位：": {"font": "仿宋_GB2312", "before": 579, "indent": {}, "squeeze": -5},
    "一、总体情况": {"font": "黑体", "points": 16, "indent": _BODY_2, "line": (579, "exact")},
    "（一）市住建局（1个）": {"font": "楷体_GB2312", "points": 16, "indent": _BODY_2, "line": (579, "exact")},
    "请各责任单位按时限整改、如期反馈；逾期未改的，说明原因、明确完成日期；需要延期的，到期前申请并说明理由。": {
        "font": "仿宋_GB2312", "points": 16, "indent": _BODY_2, "line": (579, "exact"), "squeeze": -5, "align": "both",
    },
    "附件：1.问题清单": {
        "before": 579, "indent": {"leftChars": 600, "left": 1890, "hangingChars": 400, "hanging": 1260},
    },
    "2.整改情况统计表（截至2026年5月21日17时）": {
        "before": 0, "indent": {"leftChars": 600, "left": 1890, "hangingChars": 100, "hanging": 315},
    },
    _ISSUER: {"before": 579, "indent": {"leftChars": 1100, "left": 3465}, "align": "left"},
    "2026年5月21日": {"before": 0, "indent": {"leftChars": 1300, "left": 4095}, "align": "left"},
    "（此件公开发布）": {"indent": {"leftChars": 200, "left": 630}},
    "附件1": {"font": "黑体", "points": 16, "indent": {}},
    "问题清单": {"font": "方正小标宋简体", "points": 22, "align": "center", "before": 579},
}  # fmt: skip


@pytest.fixture(scope="module")
def red() -> DocumentType:
    """Return a red-head paper with everything a paper can have, without a seal; its title and text leave room."""
    facts = facts_with(1, 1, replace(_RED, seal_lines=0))
    prose = facts.prose | {"reason": (), "overview": ("概况。",)}
    return opened(notice_docx(replace(facts, prose=prose, methods=(), closed_findings=(), corrections=())))


@pytest.mark.parametrize("what", _PAGE)
def test_the_page_measures_what_the_standard_says(red: DocumentType, what: str) -> None:
    key, value = _PAGE[what]
    assert page(red, 0)[key] == value


@pytest.mark.parametrize("text", _LINES)
def test_each_line_stands_as_the_standard_says(red: DocumentType, text: str) -> None:
    found = lines(red)[text]
    assert {key: found[key] for key in _LINES[text]} == _LINES[text]


def test_the_type_area_is_156_by_225_millimetres_and_holds_22_lines_of_28_characters(red: DocumentType) -> None:
    measured = page(red, 0)
    (wide, high), (top, right, bottom, left) = measured["size"], measured["margins"]
    assert (mm(wide - left - right), mm(high - top - bottom)) == (156.0, 225.0)
    assert (high - top - bottom) // 579 == 22
    # 16 pt less the squeeze of a quarter of a point, in twips.
    assert (wide - left - right) // (16 * 20 - 5) == 28
    assert (wide - left - right) // (16 * 20) < 28


def test_the_red_mark_begins_72_millimetres_below_the_papers_edge(red: DocumentType) -> None:
    above = 0
    for paragraph in red.paragraphs:
        if paragraph.text.endswith("文件"):
            break
        above += shape(paragraph._p)["line"][0]
    assert mm(page(red, 0)["margins"][0] + above) == 72.0


def test_a_page_number_stands_7_millimetres_below_outside_one_character_in(red: DocumentType) -> None:
    section = red.sections[0]
    assert red.settings.odd_and_even_pages_header_footer
    # Its dashes are in the middle of its line of 14 pt; the type area ends 35 mm above the edge.
    assert mm(1984 - page(red, 0)["footer"] - 140) == 7.0
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        found = shape(footer.paragraphs[0]._p)
        assert (found["align"], found["indent"], found["font"], found["points"]) == (
            side, {f"{side}Chars": 100, side: 280}, "宋体", 14,
        )  # fmt: skip
        assert footer.paragraphs[0].text == "— 1 —"


def test_an_annex_lies_on_its_side_and_its_number_stays_on_the_paper(red: DocumentType) -> None:
    assert page(red, 1)["orient"] == "landscape"
    # Turned by a quarter: 28 mm (binding) above, 37 mm right, 26 mm below, 35 mm left where the number stands.
    assert page(red, 1)["margins"] == (1588, 2098, 1474, 1984)
    section = red.sections[1]
    for header, places in ((section.header, {"bottom": 26.0}), (section.even_page_header, {"top": 28.0})):
        cell, where = header.tables[0].rows[0], header._element.find(".//" + qn("w:tblpPr"))
        assert cell._tr.find(".//" + qn("w:textDirection")).get(qn("w:val")) == "tbRl"
        assert "PAGE" in header._element.xml
        wide, long = (
            int(cell._tr.find(".//" + qn(name)).get(qn(key)))
            for name, key in (("w:tcW", "w:w"), ("w:trHeight", "w:val"))
        )
        across, down = int(where.get(qn("w:tblpX"))), int(where.get(qn("w:tblpY")))
        # Its middle stands 7 mm beside the type area, as below it on an upright page.
        assert mm(1984 - across - wide // 2) == 7.0
        # One character of 14 pt within the type area of the paper, which lies 26 mm and 28 mm from its sides.
        assert mm(11906 - down - long - 280 if "bottom" in places else down - 280) == places.popitem()[1]
    assert "PAGE" not in section.footer._element.xml
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in red.tables)


def test_an_annexs_columns_are_at_most_nine_and_fill_the_page(red: DocumentType) -> None:
    for table in red.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iter(qn("w:gridCol"))]
        assert len(widths) <= 9
        assert mm(sum(widths)) == pytest.approx(225, abs=0.3)


def test_the_last_line_of_the_colophon_ends_the_type_area(red: DocumentType) -> None:
    markup = red.element.body.xml
    box = red.element.body.find(".//" + qn("wp:anchor"))
    top = int(box.find(qn("wp:positionV")).findtext(qn("wp:posOffset"))) / 635
    rows = list(box.iter(qn("w:tr")))
    height = sum(int(row.find(qn("w:trPr")).find(qn("w:trHeight")).get(qn("w:val"))) for row in rows)
    assert top + height == 16838 - 1984
    # Eighths of a point: 0.35 mm outside, 0.25 mm inside.
    assert [[rule.get(qn("w:sz")) for rule in row.iter(qn("w:top"), qn("w:bottom"))] for row in rows] == [
        ["8", "6"], ["6", "8"],
    ]  # fmt: skip
    copies, printed = (row.find(".//" + qn("w:p")) for row in rows)
    assert shape(copies)["points"] == shape(printed)["points"] == 14
    assert shape(copies)["indent"] == {
        "leftChars": 400, "left": 1120, "rightChars": 100, "right": 280, "hangingChars": 300, "hanging": 840,
    }  # fmt: skip
    assert "省“最多跑一次”改革办公室。" in markup
    assert "2026年5月22日印发" in markup


def test_the_colophon_stands_on_an_even_page_without_a_number_behind_annexes(red: DocumentType) -> None:
    last = red.sections[-1]
    assert last.start_type is not None
    assert last.start_type.name == "EVEN_PAGE"
    assert last.footer.paragraphs[0].text == last.even_page_footer.paragraphs[0].text == ""


def test_a_paper_without_annexes_keeps_its_colophon_on_the_numbered_page() -> None:
    plain = opened(notice_docx(replace(facts_with(0), units=())))
    assert len(plain.sections) == 1
    assert "印发" in plain.element.body.xml


@pytest.mark.parametrize("look", [PLAIN, _RED, _UNSEALED])
def test_every_style_and_every_run_names_its_east_asian_font_and_no_theme_is_left(look: Any) -> None:
    body = notice_docx(facts_with(3, 2, look))
    runs = list(all_runs(body))
    assert len(runs) > 100
    named = {"仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"}
    # A run that only holds a box or a break prints nothing.
    printing = [run for run in runs if run.find(qn("w:t")) is not None or run.find(qn("w:fldChar")) is not None]
    assert all(set(fonts_of(run).values()) <= named and fonts_of(run) for run in printing)
    for style in opened(body).styles.element.iter(qn("w:style")):
        assert set(fonts_of(style).values()) <= named and fonts_of(style), style.get(qn("w:styleId"))
    with ZipFile(io.BytesIO(body)) as parts:
        assert not [name for name in parts.namelist() if "theme" in name or "thumbnail" in name]
        assert all(b"Theme=" not in parts.read(name) for name in parts.namelist())


def test_the_file_tells_of_the_office_and_of_no_person_and_no_clock() -> None:
    facts = facts_with(3)
    body = notice_docx(facts)
    properties = opened(body).core_properties
    assert properties.author == properties.last_modified_by == facts.issuer
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.date().isoformat() == facts.issue_date
    assert notice_docx(facts) == body
    with ZipFile(io.BytesIO(body)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_seal_gets_the_lines_that_are_set_and_stands_over_issuer_and_date() -> None:
    facts = replace(facts_with(0, 0, _RED), issuer="明州市跑改办", corrections=(), units=())
    found = lines(opened(notice_docx(facts)))
    assert found["明州市跑改办"]["before"] == 3 * 579
    assert found["2026年5月21日"]["indent"]["rightChars"] == 400
    # The middle of the issuer (6 characters) above the middle of the date (3 and 7 halves).
    issuer_right, date_right = above_a_seal("明州市跑改办", "2026年5月21日")
    assert (issuer_right + 300, date_right) == (400 + 325, 400)
    # One that is longer than the date and what stands right of it ends at the edge, and the date moves.
    assert above_a_seal(_ISSUER, "2026年5月21日") == (0, 425)


def test_a_long_date_moves_a_short_issuer_to_the_left() -> None:
    issuer, day = without_seal("市跑改办", "2026年12月21日")
    assert day == issuer + 200
    assert day + 700 == 2800 - 200


def test_a_paper_that_goes_up_names_its_signer_at_the_right_of_the_number() -> None:
    found = lines(opened(notice_docx(facts_with(0, 0, replace(_RED, signer="沈立峰")))))
    row = next(text for text in found if "签发人：沈立峰" in text)
    assert row.startswith("　明跑改办〔2026〕9号\t")
    assert found[row]["rule"][2] == "C4161C"


def test_the_default_paper_is_a_masthead_with_its_issue_number() -> None:
    found = lines(opened(notice_docx(facts_with(1))))
    assert found["专项督察通报"] | {"points": 48, "colour": "C4161C"} == found["专项督察通报"]
    assert found["第12期"]["align"] == "center"
    assert found[f"　{_ISSUER}\t2026年5月21日"]["rule"] == (12, 11, "C4161C")


def test_a_frozen_notice_keeps_its_look_and_an_older_one_has_the_default() -> None:
    facts = facts_with(2, 1, _RED)
    frozen = json.loads(json.dumps(facts.to_json()))
    assert NoticeFacts.from_json(frozen) == facts
    del frozen["look"]
    assert NoticeFacts.from_json(frozen).look == PLAIN


def test_a_draft_says_so_where_the_number_will_stand() -> None:
    draft: NoticeFacts = replace(facts_with(1, 0, replace(RED_HEAD, number="")), issue_no=None)
    assert "〔2026〕　　号（草稿）" in lines(opened(notice_docx(draft)))
    assert "第　　期（草稿）" in lines(opened(notice_docx(replace(draft, look=PLAIN))))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("明跑改办[2026]9号", "明跑改办〔2026〕9号"),
        ("明跑改办（2026）第009号", "明跑改办〔2026〕9号"),
        ("杭跑改办〔2017〕43号", "杭跑改办〔2017〕43号"),
    ],
)
def test_a_number_gets_hexagonal_brackets_and_no_leading_zero(typed: str, printed: str) -> None:
    assert hexagonal(typed) == printed


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("市跑改办通报", ("市跑改办通报",)),
        (
            "明州市跑改办关于“最多跑一次”事项专项督察情况的通报（5月21日）",
            ("明州市跑改办关于“最多跑一次”事项", "专项督察情况的通报", "（5月21日）"),
        ),
        (
            "明州市“最多跑一次”改革办公室关于“最多跑一次”事项专项督察情况的通报",
            ("明州市“最多跑一次”改革办公室关于", "“最多跑一次”事项专项督察情况的通报"),
        ),
    ],
)
def test_a_title_breaks_where_a_thought_ends(title: str, expected: tuple[str, ...]) -> None:
    assert shaped(title) == expected
    assert "".join(expected) == title


def test_a_title_nobody_would_write_is_not_lost() -> None:
    assert "".join(shaped("很长" * 5000)) == "很长" * 5000
