"""Reads of the one tree of units."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, or_, select

from inspect_app.accounts.models import Unit
from inspect_app.accounts.rules import of_districts
from inspect_app.database import db
from inspect_app.foundation.errors import Missing


def find_unit(unit_id: int) -> Unit | None:
    """Return a unit, or nothing."""
    return db.session.get(Unit, unit_id)


def get_unit(unit_id: int) -> Unit:
    """Return a unit, or raise Missing."""
    unit = find_unit(unit_id)
    if unit is None:
        raise Missing("没有这个单位。")
    return unit


def find_unit_named(text: str) -> Unit | None:
    """Return the unit with this code, name or short name (in this order), or nothing."""
    for column in (Unit.code, Unit.name, Unit.short_name):
        unit = db.session.scalars(select(Unit).where(column == text).order_by(Unit.id).limit(1)).first()
        if unit is not None:
            return unit
    return None


def list_units(active_on: date | None = None) -> Sequence[Unit]:
    """Return the units by sort number; only those active on a day, when one is named."""
    return db.session.scalars(_listed(active_on)).all()


def subtree_ids(unit_id: int) -> frozenset[int]:
    """Return a unit and everything below it."""
    return subtrees([unit_id])[unit_id]


def subtrees(unit_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return for each unit that unit and everything below it, in one query."""
    roots = sorted(set(unit_ids))
    found: dict[int, set[int]] = defaultdict(set)
    if roots:
        for root, unit in db.session.execute(_below(), {"roots": roots}):
            found[root].add(unit)
    return {root: frozenset(found[root]) for root in roots}


@cache
def _below() -> Select[int, int]:
    """Every request asks this of whoever is signed in: built once."""
    start = select(Unit.id.label("root"), Unit.id.label("unit"))
    below = start.where(Unit.id.in_(bindparam("roots", expanding=True))).cte("below", recursive=True)
    tree = below.union(select(below.c.root, Unit.id).join(Unit, Unit.parent_id == below.c.unit))
    return select(tree.c.root, tree.c.unit)


def district_ids() -> frozenset[int]:
    """Return the units that are ranked with the districts; one query."""
    rows = db.session.execute(select(Unit.id, Unit.parent_id, Unit.kind))
    return of_districts((row.id, row.parent_id, row.kind) for row in rows)


def unit_tree() -> list[tuple[int, Unit]]:
    """Return all units in the order of the tree, each with its depth from 0."""
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in list_units():
        children[unit.parent_id].append(unit)
    ordered: list[tuple[int, Unit]] = []
    waiting = [(0, unit) for unit in reversed(children[None])]
    while waiting:
        depth, unit = waiting.pop()
        ordered.append((depth, unit))
        waiting.extend((depth + 1, child) for child in reversed(children[unit.id]))
    return ordered


def unit_choices(active_on: date | None = None) -> list[tuple[str, str]]:
    """Return (id as text, name) of every unit by sort number, for form fields and filters."""
    rows = db.session.execute(_listed(active_on).with_only_columns(Unit.id, Unit.name)).all()
    return [(str(unit_id), name) for unit_id, name in rows]


def _listed(active_on: date | None) -> Select[Unit]:
    query = select(Unit).order_by(Unit.sort_no, Unit.code)
    return query if active_on is None else query.where(is_active_on(active_on))


def is_active_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a unit exists on a day."""
    begun = or_(Unit.active_from.is_(None), Unit.active_from <= day)
    return begun & or_(Unit.active_to.is_(None), Unit.active_to >= day)
