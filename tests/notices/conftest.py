"""What tests of papers need from the machine."""

import pytest
from flask import Flask

from exports.paper.printing import missing_libraries


@pytest.fixture(scope="session")
def pango() -> None:
    """Leave a test out where the machine can't make PDF, and say what to install (.ci/find_pango does it as root)."""
    missing = missing_libraries()
    if missing:
        pytest.skip(missing)


@pytest.fixture
def without_tokens(app: Flask) -> None:
    """Let a test post without the token that a page would carry."""
    app.config["WTF_CSRF_ENABLED"] = False
