"""Adding and changing units."""

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.accounts import queries, rules
from inspect_app.accounts.actions.guarding import flush_unique
from inspect_app.accounts.models import Unit
from inspect_app.accounts.vocabulary import UnitFacts
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation.errors import Conflict, Invalid

_COLUMNS = {
    "code": "编码",
    "name": "名称",
    "short_name": "简称",
    "level": "层级",
    "kind": "类别",
    "parent_id": "上级单位",
    "sort_no": "排序号",
    "active_from": "启用日期",
    "active_to": "停用日期",
}


def add_unit(actor: Actor, facts: UnitFacts) -> Unit:
    """Add a unit to the tree."""
    unit = Unit()
    _fill(unit, facts, frozenset())
    db.session.add(unit)
    flush_unique()
    permission = Permission.MANAGE_ACCOUNTS
    record(actor, "unit.added", "unit", unit.id, permission=permission, code=facts.code, name=facts.name)
    return unit


def change_unit(actor: Actor, unit_id: int, version: int, facts: UnitFacts) -> Unit:
    """Change a unit; raise Conflict with both texts when somebody else saved first."""
    unit = db.session.get(Unit, unit_id, with_for_update={"of": Unit}, populate_existing=True)
    unit = unit or queries.get_unit(unit_id)
    before = {name: getattr(unit, name) for name in _COLUMNS}
    if unit.version != version:
        raise _conflict(unit, facts)
    _fill(unit, facts, queries.subtree_ids(unit.id))
    flush_unique()
    changes = {name: (old, getattr(unit, name)) for name, old in before.items() if old != getattr(unit, name)}
    record(actor, "unit.changed", "unit", unit.id, permission=Permission.MANAGE_ACCOUNTS, changes=changes)
    return unit


def _fill(unit: Unit, facts: UnitFacts, below: frozenset[int]) -> None:
    problem = rules.unit_problem(facts, below)
    if problem:
        raise Invalid(problem[1], problem[0])
    if facts.parent_id is not None:
        queries.get_unit(facts.parent_id)
    for column, value in ((Unit.code, facts.code), (Unit.name, facts.name)):
        other = db.session.scalars(select(Unit.id).where(column == value)).first()
        if other is not None and other != unit.id:
            raise Invalid(f"“{value}”已经有别的单位在用。", column.key)
    for name in _COLUMNS:
        setattr(unit, name, getattr(facts, name))


def _conflict(unit: Unit, facts: UnitFacts) -> Conflict:
    theirs = {label: _shown(getattr(unit, name)) for name, label in _COLUMNS.items()}
    mine = {label: _shown(getattr(facts, name)) for name, label in _COLUMNS.items()}
    return Conflict("这个单位刚被别人改过，您的修改还没有保存。", mine=mine, theirs=theirs)


def _shown(value: object) -> str:
    return str(getattr(value, "label", value)) if value is not None else ""
