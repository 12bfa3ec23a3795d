"""电话接通率 unit by unit, and the tests behind each number of that page."""

from dataclasses import dataclass

from sqlalchemy import select

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import Window
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.database import db
from inspect_app.metrics.queries.promise.behind import ANSWER_KEY, LINE_KEY, Lines, call_lines
from inspect_app.metrics.queries.promise.calls import (
    dialled_lines,
    phone_answers,
    phone_rates,
    phones_by_unit,
)
from inspect_app.metrics.queries.promise.desk import desk_within
from inspect_app.metrics.queries.trials import that_count
from inspect_app.metrics.rules.promise import phone_row
from inspect_app.metrics.vocabulary import Period, PhoneRow, Reader
from inspect_app.spotchecks.models import PhoneLine


@dataclass(frozen=True, slots=True)
class PhonePart:
    """Which tests a list shows: of a unit, or a promise, or all."""

    campaign_id: int | None
    period: Period
    unit_id: int | None = None
    hours: HoursKind | None = None
    kept: bool | None = None


def phone_rows(campaign_id: int | None, period: Period) -> list[PhoneRow]:
    """Return each unit whose telephones were tested, in the official order, and all together at the end."""
    visits, desk = tuple(that_count(campaign_id, period)), desk_within(campaign_id, period)
    found = phones_by_unit(visits, desk)
    units = db.session.execute(
        select(Unit.id, Unit.short_name).where(Unit.id.in_(found)).order_by(Unit.sort_no, Unit.code)
    )
    rows = [phone_row(key, name, found[key]) for key, name in units]
    return [*rows, phone_row(None, "合计", phone_rates(visits, desk))] if rows else []


def phone_tests(asked: PhonePart, page: int) -> Lines:
    """Return one page of the tests behind a number of the page, for the office."""
    on_visits = phone_answers(select(*ANSWER_KEY)).where(*that_count(asked.campaign_id, asked.period))
    by_list = dialled_lines(select(*LINE_KEY)).where(*desk_within(asked.campaign_id, asked.period).calls())
    if asked.unit_id is not None:
        on_visits = on_visits.where(Window.unit_id == asked.unit_id)
        by_list = by_list.where(PhoneLine.unit_id == asked.unit_id)
    if asked.hours is not None:
        on_visits = on_visits.where(Window.hours_kind == asked.hours)
        by_list = by_list.where(PhoneLine.hours_kind == asked.hours)
    return call_lines(Reader.OFFICE, on_visits, by_list, asked.kept, page)
