"""A client whose forms need no token, for tests of the author's pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def field(app: Flask, client: FlaskClient) -> FlaskClient:
    """Give a client whose posts need no token; that the token is asked for is tested elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False
    return client
