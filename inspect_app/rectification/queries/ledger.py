"""The ledger: one page of rows, its totals, and the stream that becomes Excel.

Totals come from the tally that triggers keep, as long as only unit, campaign, status and lamp narrow the
list; a deep page is read from the end backwards, so that the last costs as much as the first.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from inspect_app.access import Actor
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import ServiceItem, Site, Window
from inspect_app.database import db, read_together
from inspect_app.findings.models import Finding
from inspect_app.rectification.queries.ledger_conditions import LEAD, Order, conditions, ordering
from inspect_app.rectification.queries.ledger_rows import RowReader
from inspect_app.rectification.vocabulary import LedgerFilter, LedgerRow, LedgerSort

_BATCH = 1000
_OWN = (
    Finding.id, Finding.number, Finding.title, Finding.status, Finding.pain_type, Finding.grade, Finding.method,
    Finding.is_covert, Finding.source_kind, Finding.delivered_at, Finding.original_due, Finding.due, Finding.lamp_due,
    Finding.last_feedback_at, Finding.rework_count, Finding.closed_at,
)  # fmt: skip


def ledger_rows(actor: Actor, asked: LedgerFilter, offset: int, limit: int, total: int) -> list[LedgerRow]:
    """Return the rows from `offset` on; `total` is the size of the whole list."""
    ids = _page_ids(actor, asked, offset, limit, total)
    found = db.session.execute(_columns().where(Finding.id.in_(ids))).all()
    place = {finding_id: number for number, finding_id in enumerate(ids)}
    read = RowReader(actor)
    return [read(row) for row in sorted(found, key=lambda row: place[row.id])]


def stream_ledger(actor: Actor, asked: LedgerFilter) -> Iterator[LedgerRow]:
    """Yield every row of the list in its order, a thousand at a time from the database."""
    read_together()
    query = _columns().where(*conditions(actor, asked)).order_by(*ordering(asked))
    read = RowReader(actor)
    for row in db.session.execute(query.execution_options(yield_per=_BATCH)):
        yield read(row)


def _page_ids(actor: Actor, asked: LedgerFilter, offset: int, limit: int, total: int) -> Sequence[int]:
    count = max(0, min(limit, total - offset))
    query = select(Finding.id).where(*conditions(actor, asked)).limit(count)
    if asked.sort is LedgerSort.UNIT:
        query = query.join(LEAD, LEAD.id == Finding.lead_unit_id)
    if offset <= total // 2:
        return db.session.scalars(query.order_by(*ordering(asked)).offset(offset)).all()
    backwards = query.order_by(*ordering(asked, Order.BACKWARDS)).offset(max(0, total - offset - count))
    return db.session.scalars(backwards).all()[::-1]


def _columns() -> Select[*tuple[Any, ...]]:
    window, site = aliased(Window), aliased(Site)
    named = (
        LEAD.short_name.label("unit"),
        window.name.label("window"),
        site.name.label("site"),
        Campaign.name.label("campaign"),
        ServiceItem.name.label("item"),
    )
    return (
        select(*_OWN, *named)
        .join(LEAD, LEAD.id == Finding.lead_unit_id)
        .join(Campaign, Campaign.id == Finding.campaign_id)
        .join(ServiceItem, ServiceItem.id == Finding.item_id, isouter=True)
        .join(window, window.id == Finding.window_id, isouter=True)
        .join(site, site.id == window.site_id, isouter=True)
    )
