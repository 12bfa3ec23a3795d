"""What narrows and orders the ledger, as conditions of the database."""

from datetime import time, timedelta
from enum import Enum, auto
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from inspect_app.access import Actor
from inspect_app.accounts.models import Unit
from inspect_app.accounts.queries import subtree_ids
from inspect_app.calendar.queries import work_calendar
from inspect_app.catalogue.models import Site, Window
from inspect_app.config import current_settings
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import visible_to
from inspect_app.findings.rules.clocks import ENDED, STOPPED, LampLimits, lamp_limits
from inspect_app.findings.vocabulary import FindingStatus, Lamp
from inspect_app.foundation import clock
from inspect_app.projects.queries.assigned import is_instructed
from inspect_app.rectification.queries.inbox import waits_for
from inspect_app.rectification.vocabulary import LedgerFilter, LedgerSort, StatusGroup

Condition = ColumnElement[bool]
# The lead department of a row; whatever sorts by unit joins it.
LEAD = aliased(Unit, name="lead")
OPEN = frozenset(FindingStatus) - ENDED


class Order(Enum):
    """From which end a list is read."""

    FORWARDS = auto()
    BACKWARDS = auto()


def limits_today() -> LampLimits:
    """Return the dates that part the lamps today."""
    return lamp_limits(clock.today(), current_settings().clocks.near, work_calendar())


def conditions(actor: Actor, asked: LedgerFilter) -> list[Condition]:
    """Return everything that narrows the list for this person: delivered, visible, asked for."""
    found: list[Condition] = [Finding.delivered_at.is_not(None), visible_to(actor)]
    if asked.mine:
        found.append(waits_for(actor))
    if asked.instructed:
        found.append(is_instructed(actor))
    if asked.status is not None:
        found.append(_in_status(asked.status))
    if asked.lamp is not None:
        found.append(_under_lamp(asked.lamp))
    if asked.unit_id is not None:
        found.append(Finding.lead_unit_id.in_(subtree_ids(asked.unit_id)))
    narrowed = (_equal(asked), _found_how(asked), _between(asked), _due_between(asked), _mentioning(asked.text))
    return found + [condition for part in narrowed for condition in part]


def ordering(asked: LedgerFilter, order: Order = Order.FORWARDS) -> list[ColumnElement[Any]]:
    """Return the order of the list; time of delivery and id break every tie. By unit it needs LEAD joined."""
    first: dict[LedgerSort, list[Any]] = {
        LedgerSort.DELIVERED: [],
        LedgerSort.DUE: [Finding.lamp_due],
        LedgerSort.UNIT: [LEAD.sort_no],
        LedgerSort.STATUS: [Finding.status],
    }
    backwards = order is Order.BACKWARDS
    columns = [*first[asked.sort], Finding.delivered_at, Finding.id]
    ordered = [column.desc() if asked.descending != backwards else column.asc() for column in columns]
    if asked.sort is LedgerSort.DUE:  # what has no limit stays last, read by the index that is there
        ordered[0] = ordered[0].nulls_first() if backwards else ordered[0].nulls_last()
    return ordered


def statuses_of(status: FindingStatus | StatusGroup) -> frozenset[FindingStatus]:
    """Return the statuses that are asked for by one word."""
    if isinstance(status, StatusGroup):
        return {StatusGroup.OPEN: OPEN, StatusGroup.HELD: STOPPED}[status]
    return frozenset({status})


def _in_status(status: FindingStatus | StatusGroup) -> Condition:
    return Finding.status.in_(statuses_of(status))


def _under_lamp(lamp: Lamp) -> Condition:
    limits, due = limits_today(), Finding.lamp_due
    quiet = Finding.status.in_(STOPPED | ENDED)
    return {
        Lamp.OVER: due < limits.today,
        Lamp.NEAR: due.between(limits.today, limits.near_until),
        Lamp.OK: (due > limits.near_until) | Finding.status.in_(STOPPED),
        Lamp.DONE: Finding.status.in_(ENDED),
        Lamp.NONE: due.is_(None) & ~quiet,
    }[lamp]


def _equal(asked: LedgerFilter) -> list[Condition]:
    pairs: tuple[tuple[Any, Any], ...] = (
        (Finding.campaign_id, asked.campaign_id),
        (Finding.pain_type, asked.kind),
        (Finding.grade, asked.grade),
    )
    found: list[Condition] = [column == value for column, value in pairs if value is not None]
    if asked.site_id is not None:
        found.append(Finding.window_id.in_(select(Window.id).where(Window.site_id == asked.site_id)))
    return found


def _found_how(asked: LedgerFilter) -> list[Condition]:
    """A covert finding isn't listed under its method: to a department it has none."""
    if asked.covert:
        return [Finding.is_covert.is_(True)]
    return [Finding.is_covert.is_(False), Finding.method == asked.method] if asked.method is not None else []


def _between(asked: LedgerFilter) -> list[Condition]:
    found: list[Condition] = []
    if asked.delivered_from is not None:
        found.append(Finding.delivered_at >= clock.at(asked.delivered_from, time(0)))
    if asked.delivered_to is not None:
        found.append(Finding.delivered_at < clock.at(asked.delivered_to + timedelta(days=1), time(0)))
    return found


def _due_between(asked: LedgerFilter) -> list[Condition]:
    found: list[Condition] = []
    if asked.due_from is not None:
        found.append(Finding.lamp_due >= asked.due_from)
    if asked.due_to is not None:
        found.append(Finding.lamp_due <= asked.due_to)
    return found


def _mentioning(text: str) -> list[Condition]:
    if not text:
        return []
    named = or_(*(column.contains(text, autoescape=True) for column in (Window.name, Site.name)))
    windows = select(Window.id).join(Site, Site.id == Window.site_id).where(named)
    units = select(Unit.id).where(Unit.name.contains(text, autoescape=True))
    return [
        or_(
            Finding.number.contains(text, autoescape=True),
            Finding.title.contains(text, autoescape=True),
            Finding.window_id.in_(windows),
            Finding.lead_unit_id.in_(units),
        )
    ]
