"""Deeds on one's own views of the ledger, its columns and its density."""

from collections.abc import Iterable

from sqlalchemy import delete

from inspect_app.access import Actor
from inspect_app.accounts.models import Person
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.rectification.models.saved_views import LedgerLook, SavedView
from inspect_app.rectification.queries.saved_views import find_removed, get_view, list_views, names_of, next_place
from inspect_app.rectification.rules.ledger_columns import Density, columns_of
from inspect_app.rectification.rules.privacy import audience_of
from inspect_app.rectification.rules.saved_views import demand_room, named


def save_view(actor: Actor, name: str, query: str, columns: Iterable[str]) -> SavedView:
    """Keep a filter, an order and columns under a name; raise Invalid or Refused."""
    _lock_own(actor)
    demand_room(len(list_views(actor)))
    view = SavedView(
        person_id=actor.person_id,
        name=named(name, names_of(actor)),
        query=query,
        columns=_allowed(actor, columns),
        sort_no=next_place(actor),
    )
    db.session.add(view)
    db.session.flush()
    record(actor, "view.added", "view", view.id, name=view.name)
    return view


def change_view(actor: Actor, view_id: int, query: str) -> SavedView:
    """Let a view be what is on the screen now."""
    view = get_view(actor, view_id, lock=True)
    view.query = query
    db.session.flush()
    record(actor, "view.changed", "view", view.id, name=view.name)
    return view


def rename_view(actor: Actor, view_id: int, name: str) -> SavedView:
    """Give a view another name; raise Invalid when it is taken."""
    _lock_own(actor)
    view = get_view(actor, view_id, lock=True)
    before, view.name = view.name, named(name, names_of(actor, but=view_id))
    db.session.flush()
    record(actor, "view.changed", "view", view.id, name=(before, view.name))
    return view


def move_view(actor: Actor, view_id: int, by: int) -> None:
    """Move a view one place up (-1) or down (1) among one's own; at the end it stays."""
    _lock_own(actor)
    view, views = get_view(actor, view_id), list(list_views(actor))
    place = views.index(view)
    views.insert(max(0, min(place + by, len(views) - 1)), views.pop(place))
    for number, each in enumerate(views, start=1):
        each.sort_no = number
    db.session.flush()
    record(actor, "view.changed", "view", view.id, sort_no=(place + 1, view.sort_no))


def remove_view(actor: Actor, view_id: int) -> SavedView:
    """Take a view away; until the next is removed it can be brought back."""
    _lock_own(actor)
    view = get_view(actor, view_id, lock=True)
    db.session.execute(
        delete(SavedView).where(SavedView.person_id == actor.person_id, SavedView.removed_at.is_not(None))
    )
    view.removed_at = clock.now()
    db.session.flush()
    record(actor, "view.removed", "view", view.id, name=view.name)
    return view


def restore_view(actor: Actor) -> SavedView:
    """Bring back the view that was removed last; raise when its name or its place is taken meanwhile."""
    _lock_own(actor)
    view = find_removed(actor, lock=True)
    if view is None:
        raise Missing()
    demand_room(len(list_views(actor)))
    view.name, view.removed_at = named(view.name, names_of(actor)), None
    db.session.flush()
    record(actor, "view.restored", "view", view.id, name=view.name)
    return view


def choose_look(actor: Actor, columns: Iterable[str], density: Density, view_id: int | None = None) -> None:
    """Keep which columns somebody wants, in which order and how dense; a view keeps columns of its own."""
    _lock_own(actor)
    wanted, look = _allowed(actor, columns), db.session.get(LedgerLook, actor.person_id)
    if look is None:
        look = LedgerLook(person_id=actor.person_id, columns=[])
        db.session.add(look)
    look.density = density
    if view_id is None:
        look.columns = wanted
    else:
        get_view(actor, view_id, lock=True).columns = wanted
    db.session.flush()
    record(actor, "look.changed", "look", actor.person_id, columns=wanted, density=density.value)


def _allowed(actor: Actor, columns: Iterable[str]) -> list[str]:
    return [column.value for column in columns_of(audience_of(actor), columns)]


def _lock_own(actor: Actor) -> None:
    """Let two windows of one person change their lists one after the other."""
    db.session.get_one(Person, actor.person_id, with_for_update=True)
