"""Reads of telephone batches: the office sees all, a dialler those assigned to them, nobody else any."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor, Permission, Role, may
from inspect_app.accounts.models import Person, Unit
from inspect_app.accounts.queries.people import people_with
from inspect_app.calendar.queries import work_calendar
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.spotchecks.models import PhoneBatch, PhoneDialler, PhoneLine, PhoneTry
from inspect_app.spotchecks.queries.counting import PARTS
from inspect_app.spotchecks.queries.phone_sums import sums_by_batch
from inspect_app.spotchecks.queries.problems import is_taken, problem_href, problem_state
from inspect_app.spotchecks.rules.phones import next_moment, try_words
from inspect_app.spotchecks.vocabulary.phones import (
    FAULTY,
    MOST_TRIES,
    BatchRow,
    Dialled,
    LineFilter,
    LineRow,
    Sums,
)
from inspect_app.web.paging import PAGE_SIZE, Page

_IN_USE = (Window.phone != "", Window.active, Window.site.has(active=True))


def is_office(actor: Actor) -> bool:
    """Say whether somebody makes batches and sees all of them."""
    return may(actor, Permission.PLAN_VISITS)


def list_batches(actor: Actor, number: int) -> Page[BatchRow]:
    """Return a page of the batches somebody may see, the newest first."""
    wanted = _seen_by(select(PhoneBatch), actor)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    query = wanted.options(joinedload(PhoneBatch.campaign)).order_by(PhoneBatch.made_at.desc(), PhoneBatch.id.desc())
    rows = db.session.scalars(query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    ids = [row.id for row in rows]
    sums, people = sums_by_batch(ids), dialled_by(ids)
    return Page([_batch_row(row, sums, people) for row in rows], number, total)


def get_batch(actor: Actor, batch_id: int) -> PhoneBatch:
    """Return a batch with who dials, or raise Missing."""
    query = _seen_by(select(PhoneBatch), actor).where(PhoneBatch.id == batch_id)
    loaded = query.options(
        joinedload(PhoneBatch.campaign), selectinload(PhoneBatch.diallers).joinedload(PhoneDialler.person)
    )
    found = db.session.scalars(loaded.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise Missing()
    return found


def list_lines(batch_id: int, asked: LineFilter) -> list[LineRow]:
    """Return the numbers of a batch in the order of its units; as many queries for 1 number as for 500."""
    query = _whole(select(PhoneLine)).where(PhoneLine.batch_id == batch_id)
    if asked.unit_id is not None:
        query = query.where(PhoneLine.unit_id == asked.unit_id)
    if asked.hours is not None:
        query = query.where(PhoneLine.hours_kind == asked.hours)
    if asked.part is not None:
        query = query.where(PARTS[asked.part])
    return [line_row(line) for line in db.session.scalars(query.order_by(PhoneLine.sort_no, PhoneLine.id))]


def get_line(actor: Actor, batch_id: int, line_id: int) -> PhoneLine:
    """Return a number of a batch somebody may see, or raise Missing."""
    get_batch(actor, batch_id)
    query = _whole(select(PhoneLine)).where(PhoneLine.id == line_id, PhoneLine.batch_id == batch_id)
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise Missing()
    return found


def lines_by_id(ids: Collection[int]) -> Sequence[PhoneLine]:
    """Return numbers with all that a list of tests shows; whoever calls has checked who may see them."""
    return db.session.scalars(_whole(select(PhoneLine)).where(PhoneLine.id.in_(ids))).all()


def tries_of(line: PhoneLine) -> tuple[Dialled, ...]:
    """Return the tries of a number as facts."""
    return tuple(
        Dialled(one.at, one.result, one.told, one.polite, one.words, one.by.name) for one in line.tries
    )


def line_row(line: PhoneLine) -> LineRow:
    """Return a number as pages and Excel show it."""
    tries = tries_of(line)
    tried = (*map(try_words, tries), *["—"] * MOST_TRIES)[:MOST_TRIES]
    return LineRow(
        id=line.id, unit_id=line.unit_id, unit=line.unit.short_name, place=place_of(line), number=line.number,
        hours_kind=line.hours_kind, hours=line.window.hours, tries=tries, tried=(tried[0], tried[1], tried[2]),
        verdict=line.verdict, problem=problem_state(line.finding), problem_href=problem_href(line.finding),
    )  # fmt: skip


def place_of(line: PhoneLine) -> str:
    """Return where the telephone stands: site and window."""
    return f"{line.window.site.name} {line.window.name}"


def open_moments(rows: Iterable[LineRow], now: datetime) -> dict[int, datetime]:
    """Return from when each number that isn't dialled to the end may be dialled."""
    calendar = work_calendar()
    found = {row.id: next_moment(row.tries, row.hours_kind, now, calendar) for row in rows if row.verdict is None}
    return {key: moment for key, moment in found.items() if moment is not None}


