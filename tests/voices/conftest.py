"""A hall with a form, for tests of opinions."""

import pytest
from flask import Flask

from tests.voices.opinions import Hall, make_hall


@pytest.fixture
def hall(app_context: None) -> Hall:
    """Give a window with an open form."""
    return make_hall()


@pytest.fixture
def without_tokens(app: Flask) -> None:
    """Pages carry the token; that it is checked is tested where forms begin."""
    app.config["WTF_CSRF_ENABLED"] = False
