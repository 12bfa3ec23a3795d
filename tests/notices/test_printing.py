"""The PDF and the print page: the same facts, every character drawn, the same bytes; and what is said without pango."""

import builtins
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from exports.paper import printing
from exports.paper.printing import missing_libraries, printed
from inspect_app.access import Role
from inspect_app.config import PROJECT_ROOT
from inspect_app.foundation.errors import Refused
from inspect_app.notices.rules.paper import paper_of
from inspect_app.notices.vocabulary import NoticeFacts
from tests.architecture.sources import TEMPLATES
from tests.factories import make_person, sign_in
from tests.notices.papers import PLAIN, RED_HEAD, facts_with, line
from tests.notices.pdf_reading import characters, count_pages
from tests.notices.test_issuing import Office

pytestmark = pytest.mark.usefixtures("pango")
_CSS = PROJECT_ROOT / "inspect_app" / "static" / "css"
STYLES = [(_CSS / f"{name}.css").read_text("utf-8") for name in ("official", "official-pdf")]
_TAG = re.compile(r"<[^>]+>")


_TEMPLATES = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)


def page_of(facts: NoticeFacts) -> str:
    """Return the paper as HTML."""
    return _TEMPLATES.get_template("notices/paper/alone.html").render(paper=paper_of(facts))


def words_of(page: str) -> str:
    """Return what a reader of a page sees."""
    return unescape(_TAG.sub("", page))


@pytest.mark.parametrize("look", [PLAIN, RED_HEAD])
def test_every_character_of_the_page_is_drawn_in_the_pdf(look: Any) -> None:
    page = page_of(facts_with(9, 4, look))
    body = printed(page, STYLES)
    assert set(words_of(page)) - characters(body) - set(" \n") == set()


def test_what_no_font_knows_is_spelled_out_and_never_a_blank() -> None:
    strange = replace(line(1), title="编号\U0010fffd之后")
    body = printed(page_of(replace(facts_with(1), new_findings=(strange,))), STYLES)
    assert set("编号之后〔U+10FFFD〕") <= characters(body)
    assert "\U0010fffd" not in characters(body)


def test_the_same_page_gives_the_same_bytes() -> None:
    page = page_of(facts_with(3, 1, RED_HEAD))
    assert printed(page, STYLES) == printed(page, STYLES)


def test_a_colophon_behind_annexes_stands_on_an_even_page() -> None:
    assert count_pages(printed(page_of(facts_with(1)), STYLES)) % 2 == 0


@pytest.mark.parametrize("count", range(0, 24, 3))
def test_the_colophon_never_covers_the_text(count: int) -> None:
    """Where a paper without annexes has no room below its last line, the 版记 goes to a page of its own."""
    bare = replace(facts_with(0), units=(), corrections=())
    told = replace(bare, prose=bare.prose | {"practices": ("一行字。",) * count})
    assert not paper_of(told).annexes
    (last, edge), (foot, top) = _placed(page_of(told))
    assert foot > last or top >= edge


def _placed(page: str) -> tuple[tuple[int, float], tuple[int, float]]:
    """Return page and lower edge of the date, page and upper edge of the 版记, as WeasyPrint lays them out."""
    from weasyprint import CSS, HTML

    document = HTML(string=page).render(stylesheets=[CSS(string=style) for style in STYLES])
    found: dict[str, tuple[int, float]] = {}
    for number, sheet in enumerate(document.pages):
        for box in sheet._page_box.descendants():
            name = (box.element.get("class") or "") if getattr(box, "element", None) is not None else ""
            if name == "gw-day":
                found["text"] = (number, box.position_y + box.height)
            elif name == "gw-colophon":
                found["foot"] = (number, box.position_y)
    return found["text"], found["foot"]


def test_a_paper_fetches_nothing() -> None:
    page = page_of(facts_with(1)).replace("</body>", '<img src="http://127.0.0.1:9/x.png"></body>')
    assert printed(page, [*STYLES, "@import url(file:///etc/passwd);"]).startswith(b"%PDF")


def test_every_width_of_a_column_is_known_to_the_sheet() -> None:
    used = set(re.findall(r"gw-(?:w|mark|seal)-\d+", page_of(facts_with(1, 1, RED_HEAD))))
    assert {name for name in used if f".{name} " not in STYLES[0]} == set()


def test_without_pango_the_reason_is_said_and_nothing_else_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    _lose_pango(monkeypatch)
    assert "apt-get install libpango-1.0-0" in missing_libraries()
    with pytest.raises(Refused, match="请管理员安装"):
        printed("<p>x</p>", [])


def test_the_pages_of_a_notice_lead_to_its_papers(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        office = Office()
        number = office.draft().id
        sign_in(client, make_person(Role.OFFICE_CLERK))
    assert "打印" in client.get(f"/notices/{number}").text
    page = client.get(f"/notices/{number}/print").text
    assert "专项督察通报" in page
    answer = client.get(f"/notices/{number}/pdf")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    _lose_pango(monkeypatch)
    assert client.get(f"/notices/{number}/word").status_code == 200
    assert "请管理员安装" in client.get(f"/notices/{number}/print").text
    refused = client.get(f"/notices/{number}/pdf")
    assert refused.status_code == 409
    assert "libpangoft2" in refused.text


def _lose_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the import fail as it does on a machine without the system library."""
    real = builtins.__import__

    def importing(name: str, *rest: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", importing)
    assert printing.missing_libraries()
