"""Posting forms as a browser does: with the token of the page they stand on."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def post(client: FlaskClient, path: str, form: dict[str, Any], *, form_at: str | None = None) -> TestResponse:
    """Post a form to `path` with the token of the page `form_at` (the same page unless given)."""
    page = client.get(form_at or path).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return client.post(path, data={**form, "csrf_token": found[1]})
