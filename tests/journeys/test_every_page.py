"""Every page that a role's menu leads to, on the demo city: axe, no sideways scroll, no fault."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from inspect_app.commands import demo
from inspect_app.config import Settings, current_settings
from tests.browsers import LiveServer, pixels_too_wide
from tests.databases import open_app

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]
Audit = Callable[[Page], list[str]]

_ROLES = (
    "inspector1", "observer1", "shopper1", "chief1", "clerk1", "director1", "liaison1", "head1", "verifier1",
    "leader1", "admin1", "secadmin1", "auditor1",
)  # fmt: skip
_SIZES = ((768, 1024), (1024, 768), (1280, 800), (360, 800))
_THEMES = ("light", "dark", "contrast")
_LINKS = "main a[href^='/'], nav a[href^='/']"
# Files to download, and pages that are as long as the list before them.
_LEFT_OUT = (
    "/export", ".xlsx", "/word", "/pdf", "/excel", "/files/", "/sheets/", "/template", "/example", "page=", "sort=",
)  # fmt: skip
_MOST = 40


@pytest.fixture(scope="module")
def city_settings(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Load the demo city once; these tests only read it."""
    folder = tmp_path_factory.mktemp("city")
    shutil.copy(sqlite_template, folder / "city.sqlite3")
    settings = Settings.for_tests(database_url=f"sqlite:///{folder / 'city.sqlite3'}", data_dir=folder)
    with open_app(settings) as app:
        result = app.test_cli_runner().invoke(demo.group, ["load", "--seed", "1"])
        assert result.exit_code == 0, result.output
    return settings


@pytest.fixture
def live_settings(city_settings: Settings) -> Settings:
    """Let the live server serve the demo city."""
    return city_settings


@pytest.fixture
def city(live_server: LiveServer) -> LiveServer:
    """Give the server of the demo city."""
    return live_server


def _sign_in(page: Page, city: LiveServer, username: str) -> None:
    with city.app.app_context():
        password = current_settings().demo_password
    page.context.clear_cookies()
    page.goto(f"{city.url}/login")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="登录").first.click()
    page.wait_for_load_state()


def _addresses(page: Page) -> list[str]:
    found = page.locator(_LINKS).evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [address for address in dict.fromkeys(found) if not any(part in address for part in _LEFT_OUT)]


def _kind(address: str) -> str:
    parts = urlsplit(address).path.split("/")
    return "/".join("*" if any(char.isdigit() for char in part) else part for part in parts)


@pytest.mark.parametrize("username", _ROLES)
def test_every_page_of_a_role_is_well_made(page: Page, city: LiveServer, axe: Audit, username: str) -> None:
    _sign_in(page, city, username)
    # An author's first page is the tablet's app, which tests/field looks at; here the ordinary pages beside it.
    first = "/field" if "/field/app" in page.url else "/"
    waiting, kinds, faults = [first], {first}, []
    while waiting and len(kinds) <= _MOST:
        address = waiting.pop(0)
        faults += _faults_at(page, city, axe, address)
        for further in _addresses(page):
            if _kind(further) not in kinds:
                kinds.add(_kind(further))
                waiting.append(further)
    assert len(kinds) > 1
    assert faults == []


def _faults_at(page: Page, city: LiveServer, axe: Audit, address: str) -> list[str]:
    """Open a page once, let axe read it, then turn the screen through the sizes."""
    answer = page.goto(city.url + address)
    if answer is not None and answer.status >= 400:
        return [f"{address}: {answer.status}"]
    faults = [f"{address}: {fault}" for fault in axe(page)]
    for width, height in _SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if (wide := pixels_too_wide(page)) > 0:
            faults.append(f"{address} at {width}: {wide} px too wide")
    return faults


@pytest.mark.parametrize("theme", _THEMES)
def test_the_first_pages_are_well_made_in_every_theme(page: Page, city: LiveServer, axe: Audit, theme: str) -> None:
    faults: list[str] = []
    for username, addresses in (
        ("director1", ("/", "/ledger", "/notices")),
        ("observer1", ("/field", "/field/app")),
        ("liaison1", ("/", "/ledger")),
    ):
        _sign_in(page, city, username)
        page.context.add_cookies([{"name": "theme", "value": theme, "url": city.url}])
        for address in addresses:
            page.goto(city.url + address)
            faults += [f"{theme} {address}: {fault}" for fault in axe(page)]
    assert faults == []
