"""Posting forms as a browser does: with the token of the page they stand on."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.accounts.models import Unit


def post(client: FlaskClient, path: str, form: dict[str, Any], *, form_at: str | None = None) -> TestResponse:
    """Post a form to `path` with the token of the page `form_at` (the same page unless given)."""
    page = client.get(form_at or path).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return client.post(path, data={**form, "csrf_token": found[1]})


def unit_form(**values: str) -> dict[str, str]:
    """Return the form of a unit as typed."""
    form = {"name": "市公安局", "short_name": "公安局", "code": "GA", "level": "city", "kind": "bureau"}
    return {**form, "sort_no": "10", "parent_id": "", **values}


def person_form(unit: Unit, **values: str) -> dict[str, str]:
    """Return the form of a liaison as typed."""
    form = {"username": "wangwei", "name": "王伟", "unit_id": str(unit.id), "title": "科长"}
    return {**form, "roles-0-role": "dept_liaison", "roles-0-unit_id": str(unit.id), **values}
