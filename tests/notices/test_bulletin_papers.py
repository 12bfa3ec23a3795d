"""The bulletin on paper: Word measured, PDF and page read again; nothing strange is lost or evaluated."""

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from docx.oxml.ns import qn
from lxml import etree

from exports.bulletin_word import bulletin_docx
from exports.paper.printing import printed
from inspect_app.notices.rules.bulletin_paper import bulletin_paper
from inspect_app.notices.vocabulary.bulletins import AttachmentFacts, BulletinFacts, NoteKind
from tests.notices.editors import LETTER, NAME, article, facts
from tests.notices.measuring import FONT_SIDES, all_runs, fonts_of, lines, mm, opened, page
from tests.notices.pdf_reading import characters, count_pages
from tests.notices.test_printing import _CSS, _TEMPLATES, words_of
from tests.notices.test_strange_texts import _TEXTS

_STYLES = [(_CSS / f"{name}.css").read_text("utf-8") for name in ("official", "official-bulletin", "official-pdf")]
_BOX = re.compile(r'<wp:posOffset>(\d+)</wp:posOffset></wp:positionV><wp:extent cx="\d+" cy="(\d+)"')
_W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def page_of(issue: BulletinFacts) -> str:
    """Return the bulletin as HTML."""
    return _TEMPLATES.get_template("notices/bulletin_alone.html").render(paper=bulletin_paper(issue))


def _texts(issue: BulletinFacts) -> list[str]:
    return [paragraph.text for paragraph in opened(bulletin_docx(issue)).paragraphs]


def _box(body: bytes) -> list[str]:
    """Return the rows of the box that ends the last page."""
    with ZipFile(io.BytesIO(body)) as parts:
        tree = etree.fromstring(parts.read("word/document.xml"))
    rows = tree.findall(".//w:txbxContent/w:tbl/w:tr", _W)
    return ["".join(text.text or "" for text in row.iter(qn("w:t"))) for row in rows]


def test_head_contents_articles_and_box_stand_in_the_order_of_the_seeds() -> None:
    told = _texts(facts(copies=120))
    order = [
        NAME, "第78期", "　市跑改办\t2026年5月18日", "●百姓的真心点赞", "●编委办召开改革研讨会", "百姓的真心点赞",
        "（下城区供稿）", "编委办召开改革研讨会", "附件", "圆梦路上的这道坎", "车省长：",
        "本刊邮箱：jianbao@mingzhou.example",
    ]  # fmt: skip
    places = [told.index(text) for text in order]
    assert places == sorted(places)
    assert "附：圆梦路上的这道坎" in told


