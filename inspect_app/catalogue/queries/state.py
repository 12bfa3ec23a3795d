"""The whole catalogue by code, in seven reads however many rows a workbook has."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import CancelledProof, RequiredPaper, ServiceItem, Site, Window, WindowItem
from inspect_app.catalogue.rules import Known
from inspect_app.database import db


@dataclass(frozen=True, slots=True)
class CatalogueState:
    """Every row by its code; papers and windows by their item's code."""

    units: dict[str, Unit]
    sites: dict[str, Site]
    windows: dict[str, Window]
    items: dict[str, ServiceItem]
    proofs: dict[str, CancelledProof]
    papers: dict[str, list[RequiredPaper]]
    item_windows: dict[str, frozenset[str]]

    def known(self) -> Known:
        """Return what the rules need to know of it."""
        codes = {unit.id: code for code, unit in self.units.items()}
        return Known(
            units={
                code: (unit.name, unit.short_name, codes.get(unit.parent_id or 0))
                for code, unit in self.units.items()
            },
            windows=frozenset(self.windows),
            items=frozenset(self.items),
            proofs={code: proof.name for code, proof in self.proofs.items()},
        )


def load_state() -> CatalogueState:
    """Read the whole catalogue."""
    items = db.session.scalars(select(ServiceItem)).all()
    windows = db.session.scalars(select(Window)).all()
    return CatalogueState(
        units={unit.code: unit for unit in db.session.scalars(select(Unit))},
        sites={site.code: site for site in db.session.scalars(select(Site))},
        windows={window.code: window for window in windows},
        items={item.code: item for item in items},
        proofs={proof.code: proof for proof in db.session.scalars(select(CancelledProof))},
        papers=_papers({item.id: item.code for item in items}),
        item_windows=_item_windows(),
    )


def _papers(codes: dict[int, str]) -> dict[str, list[RequiredPaper]]:
    query = select(RequiredPaper).order_by(RequiredPaper.sort_no, RequiredPaper.id)
    papers: dict[str, list[RequiredPaper]] = defaultdict(list)
    for paper in db.session.scalars(query):
        papers[codes[paper.item_id]].append(paper)
    return papers


def _item_windows() -> dict[str, frozenset[str]]:
    pairs = (
        select(ServiceItem.code, Window.code)
        .join(WindowItem, WindowItem.item_id == ServiceItem.id)
        .join(Window, Window.id == WindowItem.window_id)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for item, window in db.session.execute(pairs):
        found[item].add(window)
    return {item: frozenset(windows) for item, windows in found.items()}
