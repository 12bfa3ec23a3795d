"""A desk that checks without a visit."""

import pytest
from flask import Flask

from tests.spotchecks.dialling import Desk, make_desk


@pytest.fixture
def desk(app_context: None) -> Desk:
    """Give an office with telephones to dial."""
    return make_desk()


@pytest.fixture
def without_tokens(app: Flask) -> None:
    """Pages carry the token; that it is checked is tested where forms begin."""
    app.config["WTF_CSRF_ENABLED"] = False