def test_the_box_holds_report_send_issue_and_ends_the_type_area() -> None:
    body = bulletin_docx(facts(copies=120))
    assert _box(body) == [
        "报：市委书记，市长。", "送：市人大常委会办公室。", "发：市级各单位，各区、县（市）跑改办。", "共印120份",
    ]  # fmt: skip
    with ZipFile(io.BytesIO(body)) as parts:
        text = parts.read("word/document.xml").decode()
    top, height = (int(found) for found in _BOX.findall(text)[0])
    assert mm((top + height) // 635) == 262.0
    assert _box(bulletin_docx(facts(report_to=(), send_to=(), issue_to=()))) == []


def test_it_is_official_paper_with_every_font_named() -> None:
    body = bulletin_docx(facts())
    document = opened(body)
    known = page(document, 0)
    assert [mm(side) for side in known["margins"]] == [37.0, 26.0, 35.0, 28.0]
    assert known["grid"] == ("lines", 579)
    shapes = lines(document)
    assert (shapes[NAME]["colour"], shapes[NAME]["align"]) == ("C4161C", "center")
    assert shapes["　市跑改办\t2026年5月18日"]["rule"][2] == "C4161C"
    assert shapes["百姓的真心点赞"]["points"] == 22
    assert shapes["（下城区供稿）"]["align"] == "right"
    printing = [run for run in all_runs(body) if run.find(qn("w:t")) is not None]
    assert len(printing) > 20
    assert all(set(fonts_of(run)) == set(FONT_SIDES) and all(fonts_of(run).values()) for run in printing)


def test_a_single_article_has_no_contents_and_a_secret_one_says_so_first() -> None:
    told = _texts(facts(article("只有一篇"), secrecy="内部资料"))
    assert not any(text.startswith("●") for text in told)
    assert told[0] == "内部资料"


@pytest.mark.parametrize(("kind", "places"), [(NoteKind.NOTE, [1, 0]), (NoteKind.EDITOR, [0, 1])])
def test_a_note_stands_below_the_title_and_an_editors_above(kind: NoteKind, places: list[int]) -> None:
    told = _texts(facts(article("标题", note=("现刊载部分情况。",), note_kind=kind)))
    note = f"{kind.label}：现刊载部分情况。"
    assert sorted((told.index(note), told.index("标题"))).index(told.index(note)) == places[0]


def test_originals_begin_on_new_pages_and_are_printed_to_the_last_sign() -> None:
    issue = facts(article("一", attachments=(AttachmentFacts("甲", LETTER), AttachmentFacts("乙", "原文　２份"))))
    document = opened(bulletin_docx(issue))
    broken = "w:pPr/w:pageBreakBefore"
    breaks = [one.text for one in document.paragraphs if one._p.find(broken, _W) is not None]
    assert breaks == ["附件1", "附件2"]
    told = [paragraph.text for paragraph in document.paragraphs]
    at = told.index("车省长：")
    assert "\n".join(told[at : at + 3]) == LETTER
    assert "原文　２份" in told
    assert [text for text in told if text.startswith("附") and "：" in text] == ["附1：甲", "附2：乙"]


def test_the_same_facts_give_the_same_bytes() -> None:
    assert bulletin_docx(facts()) == bulletin_docx(facts())


def _strange(text: str) -> BulletinFacts:
    """Put a text everywhere a bulletin prints what people write."""
    letter = AttachmentFacts(text, text)
    first = article(text, text, subtitle=text, note=(text,), contributor=text, attachments=(letter,))
    return facts(first, article("第二篇"), mark=NAME, issuer=text, mailbox=text, report_to=(text,), corrections=(text,))


@pytest.mark.parametrize("kind", _TEXTS)
def test_word_and_page_keep_strange_texts_and_evaluate_nothing(kind: str) -> None:
    typed, expected = _TEXTS[kind]
    told = _texts(_strange(typed))
    for text in (
        expected,
        f"●{expected}",
        f"——{expected}",
        f"按：{expected}",
        f"（{expected}供稿）",
        f"附：{expected}",
    ):
        assert text in told
    assert f"报：{expected}。" in _box(bulletin_docx(_strange(typed)))
    html = page_of(_strange(typed))
    assert "<script>" not in html
    assert words_of(html).count(expected) >= 9


@pytest.mark.usefixtures("pango")
class TestPdf:
    """What WeasyPrint draws."""

    def test_every_character_of_the_page_is_drawn(self) -> None:
        html = page_of(facts(copies=9))
        assert set(words_of(html)) - characters(printed(html, _STYLES)) - set(" \n") == set()

    def test_strange_texts_are_drawn(self) -> None:
        whole = "".join(expected for kind, (_, expected) in _TEXTS.items() if "10,000" not in kind)
        drawn = characters(printed(page_of(_strange(whole)), _STYLES))
        # A machine may have no font for the smiling face: then its number stands there.
        assert set(whole) - {" "} - drawn <= ({"😀"} if set("〔U+1F600〕") <= drawn else set())

    def test_ten_thousand_characters_take_their_pages(self) -> None:
        typed, _ = _TEXTS["10,000 characters"]
        plain = facts(article("一"))
        long = facts(article("一", typed))
        assert count_pages(printed(page_of(plain), _STYLES)) == 1
        assert count_pages(printed(page_of(long), _STYLES)) >= 10_000 // (22 * 28)

    @pytest.mark.parametrize("count", range(10, 24))
    def test_the_box_never_covers_the_text(self, count: int) -> None:
        """Where the box has no room below the last line, it goes to a page of its own."""
        issue = facts(article("一", *("一行字。",) * count), mailbox="")
        boxes = _placed(issue)
        assert boxes["foot"][0] > boxes["text"][0] or boxes["foot"][1] >= boxes["text"][1]


def _placed(issue: BulletinFacts) -> dict[str, tuple[int, float]]:
    """Return page and lower edge of the last line, page and upper edge of the box, as WeasyPrint lays them out."""
    from weasyprint import CSS, HTML

    document = HTML(string=page_of(issue)).render(stylesheets=[CSS(string=style) for style in _STYLES])
    found: dict[str, tuple[int, float]] = {}
    for number, sheet in enumerate(document.pages):
        for box in sheet._page_box.descendants():
            name = (box.element.get("class") or "") if getattr(box, "element", None) is not None else ""
            if name == "jb-by":
                found["text"] = (number, box.position_y + box.height)
            elif name == "gw-colophon":
                found["foot"] = (number, box.position_y)
    return found


def test_an_empty_draft_prints_a_blank_day_and_no_number() -> None:
    issue = replace(facts(), articles=(), issue_no=None, issue_date="", day="2018年1月　日")
    told = _texts(issue)
    assert "　市跑改办\t2018年1月　日" in told
    assert "第　　期（草稿）" in told
    assert "2018年1月　日" in words_of(page_of(issue))
