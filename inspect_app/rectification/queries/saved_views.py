"""Reads of what a person keeps about the ledger: look, named views."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.rectification.models.saved_views import LedgerLook, SavedView
from inspect_app.rectification.rules.ledger_columns import Density, LedgerColumn, columns_of
from inspect_app.rectification.rules.privacy import audience_of


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody sees the ledger now."""

    columns: tuple[LedgerColumn, ...]
    density: Density


def look_of(actor: Actor, view: SavedView | None = None) -> Look:
    """Return columns and density of a person; a view has columns of its own."""
    kept = db.session.get(LedgerLook, actor.person_id)
    chosen = view.columns if view is not None else kept.columns if kept is not None else []
    density = kept.density if kept is not None else Density.COMFORTABLE
    return Look(columns_of(audience_of(actor), chosen), density)


def list_views(actor: Actor) -> Sequence[SavedView]:
    """Return the views of a person in their order."""
    query = select(SavedView).where(SavedView.person_id == actor.person_id, SavedView.removed_at.is_(None))
    return db.session.scalars(query.order_by(SavedView.sort_no, SavedView.id)).all()


def get_view(actor: Actor, view_id: int, *, lock: bool = False) -> SavedView:
    """Return a view of this person, or raise Missing: nobody else's is there."""
    query = select(SavedView).where(
        SavedView.id == view_id, SavedView.person_id == actor.person_id, SavedView.removed_at.is_(None)
    )
    found = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise Missing()
    return found


def find_removed(actor: Actor, *, lock: bool = False) -> SavedView | None:
    """Return the view a person removed last, as long as it can be brought back."""
    query = select(SavedView).where(SavedView.person_id == actor.person_id, SavedView.removed_at.is_not(None))
    query = query.order_by(SavedView.removed_at.desc(), SavedView.id.desc()).limit(1)
    return db.session.scalars(query.with_for_update() if lock else query).first()


def names_of(actor: Actor, but: int | None = None) -> frozenset[str]:
    """Return the names a person has given."""
    return frozenset(view.name for view in list_views(actor) if view.id != but)


def next_place(actor: Actor) -> int:
    """Return the number behind a person's last view."""
    query = select(func.max(SavedView.sort_no)).where(SavedView.person_id == actor.person_id)
    return (db.session.scalar(query) or 0) + 1
