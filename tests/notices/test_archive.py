"""发文稿纸 for the archive, and the page that says which fonts there are."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from exports.approval_word import approval_docx
from exports.paper.installed import NAMES, STAND_INS, font_states
from inspect_app.access import Role
from inspect_app.config import PROJECT_ROOT
from inspect_app.notices.rules.approval import approval_sheet
from inspect_app.notices.rules.paper import paper_of
from inspect_app.notices.vocabulary import PaperFont
from inspect_app.notices.vocabulary.approval import Stamp
from tests.factories import make_person, sign_in
from tests.notices.measuring import opened
from tests.notices.papers import RED_HEAD, facts_with
from tests.notices.test_issuing import Office

_STAMPS = (
    Stamp("签发", "", ""),
    Stamp("核稿", "何静", "2026年5月21日18时02分"),
    Stamp("拟稿", "王芳", "2026年5月21日17时30分"),
)
# The stacks of the sheet of style, by their names there.
_STACKS = {PaperFont.BODY: "fang", PaperFont.HEAD: "hei", PaperFont.KAI: "kai", PaperFont.TITLE: "xbs"}


def test_the_sheet_names_who_drafted_and_checked_and_leaves_room_for_the_signer() -> None:
    facts = facts_with(2, 1, RED_HEAD)
    word = opened(approval_docx(approval_sheet(paper_of(facts), _STAMPS), facts.issue_date))
    rows = {row.cells[0].text: row.cells[1].text for row in word.tables[0].rows}
    assert (rows["签发"], rows["核稿"]) == ("", "何静　　2026年5月21日18时02分")
    assert rows["标题"] == facts.title
    assert rows["文号（期号）"] == "明跑改办〔2026〕9号"
    assert rows["附件"] == "1.问题清单\n2.整改情况统计表（截至2026年5月21日17时）"
    assert [paragraph.text for paragraph in word.paragraphs][:2] == [facts.issuer, "发文稿纸"]


def test_the_sheet_of_an_issued_notice_names_its_signer_and_only_the_office_sees_it(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        office = Office()
        number = office.issue().id
        sign_in(client, make_person(Role.OFFICE_CLERK))
        leader = make_person(Role.LEADER)
    page = client.get(f"/notices/{number}/approval").text
    assert all(step in page for step in ("签发", "核稿", "拟稿", "第1期"))
    assert client.get(f"/notices/{number}/approval/word").status_code == 200
    client.post("/logout")
    with app.app_context():
        sign_in(client, leader)
    assert client.get(f"/notices/{number}").status_code == 200
    assert "发文稿纸" not in client.get(f"/notices/{number}").text
    assert client.get(f"/notices/{number}/approval").status_code == 403


def test_a_missing_font_is_named_with_what_stands_in_for_it() -> None:
    states = {state.font: state for state in font_states(frozenset({"simhei", "noto serif cjk sc"}))}
    assert (states[PaperFont.HEAD].installed, states[PaperFont.HEAD].drawn_with) == ("SimHei", "SimHei")
    assert (states[PaperFont.BODY].installed, states[PaperFont.BODY].drawn_with) == ("", "Noto Serif CJK SC")
    assert {state.drawn_with for state in font_states(frozenset())} == {""}


@pytest.mark.parametrize("font", _STACKS)
def test_the_page_of_fonts_tells_the_same_order_as_the_sheet_of_style(font: PaperFont) -> None:
    css = (PROJECT_ROOT / "inspect_app" / "static" / "css" / "official.css").read_text("utf-8")
    line = next(line for line in css.splitlines() if f"--gw-{_STACKS[font]}:" in line)
    stack = [name.strip(' ";') for name in line.split(":", 1)[1].split(",")][:-1]
    assert stack == list(NAMES[font] + STAND_INS[font])


def test_an_admin_sees_which_fonts_are_installed(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.ADMIN))
    page = client.get("/admin/fonts").text
    assert all(font.label in page for font in PaperFont)
    assert "PDF 实际使用" in page
