"""A bare application with the shared look and no capability, so that these tests need no database."""

import pytest
from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from inspect_app.web.appearance import register_appearance
from inspect_app.web.filters import register_filters


@pytest.fixture
def shell() -> Flask:
    """Return an application that can draw components and keep a theme."""
    app = Flask("inspect_app")
    app.config.update(SECRET_KEY="a test's key", TESTING=True, WTF_CSRF_ENABLED=False, WTF_I18N_ENABLED=False)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    register_filters(app)
    register_appearance(app)
    return app
