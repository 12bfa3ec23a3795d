"""Words as people type them come out as they went in: on pages, in Excel and in Word; nothing is evaluated."""

import io
import zipfile
from typing import Any
from urllib.parse import quote_plus
from xml.etree import ElementTree

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from tests.conftest import Scale
from tests.hostile.reading import words_of
from tests.hostile.requests import forms_of
from tests.hostile.world import World

_RARE = "喆堃昇珺䶮𠮷😀"
_UGLY = f"<script>alert(1)</script>{{{{7*7}}}}{{% raw %}}&amp;<>\"'’%s%(a)s=1+1 {_RARE}"
_FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://evil\")", "\t=1+1")  # fmt: skip
_CONTROLS = "前\x00中\x0b\x1f\ufffe\uffff\u202e后"
_LONG = "很长的话。" * 800


def _pages(world: World) -> list[str]:
    number, notice = world["number:covert"], world["notice:draft"]
    return [
        "/ledger", f"/case/{number}", f"/case/{number}/sheets/dispatch", f"/case/{number}/sheets/feedback",
        f"/notices/{notice}", "/findings/triage",
    ]  # fmt: skip


def _name(world: World, title: str, fact: str = "事实") -> None:
    """Write words into the rows as they are, past every form."""
    with world.app.app_context(), transaction():
        for finding in db.session.scalars(select(Finding)):
            finding.title, finding.fact = title, fact


def _excel(data: bytes) -> list[Any]:
    book = load_workbook(io.BytesIO(data))
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def _files(world: World) -> tuple[bytes, bytes, bytes]:
    client, notice = world.client("office_director"), world["notice:draft"]
    answers = [client.get(path) for path in ("/ledger/export", f"/notices/{notice}/excel", f"/notices/{notice}/word")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    ledger, excel, word = (answer.data for answer in answers)
    return ledger, excel, word


def test_markup_and_templates_are_words(own_world: World) -> None:
    _name(own_world, _UGLY)
    client = own_world.client("office_director")
    for page in _pages(own_world):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "<script>alert" not in answer.text, page
        assert "{{7*7}}" in answer.text, page
        assert _UGLY in words_of(answer), page
    ledger, excel, word = _files(own_world)
    for data in (ledger, excel):
        assert any(cell.value == _UGLY for cell in _excel(data))
    document = Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    assert _UGLY in text


@pytest.mark.parametrize("formula", _FORMULAS)
def test_a_formula_stays_text_in_excel(own_world: World, formula: str) -> None:
    _name(own_world, formula)
    for data in _files(own_world)[:2]:
        cells = _excel(data)
        assert any(str(cell.value).strip() == formula.strip() for cell in cells)
        assert [cell.value for cell in cells if cell.data_type == "f"] == []


_QUOTES, _CLAUSES = ("'", '"', "')", '")', "`", "\\'", "%' ", "1", "' /*"), (
    " OR 1=1 --", " OR '1'='1", "; DROP TABLE people; --", " UNION SELECT username, password_hash FROM people --",
    " AND 1=(SELECT count(*) FROM people) --", "||(SELECT 1)||", " OR pg_sleep(9) --", " ESCAPE '!' --", "; SELECT 1",
)  # fmt: skip


def test_no_search_is_read_as_sql(world: World, scale: Scale) -> None:
    client = world.client("office_director")
    payloads = [f"{quote}{clause}" for quote in _QUOTES for clause in _CLAUSES]
    places = ("/ledger?q=", "/letters?q=", "/admin/people?find=", "/catalogue?q=", "/notices?q=")
    for turn, payload in enumerate(payloads[:: -scale(-9, -1)]):
        for place in places if scale(0, 4) else (places[turn % len(places)],):
            answer = client.get(place + quote_plus(payload))
            assert answer.status_code in (200, 404), (place, payload)
            assert "scrypt:" not in answer.text, (place, payload)
    assert world["number:closed"] in client.get("/ledger?q=" + world["number:closed"]).text
    assert world["number:closed"] not in client.get("/ledger?q=" + quote_plus("' OR 1=1 --")).text


def test_controls_break_no_document_and_long_words_are_kept(own_world: World) -> None:
    _name(own_world, _CONTROLS.replace("\x00", ""), _LONG)
    assert own_world.client("office_director").get("/ledger").status_code == 200
    for data in _files(own_world):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            for name in parts.namelist():
                if name.endswith(".xml"):
                    ElementTree.fromstring(parts.read(name))  # noqa: S314  our own file
    case = own_world.client("office_director").get(f"/case/{own_world['number:covert']}")
    assert _LONG in words_of(case)


def test_typed_words_keep_rare_characters_and_lose_controls(own_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(own_world.app.config, "WTF_CSRF_ENABLED", False)
    client, path = own_world.client("office_clerk"), f"/findings/{own_world['finding:submitted']}"
    form = next(form for form in forms_of(client.get(path)) if "title" in form.values)
    data = {**dict(form.values), "title": f"  {_CONTROLS}{_RARE}  ", "fact": "第一行\r\n第二行", "demand": _UGLY}
    assert client.post(path, data=data).status_code == 302
    with own_world.app.app_context():
        finding = db.session.get_one(Finding, own_world["finding:submitted"])
        assert finding.title == f"前中后{_RARE}"
        assert finding.fact == "第一行\n第二行"
        assert finding.demand == _UGLY


def test_answers_and_talks_keep_rare_characters_and_lose_controls(
    own_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(own_world.app.config, "WTF_CSRF_ENABLED", False)
    client, here = own_world.client("inspector"), f"/field/visits/{own_world['visit:draft']}"
    words = f"{_CONTROLS}{_RARE}<b>"
    note = {"answer-look1": "no", "answer-look1.note": words}
    assert client.post(f"{here}/parts/look", data=note).status_code == 303
    talk = {"kind": "citizen", "alias": words[:40], "words": words, "satisfaction": "2"}
    answer = client.post(f"{here}/interviews/new", data=talk)
    assert answer.status_code in (303, 422)
    page = client.get(f"{here}/parts/look")
    assert f"前中后{_RARE}<b>" in words_of(page)
    assert f"{_RARE}<b>" not in page.text