def can_list(line: PhoneLine) -> bool:
    """Say whether a fault may be listed as a problem: it isn't yet, or that wasn't taken up."""
    return line.verdict in FAULTY and not is_taken(line.finding)


def dialled_by(batch_ids: Collection[int]) -> dict[int, list[tuple[str, int]]]:
    """Return who dialled how often, batch by batch."""
    query = (
        select(PhoneLine.batch_id, Person.name, func.count())
        .select_from(PhoneTry)
        .join(PhoneLine, PhoneLine.id == PhoneTry.line_id)
        .join(Person, Person.id == PhoneTry.by_id)
        .where(PhoneLine.batch_id.in_(batch_ids))
        .group_by(PhoneLine.batch_id, Person.id, Person.name)
        .order_by(PhoneLine.batch_id, Person.name, Person.id)
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for batch_id, name, count in db.session.execute(query):
        found.setdefault(batch_id, []).append((name, count))
    return found


def dialler_choices() -> list[tuple[str, str]]:
    """Return the inspectors, for the form of a batch."""
    return [(str(person.id), person.name) for person in people_with(Role.INSPECTOR)]


def numbers_by_unit() -> list[tuple[int, str, int]]:
    """Return each unit that publishes telephones, in the official order, with how many numbers."""
    counted = func.count(func.distinct(Window.phone))
    query = select(Unit.id, Unit.short_name, counted).join(Window, Window.unit_id == Unit.id)
    query = query.where(*_IN_USE).group_by(Unit.id).order_by(Unit.sort_no, Unit.code)
    return [(key, name, int(count)) for key, name, count in db.session.execute(query)]


def windows_with_numbers(unit_ids: Collection[int]) -> Sequence[Window]:
    """Return the windows in use that publish a telephone, unit by unit."""
    query = select(Window).join(Unit, Unit.id == Window.unit_id).where(*_IN_USE, Window.unit_id.in_(unit_ids))
    ordered = query.order_by(Unit.sort_no, Unit.code, Window.hours_kind, Window.code)
    return db.session.scalars(ordered.options(joinedload(Window.site))).all()


def lock_line(actor: Actor, batch_id: int, line_id: int) -> PhoneLine:
    """Return a number locked for a deed, with its batch locked before it."""
    get_batch(actor, batch_id)
    db.session.scalars(select(PhoneBatch).where(PhoneBatch.id == batch_id).with_for_update()).one()
    query = select(PhoneLine).where(PhoneLine.id == line_id, PhoneLine.batch_id == batch_id).with_for_update()
    if db.session.scalars(query).one_or_none() is None:
        raise Missing()
    return get_line(actor, batch_id, line_id)


def _seen_by(query: Select[PhoneBatch], actor: Actor) -> Select[PhoneBatch]:
    if is_office(actor):
        return query
    dialler_id = actor.person_id if Role.INSPECTOR in actor.roles else None
    mine = select(PhoneDialler.batch_id).where(PhoneDialler.person_id == dialler_id)
    return query.where(PhoneBatch.id.in_(mine))


def _whole(query: Select[PhoneLine]) -> Select[PhoneLine]:
    return query.options(
        joinedload(PhoneLine.batch), joinedload(PhoneLine.unit), joinedload(PhoneLine.finding),
        joinedload(PhoneLine.window).joinedload(Window.site),
        selectinload(PhoneLine.tries).joinedload(PhoneTry.by),
    )  # fmt: skip


def _batch_row(row: PhoneBatch, sums: dict[int, Sums], people: dict[int, list[tuple[str, int]]]) -> BatchRow:
    named = "、".join(name for name, _ in people.get(row.id, []))
    return BatchRow(
        row.id, row.title, row.campaign.name, row.made_at, row.closed_at is not None, sums.get(row.id, Sums()), named
    )
