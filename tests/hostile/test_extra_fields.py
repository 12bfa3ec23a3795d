"""What a form does not offer is not taken: columns that somebody adds to a request change nothing."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Table, select
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule
from wtforms.fields.core import UnboundField

from forms.base import ChineseForm
from inspect_app.access import GRANTS, Role
from inspect_app.database import db
from tests.hostile.requests import address, forms_of, rules
from tests.hostile.world import World
from tests.journeys.walking import PageForm

_WORD, _NUMBER, _DAY = "夹带进来的一句话", 987_654_321, date(1987, 6, 5)
# They end what the next requests need.
_LAST = ("/logout", "/appearance", "everywhere", "/off", "/login", "/hand-over", "/hand-back")


def _tables() -> list[Table]:
    return [table for table in db.metadata.tables.values() if table.columns]


def _offered() -> set[str]:
    """Return the names of all fields of all forms: what some page asks for, another may."""
    names: set[str] = set()
    kinds = [ChineseForm]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        names |= {name for name in dir(kind) if isinstance(getattr(kind, name), UnboundField)}
    return names


def _smuggled() -> dict[str, str]:
    """Return a value that nobody else writes for each column that no form offers."""
    found = {}
    for table in _tables():
        for column in table.columns:
            kind = getattr(column.type, "python_type", str) if not hasattr(column.type, "impl") else str
            found[column.name] = {int: str(_NUMBER), date: f"{_DAY}", datetime: f"{_DAY}T04:03"}.get(kind, _WORD)
    return {name: value for name, value in found.items() if name not in _offered()}


def _filled(form: PageForm) -> MultiDict[str, Any]:
    """Return a form as it is drawn, with something in each empty field and each choice made."""
    data = MultiDict(form.values)
    for name, options in form.options.items():
        if not data.get(name):
            data[name] = next((value for value in options if value), "")
    for name, value in list(data.items()):
        if not value:
            data[name] = "已经核对清楚"
    return data


def _somebody(world: World, rule: Rule) -> FlaskClient:
    guard = getattr(world.app.view_functions[rule.endpoint], "__guard__", "")
    holders = [role for role in Role if isinstance(guard, tuple) and GRANTS[role] & set(guard)]
    return world.client((holders or [Role.OFFICE_CLERK])[0].value)


def _drawn(world: World) -> Iterator[tuple[FlaskClient, str, PageForm]]:
    """Give each form of each page once, with somebody who may open it."""
    seen = set()
    for rule in rules(world.app):
        if "GET" in (rule.methods or ()):
            client, path = _somebody(world, rule), address(world, rule)
            for form in forms_of(client.get(path)):
                target = form.action or path
                if not target.endswith(_LAST) and (target, tuple(form.values)) not in seen:
                    seen.add((target, tuple(form.values)))
                    yield client, target, form


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_column_that_no_form_offers_is_not_taken(swept_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(swept_world.app.config, "WTF_CSRF_ENABLED", False)
    with swept_world.app.app_context():
        smuggled = _smuggled()
    assert {"id", "public_id", "created_at", "author_tag", "password_hash"} <= set(smuggled)
    taken, failed = 0, []
    for client, target, form in list(_drawn(swept_world)):
        own = _filled(form)
        added = {name: [value] for name, value in smuggled.items() if name not in own}
        answer = client.post(target, data=added | own.to_dict(flat=False))
        taken += answer.status_code in (302, 303)
        failed += [target] if answer.status_code >= 500 else []
    assert failed == []
    assert taken > 20
    with swept_world.app.app_context():
        assert {name for table in _tables() for name in _kept(table)} == set()


def _kept(table: Table) -> Iterator[str]:
    """Give the columns in which something stands that was smuggled in."""
    for row in db.session.execute(select(table)).mappings():
        for name, value in row.items():
            if value == _NUMBER or _WORD in str(value) or str(value).startswith(str(_DAY)):
                yield f"{table.name}.{name}"
