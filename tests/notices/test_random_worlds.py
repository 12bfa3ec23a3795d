"""Text = tables = annexes = screen = print page = Word = Excel = dashboard = ledger = rows, for random worlds."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from openpyxl import load_workbook

from exports.notice_word import notice_docx
from exports.notice_workbook import notice_xlsx
from inspect_app.access import SYSTEM, Role
from inspect_app.accounts.models import Person
from inspect_app.calendar.actions import seed_from_library
from inspect_app.dashboard.queries.picture import overview
from inspect_app.dashboard.queries.scope import Scope
from inspect_app.dashboard.vocabulary import Viewer, What
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus as S
from inspect_app.foundation import clock
from inspect_app.foundation.numbering import ratio
from inspect_app.metrics.rules import totals
from inspect_app.metrics.vocabulary import Period
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.facts import DISPUTED, facts_of
from inspect_app.notices.queries.proofs import proof, proofs_of
from inspect_app.notices.rules.paper import paper_of
from inspect_app.notices.rules.sums import checked_sums
from inspect_app.notices.vocabulary import NoticeFacts
from inspect_app.rectification.queries.ledger import stream_ledger
from inspect_app.rectification.vocabulary import LedgerFilter
from tests.conftest import SCALE
from tests.factories import make_person, sign_in
from tests.notices.worlds import CUT, NOW, WORLDS, Case, City, expected_figures, numbers_where

_RENDERED = {"small": 20, "slow": 200, "full": 200}[SCALE]
_COUNTED = {"small": 20, "slow": 200, "full": 10_000}[SCALE]
_TAG = re.compile(r"<[^>]+>")
_FIGURE = re.compile(r'<a class="gw-n" href="([^"]+)">([^<]+)</a>')
_UNIT_TABLE = "整改情况统计表"


@pytest.fixture
def city(app: Flask) -> Iterator[City]:
    """Give the city on the evening of an ordinary working day."""
    with clock.reading(lambda: NOW), app.app_context():
        with transaction():
            seed_from_library()
        yield City()


def _examples(count: int) -> hypothesis_settings:
    """`make test` always asks the same worlds, the longer runs look for new ones; a world is small as it is drawn."""
    return hypothesis_settings(
        max_examples=count, deadline=None, derandomize=SCALE == "small", phases=(Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(14_000)
def test_figures_tables_proofs_and_rows_agree(city: City) -> None:
    """Without rendering, so that there may be many."""

    @_examples(_COUNTED)
    @given(WORLDS)
    def agree(world: list[Case]) -> None:
        campaign_id, notice_id, numbers = city.live(world)
        notice = db.session.get_one(Notice, notice_id)
        _facts_agree(city, notice, facts_of(notice), world, numbers)
        _rows_agree(campaign_id, world, numbers)
        db.session.rollback()
        db.session.expunge_all()

    agree()


@pytest.mark.shared
@pytest.mark.timeout(1200)
def test_screen_word_excel_dashboard_and_ledger_say_the_same(app: Flask, city: City) -> None:
    client = app.test_client()
    clerk = make_person(Role.OFFICE_CLERK, db.session.merge(city.office))
    sign_in(client, db.session.get_one(Person, clerk.id))

    @_examples(_RENDERED)
    @given(WORLDS)
    def agree(world: list[Case]) -> None:
        campaign_id, notice_id, numbers = city.live(world)
        notice = db.session.get_one(Notice, notice_id)
        facts = facts_of(notice)
        _facts_agree(city, notice, facts, world, numbers)
        _rows_agree(campaign_id, world, numbers)
        _dashboard_agrees(city, campaign_id, world)
        _word_agrees(facts)
        _excel_agrees(facts)
        db.session.rollback()
        _screen_agrees(app, client, notice_id, facts, world)
        db.session.expunge_all()

    agree()


def _facts_agree(city: City, notice: Notice, facts: NoticeFacts, world: list[Case], numbers: list[str]) -> None:
    wanted = expected_figures(world)
    found = facts.figures | {"due": totals(facts.units).due}
    assert {name: found[name] for name in wanted} == wanted
    assert [row for row in checked_sums(facts) if not row.agrees] == []
    assert _of_units(city, facts) == _counted_by_unit(city, world)
    assert facts.ratios["closed"] == (wanted["closed_total"], wanted["found_total"])
    assert facts.ratios["on_time"] == (wanted["on_time"], wanted["due"])
    lists = (facts.new_findings, facts.overdue_findings, facts.closed_findings)
    tests = (lambda case: True, lambda case: case.is_overdue, lambda case: case.status is S.CLOSED)
    for lines, test in zip(lists, tests, strict=True):
        assert sorted(line.number for line in lines) == sorted(numbers_where(world, numbers, test))
    late = {line.number for lines in lists for line in lines if line.note.startswith("逾期")}
    assert late <= numbers_where(world, numbers, lambda case: case.is_overdue)
    disputed = {line.number for lines in lists for line in lines if line.disputed == DISPUTED}
    assert disputed == numbers_where(world, numbers, lambda case: case.disputed)
    proved = proofs_of(notice)
    assert {name: len(proved[name]) for name in wanted} == wanted


def _of_units(city: City, facts: NoticeFacts) -> dict[str, tuple[int, ...]]:
    return {row.unit: (row.found, row.due, row.on_time, row.overdue, row.pending, row.closed) for row in facts.units}


def _counted_by_unit(city: City, world: list[Case]) -> dict[str, tuple[int, ...]]:
    names = ("found_total", "due", "on_time", "overdue", "pending", "closed_total")
    found = {}
    for place, name in enumerate(city.names):
        mine = [case for case in world if case.unit == place]
        if mine:
            figures = expected_figures(mine)
            found[name] = tuple(figures[figure] for figure in names)
    return found


def _rows_agree(campaign_id: int, world: list[Case], numbers: list[str]) -> None:
    rows = list(stream_ledger(SYSTEM, LedgerFilter(campaign_id=campaign_id)))
    db.session.rollback()
    kept = [row.number for row in rows if row.status is not S.DISMISSED]
    assert sorted(kept) == sorted(numbers)
    closed = [row.number for row in rows if row.status is S.CLOSED]
    assert set(closed) == numbers_where(world, numbers, lambda case: case.status is S.CLOSED)


def _dashboard_agrees(city: City, campaign_id: int, world: list[Case]) -> None:
    period = Period(CUT.date().replace(day=1), CUT.date())
    picture = overview(Scope(city.clerk, Viewer.ALL, period, campaign_id))
    wanted = expected_figures(world)
    shown = {figure.href: figure.n if figure.n is not None else figure.d for figure in picture.figures}
    told = (shown[What.DELIVERED], shown[What.CLOSED], shown[What.OVER])
    assert told == (wanted["found_total"], wanted["closed_total"], wanted["overdue"])
    by_unit = {row.name: (row.delivered, row.closed, row.over) for row in (*picture.bureaus, *picture.districts)}
    assert {name: count for name, count in by_unit.items() if count[0]} == {
        name: (row[0], row[5], row[3]) for name, row in _counted_by_unit(city, world).items()
    }


def _word_agrees(facts: NoticeFacts) -> None:
    paper = paper_of(facts)
    document = Document(io.BytesIO(notice_docx(facts)))
    told = [paragraph.text for paragraph in document.paragraphs]
    assert [text for text in (part.text for part in paper.body) if text not in told] == []
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    printed = [part for annex in paper.annexes for part in annex.tables]
    wanted = [[list(part.heads), *([str(cell) for cell in row] for row in part.rows)] for part in printed]
    assert [table for table in wanted if table not in tables] == []


def _excel_agrees(facts: NoticeFacts) -> None:
    book = load_workbook(io.BytesIO(notice_xlsx(facts)))
    body = [str(row[0]) for row in book["正文"].iter_rows(values_only=True)]
    assert body == [facts.title, *(part.text for part in paper_of(facts).body)]
    for name, lines in (
        ("新交办问题", facts.new_findings), ("逾期未改", facts.overdue_findings), ("本期销号", facts.closed_findings),
    ):  # fmt: skip
        rows = list(book[name].iter_rows(min_row=2, values_only=True))
        assert [(row[1], row[5]) for row in rows] == [(line.number, line.title) for line in lines]
    sheets = [sheet for sheet in book.worksheets if sheet.title.endswith(_UNIT_TABLE)]
    sums: Counter[str] = Counter()
    for sheet in sheets:
        heads, *rows = list(sheet.iter_rows(values_only=True))
        assert rows[-1][1] == "合计"
        for name in ("发现问题", "按期整改", "逾期未改", "已销号"):
            column = heads.index(name)
            assert sum(int(str(row[column])) for row in rows[:-1]) == rows[-1][column]
            sums[name] += int(str(rows[-1][column]))
    figures = facts.figures
    assert sums == Counter(
        {"发现问题": figures["found_total"], "按期整改": figures["on_time"], "逾期未改": figures["overdue"],
         "已销号": figures["closed_total"]}
    )  # fmt: skip


def _screen_agrees(app: Flask, client: FlaskClient, notice_id: int, facts: NoticeFacts, world: Sequence[Case]) -> None:
    paper = paper_of(facts)
    with app.app_context():
        page = client.get(f"/notices/{notice_id}").text
        alone = client.get(f"/notices/{notice_id}/print").text
    for whole in (page, alone):
        words = unescape(_TAG.sub("", whole))
        assert [part.text for part in paper.body if part.text not in words] == []
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", whole)
        told = Counter(unescape(cell) for cell in cells)
        wanted = Counter(str(row[1]) for annex in paper.annexes for part in annex.tables for row in part.rows)
        assert not wanted - told
    _every_number_opens_its_list(app, client, page, facts, len(world))


def _every_number_opens_its_list(app: Flask, client: FlaskClient, page: str, facts: NoticeFacts, size: int) -> None:
    """All of them would be slow: one number a world, another one each time."""
    numbers = sorted(set(_FIGURE.findall(page)))
    assert numbers
    href, shown = numbers[(size + facts.figures["closed_total"]) % len(numbers)]
    name = href.rsplit("/", 1)[1]
    with app.app_context():
        listed = unescape(_TAG.sub("", client.get(href).text))
    # 按期整改 and 按期整改率 open one list: the number is its length, the rate has it for numerator.
    if name in facts.ratios and not shown.isdigit():
        done, whole = facts.ratios[name]
        assert shown == ratio(done, whole)
        assert f" {done} 条" in listed
    else:
        assert int(shown) == facts.figures[name]
        assert f" {shown} 条" in listed


def test_a_world_that_lies_would_be_seen(city: City) -> None:
    """What compares must be able to differ: one case more than was lived, and nothing agrees."""
    world = [Case(0, S.ACCEPTED, 3, -1, 0, 0, False, False, False, False, 0, None, "一个问题")]
    _, notice_id, numbers = city.live(world)
    notice = db.session.get_one(Notice, notice_id)
    _facts_agree(city, notice, facts_of(notice), world, numbers)
    assert len(proof(notice, "overdue")) == 1
    with pytest.raises(AssertionError):
        _facts_agree(city, notice, facts_of(notice), [*world, *world], [*numbers, *numbers])
