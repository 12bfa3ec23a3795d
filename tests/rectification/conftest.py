"""Fixtures of the case pages."""

import pytest
from flask import Flask


@pytest.fixture
def without_tokens(app: Flask) -> None:
    """Pages carry the token; that it is checked is tested where forms begin."""
    app.config["WTF_CSRF_ENABLED"] = False
