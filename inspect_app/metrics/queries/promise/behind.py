"""The tests behind a number, the latest first: visits, and where they make a number together checks at the desk.

Both are numbered by one query, so that a page of them is a page of the number that was clicked.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, func, literal, not_, select, union_all

from inspect_app.catalogue.models import Site, Window, WindowItem
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.metrics.queries.promise.calls import PHONE_THROUGH, called, dialled, phone_answers
from inspect_app.metrics.queries.promise.scope import PromiseScope
from inspect_app.metrics.queries.promise.visits import (
    OF_VISIT,
    ONE_PLACE,
    count_rows,
    lines_of_visits,
    told_of,
    visit_line,
)
from inspect_app.metrics.vocabulary import PromiseLine, Reader, VisitLine
from inspect_app.spotchecks.models import PhoneLine
from inspect_app.spotchecks.queries.counting import THROUGH
from inspect_app.spotchecks.queries.phones import lines_by_id, place_of, tries_of
from inspect_app.spotchecks.rules.phones import try_words
from inspect_app.spotchecks.vocabulary import phones as words
from inspect_app.visits.models import Answer, Visit
from inspect_app.web.paging import PAGE_SIZE

Query = Select[*tuple[Any, ...]]
_VISIT, _DESK = "visit", "desk"
# What a test is found again by: where it is kept, its id, and when it was.
ANSWER_KEY = (literal(_VISIT).label("kept_in"), Answer.id.label("id"), func.min(Visit.submitted_at).label("at"))
LINE_KEY = (literal(_DESK).label("kept_in"), PhoneLine.id.label("id"), func.min(PhoneLine.settled_at).label("at"))
Lines = tuple[list[VisitLine], int, int]


def visit_lines(scope: PromiseScope, item_id: int, line: PromiseLine, kept: bool | None, page: int) -> Lines:
    """Return one page of the tests behind a line, how many there are, and how many a department isn't shown."""
    if line is not PromiseLine.PHONE:
        return lines_of_visits(scope, item_id, line, kept, page)
    on_visits = called(scope, *ANSWER_KEY).where(WindowItem.item_id == item_id)
    by_list = dialled(scope, *LINE_KEY).where(WindowItem.item_id == item_id)
    return call_lines(scope.reader, on_visits, by_list, kept, page)


def call_lines(reader: Reader, on_visits: Query, by_list: Query, kept: bool | None, page: int) -> Lines:
    """Return one page of telephone tests, on visits and by list."""
    if kept is not None:
        on_visits = on_visits.where(PHONE_THROUGH if kept else not_(PHONE_THROUGH))
        by_list = by_list.where(THROUGH if kept else not_(THROUGH))
    on_visits, by_list = on_visits.group_by(Answer.id), by_list.group_by(PhoneLine.id)
    counted, dialled_n = count_rows(on_visits), count_rows(by_list)
    if reader is Reader.UNIT:
        on_visits = on_visits.where(told_of())
    shown = count_rows(on_visits) if reader is Reader.UNIT else counted
    both = union_all(on_visits, by_list).subquery()
    ordered = select(both.c.kept_in, both.c.id).order_by(both.c.at.desc(), both.c.kept_in, both.c.id.desc())
    keys = [(place, key) for place, key in db.session.execute(ordered.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE))]
    found = {
        _VISIT: _answers([key for place, key in keys if place == _VISIT], reader),
        _DESK: _by_list([key for place, key in keys if place == _DESK], reader),
    }
    return [found[place][key] for place, key in keys], shown + dialled_n, counted - shown


def _answers(ids: Collection[int], reader: Reader) -> dict[int, VisitLine]:
    columns = (*OF_VISIT, *ONE_PLACE, Answer.id.label("answer_id"), Answer.value, PHONE_THROUGH.label("kept"))
    query = phone_answers(select(*columns)).join(Site, Site.id == Window.site_id)
    rows = db.session.execute(query.where(Answer.id.in_(ids)).group_by(Answer.id, Visit.id))
    return {row.answer_id: visit_line(row, reader, PromiseLine.PHONE) for row in rows}


def _by_list(ids: Collection[int], reader: Reader) -> dict[int, VisitLine]:
    return {line.id: _line(line, office=reader is Reader.OFFICE) for line in lines_by_id(ids)}


def _line(line: PhoneLine, *, office: bool) -> VisitLine:
    """Return a number of a batch; what the dialler noted in own words stays in the office."""
    tries = [one if office else replace(one, words="") for one in tries_of(line)]
    verdict = line.verdict.label if line.verdict else ""
    return VisitLine(
        on=clock.day_of(line.settled_at or line.batch.made_at),
        method="电话抽测",
        place=place_of(line),
        words=f"{line.number}，{verdict}：{'；'.join(map(try_words, tries))}",
        kept=line.verdict in words.THROUGH,
        href=f"/phone-tests/{line.batch_id}/lines/{line.id}" if office else "",
    )
