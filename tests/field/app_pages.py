"""The tablet's app in a browser: somebody signs in, finds a visit, fills it in."""

from playwright.sync_api import Locator, Page, expect

from inspect_app.access import Role
from inspect_app.accounts.actions.passwords import hash_password
from inspect_app.checklists.models import ChecklistVersion
from tests import factories
from tests.browsers import LiveServer

PASSWORD = "mingzhou-2026"
SAVED = "[data-saved-device]"


def prepare(server: LiveServer, version: ChecklistVersion | None = None, role: Role = Role.INSPECTOR) -> str:
    """Make an author with one visit; return what the visit is called in addresses."""
    author = factories.make_person(role, username="captain", password_hash=hash_password(PASSWORD))
    return factories.make_visit(author, version=version).public_id


def enter(server: LiveServer, page: Page) -> Page:
    """Open the app on a fresh tablet and sign in."""
    page.goto(f"{server.url}/field/app")
    page.locator("[name=username]").fill("captain")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="我的走访")).to_be_visible()
    expect(page.locator("#todo .visit").first).to_be_visible()
    return page


def turn(page: Page, to: str) -> None:
    """Go somewhere within the app and wait until another page is drawn."""
    page.evaluate(
        """to => {
          if (location.hash === to) return;
          for (const one of document.querySelector("#main").children) one.dataset.before = "";
          location.hash = to;
        }""",
        to,
    )
    expect(page.locator("#main > [data-before]")).to_have_count(0)


def go(page: Page, visit: str, rest: str) -> None:
    """Go to a page of a visit and wait until it stands."""
    turn(page, f"#/v/{visit}/{rest}")
    expect(page.locator(".parts")).to_be_visible()


def item(page: Page, key: str) -> Locator:
    """Return an open item."""
    return page.locator(f"#{key}[data-item]")


def choose(page: Page, key: str, value: str) -> None:
    """Tap an answer."""
    item(page, key).locator(f"input[name='answer-{key}'][value='{value}']").check()


def no_network(page: Page) -> None:
    """Cut the network as a basement does."""
    page.context.set_offline(True)


def ready(page: Page) -> None:
    """Wait until the app can be opened without network; how soon that is, `make bench` says."""
    expect(page.get_by_text("可离线使用")).to_be_visible()
