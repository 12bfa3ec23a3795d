"""The three lists: matters, sites with their windows, cancelled proofs; fifty rows a page."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import CancelledProof, RequiredPaper, ServiceItem, Site, Window
from inspect_app.catalogue.rules import promised_time
from inspect_app.catalogue.vocabulary import Feature, ItemFilter, PlaceFilter, ProofFilter
from inspect_app.database import db
from inspect_app.foundation.text import tidy
from inspect_app.web.paging import PAGE_SIZE, Page

T = TypeVar("T")
_FLAGS = {
    Feature.ID_ONLY: ServiceItem.id_only,
    Feature.ONLINE: ServiceItem.online,
    Feature.MOBILE: ServiceItem.mobile,
    Feature.NEARBY: ServiceItem.nearby,
    Feature.CITY_WIDE: ServiceItem.city_wide,
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One matter in a list, with how many papers it asks for."""

    item: ServiceItem
    paper_count: int

    @property
    def promised_time(self) -> str:
        """Return the promised time in words, empty when none was announced."""
        return promised_time(self.item.promised_amount, self.item.promised_unit)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One window in a list, or a site that has none yet."""

    site: Site
    window: Window | None

    @property
    def in_use(self) -> bool:
        """Say whether visits may still be planned here."""
        return self.site.active and (self.window is None or self.window.active)


def list_items(wanted: ItemFilter, number: int) -> Page[ItemRow]:
    """Return a page of matters, ordered by unit and code."""
    papers = (
        select(func.count())
        .where(RequiredPaper.item_id == ServiceItem.id)
        .correlate(ServiceItem)
        .scalar_subquery()
    )
    query = select(ServiceItem, papers).join(ServiceItem.unit).options(contains_eager(ServiceItem.unit))
    query = query.where(*_item_conditions(wanted)).order_by(Unit.sort_no, Unit.code, ServiceItem.code)
    rows = [ItemRow(item, count) for item, count in db.session.execute(_paged(query, number))]
    return Page(rows, number, _total(query))


def list_places(wanted: PlaceFilter, number: int) -> Page[PlaceRow]:
    """Return a page of windows by site; a site without windows has a row of its own."""
    query = (
        select(Site, Window)
        .outerjoin(Window, Window.site_id == Site.id)
        .options(joinedload(Site.unit), joinedload(Window.unit))
        .where(*_place_conditions(wanted))
        .order_by(Site.code, Window.code)
    )
    rows = [PlaceRow(site, window) for site, window in db.session.execute(_paged(query, number))]
    return Page(rows, number, _total(query))


def list_proofs(wanted: ProofFilter, number: int) -> Page[CancelledProof]:
    """Return a page of the register of cancelled proofs."""
    conditions: list[ColumnElement[bool]] = [*_search(wanted.text, CancelledProof.name, CancelledProof.code)]
    if wanted.reason:
        conditions.append(CancelledProof.reason == wanted.reason)
    if wanted.batch:
        conditions.append(CancelledProof.batch == wanted.batch)
    query = select(CancelledProof).options(joinedload(CancelledProof.unit)).where(*conditions)
    query = query.order_by(CancelledProof.code)
    return Page(list(db.session.scalars(_paged(query, number))), number, _total(query))


def _item_conditions(wanted: ItemFilter) -> list[ColumnElement[bool]]:
    conditions = [*_search(wanted.text, ServiceItem.name, ServiceItem.code, ServiceItem.one_thing)]
    if wanted.unit_id:
        conditions.append(ServiceItem.unit_id == wanted.unit_id)
    if wanted.units:
        conditions += [ServiceItem.unit_id.in_(wanted.units), ServiceItem.active.is_(True)]
    if wanted.trips:
        conditions.append(ServiceItem.trips == wanted.trips)
    if wanted.audience:
        conditions.append(ServiceItem.audience == wanted.audience)
    if wanted.feature:
        conditions.append(_FLAGS[wanted.feature].is_(True))
    if wanted.batch:
        conditions.append(ServiceItem.batch == wanted.batch)
    if wanted.one_thing:
        conditions.append(ServiceItem.one_thing == wanted.one_thing)
    return conditions


def _place_conditions(wanted: PlaceFilter) -> list[ColumnElement[bool]]:
    conditions = [*_search(wanted.text, Site.name, Site.code, Window.name, Window.code, Window.phone)]
    if wanted.unit_id:
        conditions.append(Window.unit_id == wanted.unit_id)
    if wanted.type:
        conditions.append(Site.type == wanted.type)
    if wanted.hours_kind:
        conditions.append(Window.hours_kind == wanted.hours_kind)
    return conditions


def _search(text: str, *columns: InstrumentedAttribute[str]) -> list[ColumnElement[bool]]:
    words = tidy(text).split()
    return [or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words]


def _paged(query: Any, number: int) -> Any:
    return query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)


def _total(query: Any) -> int:
    bare = query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalar(bare) or 0
