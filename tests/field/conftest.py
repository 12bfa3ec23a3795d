"""A client whose forms need no token, for tests of the author's pages; and a tablet signed in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from tests.browsers import LiveServer
from tests.field.app_pages import enter, go, prepare
from tests.field.making import every_kind
from tests.field.tablet_pages import open_shell, prepare_author, sign_in


@pytest.fixture
def field(app: Flask, client: FlaskClient) -> FlaskClient:
    """Give a client whose posts need no token; that the token is asked for is tested elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False
    return client


@pytest.fixture
def captains(live_server: LiveServer, page: Page) -> Page:
    """Give a tablet whose author is signed in and has one visit."""
    prepare_author(live_server, "captain")
    open_shell(live_server, page)
    sign_in(page, "captain")
    return page


@pytest.fixture
def visit(live_server: LiveServer, page: Page) -> str:
    """Sign an author in on a visit's first part."""
    with live_server.app.app_context():
        visit = prepare(live_server, every_kind())
    go(enter(live_server, page), visit, "look")
    return visit
