"""Charts of a paper: drawn on the server of its facts, each with a sentence and a table of the same numbers."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from exports.notice_word import notice_docx
from exports.notice_workbook import notice_xlsx
from exports.paper import geometry as g
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.rules.charts import charts, plain_tables
from inspect_app.notices.rules.tables import annexes
from inspect_app.notices.vocabulary import Bar, NoticeFacts, Shade
from tests.factories import make_finding
from tests.notices.papers import facts_with
from tests.notices.test_issuing import Office
from tests.notices.test_printing import page_of

_TITLES = [
    "图1　每七天发现和销号", "图2　按期整改率：市级部门", "图3　按期整改率：区、县（市）", "图4　群众评价",
    "图5　各单位问题的类别",
]  # fmt: skip


def test_they_stand_behind_the_table_of_units_each_below_a_sentence() -> None:
    made = annexes(facts_with(4))[1].charts
    assert [chart.table.title for chart in made] == _TITLES
    assert [chart.sentence for chart in made][0::3] == [
        "近3周发现24个、销号36个；最近七天发现15个、销号5个。", "评价4分以上的算满意，满意率310/333（93.1%）。",
    ]  # fmt: skip


def test_a_bar_is_as_long_as_its_number_and_a_shade_as_dark() -> None:
    trend, bureaus, _, marks, heat = (chart.table.rows for chart in charts(facts_with(4)))
    assert [(row[1], row[2].share * 19) for row in trend if isinstance(row[2], Bar)] == [
        ("发现 1", 1), ("销号 19", 19), ("发现 8", 8), ("销号 12", 12), ("发现 15", 15), ("销号 5", 5),
    ]  # fmt: skip
    for row in bureaus:
        over, under = str(row[1]).split("（")[0].split("/")
        assert isinstance(row[2], Bar) and row[2].share == int(over) / int(under)
    assert [(row[1], row[2].tone) for row in marks if isinstance(row[2], Bar)] == [
        (200, 0), (110, 0), (20, 1), (3, 1), (0, 1),
    ]  # fmt: skip
    shades = {(cell.count, cell.level) for row in heat for cell in row if isinstance(cell, Shade)}
    assert shades == {(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)}
    assert [sum(cell.count for cell in row if isinstance(cell, Shade)) for row in heat[:-1]] == [
        row[-1] for row in heat[:-1]
    ]


def test_what_has_no_numbers_has_no_chart() -> None:
    bare = replace(facts_with(1), weeks=(), kinds=(), marks=(0, 0, 0, 0, 0), units=())
    assert charts(bare) == ()
    older = NoticeFacts.from_json({k: v for k, v in facts_with(1).to_json().items() if k not in _SINCE_CHARTS})
    assert [chart.table.title[3:] for chart in charts(older)] == ["按期整改率：市级部门", "按期整改率：区、县（市）"]


_SINCE_CHARTS = ("weeks", "kinds", "marks")


def test_word_draws_every_bar_in_its_length_and_says_it_aloud() -> None:
    facts = facts_with(4)
    document = Document(io.BytesIO(notice_docx(facts)))
    drawn = [inline.find(qn("wp:extent")).get("cx") for inline in document.element.iter(qn("wp:inline"))]
    bars = [cell for chart in charts(facts) for row in chart.table.rows for cell in row if isinstance(cell, Bar)]
    whole = g.mm(140) - 2 * g.mm(1)
    assert [int(length) for length in drawn] == [
        round(bar.share * whole) * g.EMU_PER_TWIP for bar in bars if round(bar.share * whole)
    ]
    told = [inline.find(qn("wp:docPr")).get("descr") for inline in document.element.iter(qn("wp:inline"))]
    assert told[0] == "5月1日—5月7日，发现 1" and all(told)
    keys = [part.get("id") for part in document.element.iter(qn("wp:docPr"))]
    assert len(keys) == len(set(keys))
    fills = {shade.get(qn("w:fill")) for shade in document.element.iter(qn("w:shd"))}
    assert fills == {"F2F2F2", "D9D9D9", "BFBFBF", "A6A6A6"}


def test_the_page_draws_the_same_bars_and_excel_has_the_same_numbers() -> None:
    facts = facts_with(4)
    page = page_of(facts)
    lengths = [int(width) for width in re.findall(r'<rect fill="#\w+" width="(\d+)"', page)]
    bars = [cell for chart in charts(facts) for row in chart.table.rows for cell in row if isinstance(cell, Bar)]
    assert lengths == [round(1000 * bar.share) for bar in bars]
    assert page.count("gw-shade-") == sum(
        isinstance(cell, Shade) for chart in charts(facts) for row in chart.table.rows for cell in row
    )
    book = load_workbook(io.BytesIO(notice_xlsx(facts)))
    for table in plain_tables(facts):
        sheet = book[table.title.replace("、", "")]
        assert list(sheet.values) == [table.heads, *table.rows]


@pytest.mark.usefixtures("app_context")
def test_weeks_kinds_and_marks_are_counted_from_the_rows_of_all_other_numbers() -> None:
    office = Office()
    make_finding(
        FindingStatus.RECTIFYING, unit=office.unit, campaign=office.campaign,
        delivered_at=clock.now() - timedelta(days=1), pain_type=None,
    )  # fmt: skip
    facts = facts_of(office.draft())
    assert sum(sum(row.counts) for row in facts.kinds) == facts.figures["found_total"] == 4
    assert facts.weeks[-1].last == clock.today().isoformat()
    assert facts.weeks[-1].found >= 1
    assert all(week.first >= "2000" and week.found >= 0 for week in facts.weeks)
    assert facts.ratios["satisfied"] == (sum(facts.marks[:2]), sum(facts.marks))
