"""Windows and matters by what tables from elsewhere call them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from inspect_app.catalogue.models import RequiredPaper, ServiceItem, Site, Window
from inspect_app.catalogue.vocabulary import TimeUnit, TripPromise
from inspect_app.database import db
from inspect_app.foundation.text import tidy


@dataclass(frozen=True, slots=True)
class PromisedMatter:
    """A matter and what was promised of it; `papers` counts its published list."""

    id: int
    unit_id: int
    name: str
    trips: TripPromise | None
    amount: int | None
    unit: TimeUnit | None
    papers: int
    id_only: bool
    online: bool


def windows_by_name() -> dict[str, tuple[int, int]]:
    """Return (id, unit) of every window by its code and by hall and name."""
    query = select(Window.id, Window.unit_id, Window.code, Window.name, Site.name.label("site"))
    found: dict[str, tuple[int, int]] = {}
    for row in db.session.execute(query.join(Site, Site.id == Window.site_id).order_by(Window.id)):
        for name in (row.code, f"{row.site} {row.name}", f"{row.site}{row.name}"):
            found.setdefault(tidy(name), (row.id, row.unit_id))
    return found


def matters_by_name() -> dict[str, PromisedMatter]:
    """Return every matter by its code and its name; a code wins, and a name that two share names none."""
    rows = [(code, PromisedMatter(*facts)) for code, *facts in db.session.execute(_promised())]
    named: dict[str, list[PromisedMatter]] = {}
    for _code, matter in rows:
        named.setdefault(tidy(matter.name), []).append(matter)
    found = {name: matters[0] for name, matters in named.items() if len(matters) == 1}
    return found | {tidy(code): matter for code, matter in rows}


def matters_by_ids(item_ids: Collection[int]) -> dict[int, PromisedMatter]:
    """Return these matters with what was promised of them."""
    query = _promised().where(ServiceItem.id.in_(item_ids))
    return {facts[0]: PromisedMatter(*facts) for _code, *facts in db.session.execute(query)}


def _promised() -> Select[Any]:
    counted = select(RequiredPaper.item_id, func.count().label("papers")).group_by(RequiredPaper.item_id).subquery()
    columns: tuple[Any, ...] = (
        ServiceItem.code, ServiceItem.id, ServiceItem.unit_id, ServiceItem.name, ServiceItem.trips,
        ServiceItem.promised_amount, ServiceItem.promised_unit, func.coalesce(counted.c.papers, 0),
        ServiceItem.id_only, ServiceItem.online,
    )  # fmt: skip
    return select(*columns).join(counted, counted.c.item_id == ServiceItem.id, isouter=True).order_by(ServiceItem.id)
