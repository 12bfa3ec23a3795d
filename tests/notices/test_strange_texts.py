"""Control characters, emoji, rare names, templates, formulas, markup, 10,000 characters: in every paper alike."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from exports.notice_word import notice_docx
from exports.notice_workbook import notice_xlsx
from exports.paper.printing import printed
from inspect_app.notices.vocabulary import NoticeFacts
from tests.notices.measuring import opened
from tests.notices.papers import PLAIN, RED_HEAD, facts_with, line
from tests.notices.pdf_reading import characters
from tests.notices.test_printing import STYLES, page_of, words_of

# What is typed → what stands in every paper.
_TEXTS = {
    "rare names": ("喆堃昇珺䶮办的事", "喆堃昇珺䶮办的事"),
    "emoji": ("好评😀满意", "好评😀满意"),
    "control characters": ("前\x00\x0b\x1f\x7f后\ufffe", "前后"),
    "a template": ("{{7*7}}{% raw %}", "{{7*7}}{% raw %}"),
    "a formula": ("=1+1", "=1+1"),
    "another formula": ("@SUM(A1)+cmd|' /C calc'!A0", "@SUM(A1)+cmd|' /C calc'!A0"),
    "markup": ("<b>&amp;</b>&<script>alert(1)</script>", "<b>&amp;</b>&<script>alert(1)</script>"),
    "an end of a table": ("]]></w:t></w:tbl>", "]]></w:t></w:tbl>"),
    "10,000 characters": ("字" * 9_998 + "末尾", "字" * 9_998 + "末尾"),
}


def _facts(text: str, red: bool) -> NoticeFacts:
    """Put a text everywhere a paper prints what people write."""
    strange = replace(line(1), title=text, fact=text, place=text, unit="市住建局")
    facts = replace(facts_with(1, 0, RED_HEAD if red else PLAIN), new_findings=(strange,))
    return replace(
        facts, prose=facts.prose | {"practices": (text,)}, copy_to=(text,), main_to=(text,), issuer="市跑改办"
    )


@pytest.mark.parametrize("red", [False, True])
@pytest.mark.parametrize("kind", _TEXTS)
def test_word_keeps_it_and_evaluates_nothing(kind: str, red: bool) -> None:
    typed, expected = _TEXTS[kind]
    word = opened(notice_docx(_facts(typed, red)))
    row = word.tables[0].rows[1].cells
    assert (row[3].text, row[5].text) == (expected, expected)
    paragraphs = [paragraph.text for paragraph in word.paragraphs]
    assert expected in paragraphs
    assert f"{expected}：" in paragraphs


@pytest.mark.parametrize("kind", _TEXTS)
def test_excel_keeps_it_and_evaluates_nothing(kind: str) -> None:
    typed, expected = _TEXTS[kind]
    book = load_workbook(io.BytesIO(notice_xlsx(_facts(typed, red=False))))
    cell = book["新交办问题"].cell(2, 7)
    assert (cell.value, cell.data_type) == (expected, "s")
    assert expected in [row[0].value for row in book["正文"].iter_rows()]


@pytest.mark.parametrize("kind", _TEXTS)
def test_the_page_keeps_it_and_evaluates_nothing(kind: str) -> None:
    typed, expected = _TEXTS[kind]
    page = page_of(_facts(typed, red=True))
    assert "<script>" not in page
    assert words_of(page).count(expected) >= 4


@pytest.mark.usefixtures("pango")
def test_the_pdf_draws_every_character_of_them() -> None:
    facts = _facts(_TEXTS["rare names"][0], red=True)
    lines = tuple(replace(line(place), title=typed) for place, (typed, _) in enumerate(_TEXTS.values()))
    drawn = characters(printed(page_of(replace(facts, new_findings=lines)), STYLES))
    expected = {sign for _, text in _TEXTS.values() for sign in text} - {" "}
    # A machine may have no font for the smiling face: then its number stands there.
    assert expected - drawn <= ({"😀"} if set("〔U+1F600〕") <= drawn else set())
