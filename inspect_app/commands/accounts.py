"""`unit add` and `person add`: the first production day; each prints what was done."""

import click
from flask.cli import AppGroup

from inspect_app.access import SYSTEM, Role
from inspect_app.accounts import actions, queries, rules
from inspect_app.accounts.vocabulary import PersonFacts, RoleFacts, UnitFacts, UnitKind, UnitLevel
from inspect_app.calendar.actions import seed_from_library
from inspect_app.commands.saying import plainly
from inspect_app.database import transaction
from inspect_app.foundation.errors import Invalid

units = AppGroup("unit", help="单位。")
people = AppGroup("person", help="人员。")


@units.command("add", help="添加一个单位。")
@click.argument("name")
@click.option("--code", required=True, help="编码，导入表格时认它。")
@click.option("--short", "short_name", default="", help="正式简称；不写就用名称。")
@click.option("--parent", default="", help="上级单位的编码、名称或简称。")
@click.option("--level", type=click.Choice([level.value for level in UnitLevel]), default="city", show_default=True)
@click.option("--kind", type=click.Choice([kind.value for kind in UnitKind]), default="bureau", show_default=True)
@click.option("--sort", "sort_no", type=click.IntRange(0, 1_000_000), default=0, help="排序号，小的在前。")
@plainly
def add_unit(name: str, code: str, short_name: str, parent: str, level: str, kind: str, sort_no: int) -> None:
    """Add a unit of the tree."""
    facts = UnitFacts(
        code=code,
        name=name,
        short_name=short_name or name,
        level=next(found for found in UnitLevel if found.value == level),
        kind=next(found for found in UnitKind if found.value == kind),
        parent_id=_unit_id(parent) if parent else None,
        sort_no=sort_no,
    )
    with transaction():
        unit = actions.add_unit(SYSTEM, facts)
    click.echo(f"已添加单位：{unit.name}（{unit.code}）")


@people.command("add", help="添加人员（或给已有的人加角色），印出首次登录的一次性口令；空的系统同时载入历年工作日。")
@click.argument("username")
@click.option("--name", default="", help="姓名；暗访员的姓名会封存。")
@click.option("--unit", required=True, help="单位的编码、名称或简称。")
@click.option("--role", "roles", required=True, multiple=True, help="角色，可写几个：" + "、".join(Role))
@click.option("--deputy", is_flag=True, help="分管副职（部门负责人、跑改办主任）。")
@click.option("--title", default="", help="职务。")
@click.option("--shopper-code", default="", help="暗访代号，例如 暗访员-07。")
@plainly
def add_person(
    username: str, name: str, unit: str, roles: tuple[str, ...], deputy: bool, title: str, shopper_code: str
) -> None:
    """Add a person, or a role to a known one; print a one-time code for the first sign-in.

    The code is shown once and works for three days; nobody but the person ever knows the password. On an
    empty installation this also loads the working days that come with the program.
    """
    unit_id = _unit_id(unit)
    held = tuple(RoleFacts(_role(role), unit_id, deputy) for role in roles)
    known = queries.find_by_username(username)
    code = actions.prepare_code()
    with transaction():
        seed_from_library()
        if known is None:
            folded = rules.fold_username(username)
            facts = PersonFacts(folded, name, unit_id, title, (), shopper_code, held)
            person = actions.add_person(SYSTEM, facts)
        else:
            person = known
            for role in held:
                actions.add_role(SYSTEM, known.id, role)
        fresh = person.password_hash is None
        if fresh:
            actions.issue_code(SYSTEM, person.id, code)
    click.echo(f"{'已添加' if known is None else '已加角色'}：{person.username}")
    if fresh:
        click.echo(f"一次性口令（只显示这一次，3 天内有效）：{code.code}")


def _unit_id(text: str) -> int:
    unit = queries.find_unit_named(text)
    if unit is None:
        raise Invalid(f"没有单位“{text}”。先用 unit add 添加。")
    return unit.id


def _role(text: str) -> Role:
    role = Role.find(text) or Role.named(text)
    if role is None:
        raise Invalid(f"没有角色“{text}”。可用：{'、'.join(f'{found.value}（{found.label}）' for found in Role)}")
    return role
