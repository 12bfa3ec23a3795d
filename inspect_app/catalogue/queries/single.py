"""One site, window or matter with what belongs to it."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import RequiredPaper, ServiceItem, Site, Window, WindowItem
from inspect_app.catalogue.vocabulary import PaperFact
from inspect_app.database import db
from inspect_app.foundation.errors import Missing

T = TypeVar("T")


def get_site(site_id: int) -> Site:
    """Return a site with its windows, or raise Missing."""
    query = select(Site).where(Site.id == site_id)
    return _one(query.options(joinedload(Site.unit), selectinload(Site.windows).joinedload(Window.unit)))


def get_window(window_id: int) -> Window:
    """Return a window with its site and unit, or raise Missing."""
    query = select(Window).where(Window.id == window_id)
    return _one(query.options(joinedload(Window.unit), joinedload(Window.site).joinedload(Site.unit)))


def get_item(item_id: int) -> ServiceItem:
    """Return a matter with its unit and published papers, or raise Missing."""
    query = select(ServiceItem).where(ServiceItem.id == item_id)
    return _one(query.options(joinedload(ServiceItem.unit), selectinload(ServiceItem.papers)))


def windows_of_item(item_id: int) -> list[Window]:
    """Return the windows where a matter is done, in the order of their codes."""
    query = (
        select(Window)
        .join(WindowItem, WindowItem.window_id == Window.id)
        .where(WindowItem.item_id == item_id)
        .options(joinedload(Window.site), joinedload(Window.unit))
        .order_by(Window.code)
    )
    return list(db.session.scalars(query))


def done_together(item: ServiceItem) -> list[ServiceItem]:
    """Return the other matters of the same 一件事, by unit and code."""
    if not item.one_thing:
        return []
    query = (
        select(ServiceItem)
        .join(ServiceItem.unit)
        .where(ServiceItem.one_thing == item.one_thing, ServiceItem.id != item.id)
        .options(contains_eager(ServiceItem.unit))
        .order_by(Unit.sort_no, Unit.code, ServiceItem.code)
    )
    return list(db.session.scalars(query))


def papers_of(item_ids: Iterable[int]) -> Mapping[int, tuple[PaperFact, ...]]:
    """Return the published papers of several matters in one read."""
    query = select(RequiredPaper).where(RequiredPaper.item_id.in_(list(item_ids)))
    papers: dict[int, tuple[PaperFact, ...]] = {}
    for paper in db.session.scalars(query.order_by(RequiredPaper.sort_no, RequiredPaper.id)):
        fact = PaperFact(paper.name, paper.required, paper.note)
        papers[paper.item_id] = (*papers.get(paper.item_id, ()), fact)
    return papers


def _one(query: Select[T]) -> T:
    found = db.session.scalars(query.execution_options(populate_existing=True)).unique().one_or_none()
    if found is None:
        raise Missing()
    return found
