"""The tests behind a number, the latest first: visits, and where they make a number together checks at the desk.

Both are numbered by one query, so that a page of them is a page of the number that was clicked.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, not_, select, union_all

from inspect_app.catalogue.models import Site, Window, WindowItem
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.metrics.queries.promise.calls import PHONE_THROUGH, called, dialled, phone_answers
from inspect_app.metrics.queries.promise.expressions import Condition
from inspect_app.metrics.queries.promise.guides import GUIDE_SAME, checked, guide_answers, tried_on
from inspect_app.metrics.queries.promise.scope import PromiseScope
from inspect_app.metrics.queries.promise.visits import (
    OF_VISIT,
    ONE_PLACE,
    count_rows,
    lines_of_visits,
    local_day,
    placed,
    told_of,
    visit_line,
)
from inspect_app.metrics.vocabulary import PromiseLine, Reader, VisitLine
from inspect_app.spotchecks.models import GuideCheck, PhoneLine
from inspect_app.spotchecks.queries.counting import COUNTS_SAME, THROUGH
from inspect_app.spotchecks.queries.guides import checks_by_id
from inspect_app.spotchecks.queries.phones import lines_by_id, place_of, tries_of
from inspect_app.spotchecks.rules.phones import try_words
from inspect_app.spotchecks.vocabulary import phones as words
from inspect_app.spotchecks.vocabulary.guides import Outcome
from inspect_app.visits.models import Answer, Trial, Visit
from inspect_app.web.paging import PAGE_SIZE

Query = Select[*tuple[Any, ...]]
Lines = tuple[list[VisitLine], int, int]
_VISIT, _DESK = "visit", "desk"
# What a test is found again by: where it is kept, its id, and when it was.
# `lot` orders the tests of one day for whoever is told no hour.
_NO_LOT = literal("").label("lot")
ANSWER_KEY = (
    literal(_VISIT).label("kept_in"), Answer.id.label("id"), func.min(Visit.submitted_at).label("at"),
    func.min(Visit.public_id).label("lot"),
)  # fmt: skip
LINE_KEY = (
    literal(_DESK).label("kept_in"), PhoneLine.id.label("id"), func.min(PhoneLine.settled_at).label("at"), _NO_LOT
)  # fmt: skip
CHECK_KEY = (
    literal(_DESK).label("kept_in"), GuideCheck.id.label("id"), func.min(GuideCheck.made_at).label("at"), _NO_LOT
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tests:
    """Tests that are kept in one place: a query of their keys, which of them kept what was promised, how one reads."""

    keys: Query
    key: Any
    holds: Condition
    read: Callable[[Collection[int], Reader], dict[int, VisitLine]]

    def only(self, kept: bool | None) -> Query:
        """Return the keys of those that kept it, or didn't, or of all."""
        keys = self.keys if kept is None else self.keys.where(self.holds if kept else not_(self.holds))
        return keys.group_by(self.key)


def visit_lines(scope: PromiseScope, item_id: int, line: PromiseLine, kept: bool | None, page: int) -> Lines:
    """Return one page of the tests behind a line, how many there are, and how many a department isn't shown."""
    if line is PromiseLine.PHONE:
        on_visits = called(scope, *ANSWER_KEY).where(WindowItem.item_id == item_id)
        return call_lines(scope.reader, on_visits, dialled(scope, *LINE_KEY).where(WindowItem.item_id == item_id),
                          kept, page)  # fmt: skip
    if line is PromiseLine.GUIDE:
        on_visits = tried_on(scope, *ANSWER_KEY).where(Trial.item_id == item_id)
        online = checked(scope, *CHECK_KEY).where(GuideCheck.item_id == item_id)
        seen, held = (
            Tests(on_visits, Answer.id, GUIDE_SAME, _guides_seen),
            Tests(online, GuideCheck.id, COUNTS_SAME, _guides_online),
        )
        return _both(scope.reader, seen, held, kept, page)
    return lines_of_visits(scope, item_id, line, kept, page)


def call_lines(reader: Reader, on_visits: Query, by_list: Query, kept: bool | None, page: int) -> Lines:
    """Return one page of telephone tests, on visits and by list."""
    called_, dialled_ = (
        Tests(on_visits, Answer.id, PHONE_THROUGH, _calls_on_visits),
        Tests(by_list, PhoneLine.id, THROUGH, _calls_by_list),
    )
    return _both(reader, called_, dialled_, kept, page)


def _both(reader: Reader, seen: Tests, desk: Tests, kept: bool | None, page: int) -> Lines:
    on_visits, at_desk = seen.only(kept), desk.only(kept)
    counted, desk_n = count_rows(on_visits), count_rows(at_desk)
    if reader is Reader.UNIT:
        on_visits = on_visits.where(told_of())
    shown = count_rows(on_visits) if reader is Reader.UNIT else counted
    both = union_all(on_visits, at_desk).subquery()
    told: list[ColumnElement[Any]] = [both.c.at.desc()]
    if reader is not Reader.OFFICE:
        told = [local_day(both.c.at).desc(), both.c.kept_in, both.c.lot]
    ordered = select(both.c.kept_in, both.c.id).order_by(*told, both.c.kept_in, both.c.id.desc())
    keys = [(place, key) for place, key in db.session.execute(ordered.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE))]
    found = {
        _VISIT: seen.read([key for place, key in keys if place == _VISIT], reader),
        _DESK: desk.read([key for place, key in keys if place == _DESK], reader),
    }
    return [found[place][key] for place, key in keys], shown + desk_n, counted - shown


def _calls_on_visits(ids: Collection[int], reader: Reader) -> dict[int, VisitLine]:
    columns = (*OF_VISIT, *ONE_PLACE, Answer.id.label("answer_id"), Answer.value, PHONE_THROUGH.label("kept"))
    query = phone_answers(select(*columns)).join(Site, Site.id == Window.site_id)
    return _answers(query, ids, reader, PromiseLine.PHONE)


def _guides_seen(ids: Collection[int], reader: Reader) -> dict[int, VisitLine]:
    columns = (*OF_VISIT, *ONE_PLACE, Answer.id.label("answer_id"), Answer.note, GUIDE_SAME.label("kept"))
    return _answers(placed(guide_answers(select(*columns))), ids, reader, PromiseLine.GUIDE)


def _answers(query: Query, ids: Collection[int], reader: Reader, line: PromiseLine) -> dict[int, VisitLine]:
    rows = db.session.execute(query.where(Answer.id.in_(ids)).group_by(Answer.id, Visit.id))
    return {row.answer_id: visit_line(row, reader, line) for row in rows}


def _calls_by_list(ids: Collection[int], reader: Reader) -> dict[int, VisitLine]:
    return {line.id: _call(line, office=reader is Reader.OFFICE) for line in lines_by_id(ids)}


def _call(line: PhoneLine, *, office: bool) -> VisitLine:
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


def _guides_online(ids: Collection[int], reader: Reader) -> dict[int, VisitLine]:
    return {check.id: _check(check, office=reader is Reader.OFFICE) for check in checks_by_id(ids)}


def _check(check: GuideCheck, *, office: bool) -> VisitLine:
    """Return an online spot-check: how many lines differ, not what somebody noted."""
    count = sum(not one.same_meaning for one in check.differences)
    different = f"{count} 处不一致" if check.outcome is Outcome.DIFFERENT else check.outcome.label
    return VisitLine(
        on=check.checked_on,
        method="网上抽查",
        place=f"{check.window.site.name} {check.window.name}",
        words=different,
        kept=check.outcome is Outcome.SAME,
        href=f"/online-checks/{check.id}" if office else "",
    )
