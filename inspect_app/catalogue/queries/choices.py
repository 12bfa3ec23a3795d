"""What selects and filters offer."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import CancelledProof, ServiceItem, Site, Window, WindowItem
from inspect_app.database import db

Choices = list[tuple[int, str]]


def site_choices(also: int | None = None) -> Choices:
    """Return the active sites, and the one that a row names already."""
    query = select(Site.id, Site.name).where(Site.active | (Site.id == also))
    rows = db.session.execute(query.order_by(Site.code))
    return [(key, name) for key, name in rows]


def window_choices(unit_ids: Collection[int] | None = None, also: Collection[int] = ()) -> Choices:
    """Return the active windows as “site · window”; of these units only, when given.

    `also` names windows that a row has already: they stay on offer when they are out of use.
    """
    in_use = (Window.active & Site.active) | Window.id.in_(also)
    query = select(Window.id, Site.name, Window.name).join(Window.site).where(in_use)
    if unit_ids is not None:
        query = query.where(Window.unit_id.in_(unit_ids))
    rows = db.session.execute(query.order_by(Site.code, Window.code))
    return [(key, f"{site} · {name}") for key, site, name in rows]


def item_choices(window_ids: Collection[int] | None = None) -> Choices:
    """Return the active matters; those done at these windows only, when given and when there are any."""
    query = select(ServiceItem.id, ServiceItem.name).where(ServiceItem.active).order_by(ServiceItem.code)
    if window_ids is not None:
        done = select(WindowItem.item_id).where(WindowItem.window_id.in_(window_ids))
        query = query.where(ServiceItem.id.in_(done))
    return [(key, name) for key, name in db.session.execute(query)]


def items_of_windows(window_ids: Collection[int]) -> list[ServiceItem]:
    """Return the active matters done at these windows."""
    done = select(WindowItem.item_id).where(WindowItem.window_id.in_(window_ids))
    query = select(ServiceItem).where(ServiceItem.active, ServiceItem.id.in_(done)).order_by(ServiceItem.code)
    return list(db.session.scalars(query))


def cancelled_proof_names() -> list[str]:
    """Return the names on the register of cancelled proofs."""
    return list(db.session.scalars(select(CancelledProof.name).order_by(CancelledProof.code)))


def unit_choices_of_items() -> Choices:
    """Return the units that have matters, in their official order."""
    return _units(select(ServiceItem.unit_id))


def unit_choices_of_windows() -> Choices:
    """Return the units that have windows, in their official order."""
    return _units(select(Window.unit_id))


def batch_choices(column: InstrumentedAttribute[str]) -> list[tuple[str, str]]:
    """Return the batches written in a column."""
    batches = db.session.scalars(select(column).where(column != "").distinct().order_by(column))
    return [(batch, batch) for batch in batches]


def _units(used: Select[Any]) -> Choices:
    query = select(Unit.id, Unit.short_name).where(Unit.id.in_(used)).order_by(Unit.sort_no, Unit.code)
    return [(key, name) for key, name in db.session.execute(query)]
