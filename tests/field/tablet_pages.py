"""A tablet for tests: a browser page on the app's shell, and its parts asked directly."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, Route

from inspect_app.access import Role
from inspect_app.accounts.actions.passwords import hash_password
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.visits.vocabulary import VisitMode
from tests import factories
from tests.browsers import LiveServer
from tests.field.making import body, item

PASSWORD = "mingzhou-2026"  # noqa: S105
PARTS = "/static/js/field"
APP = "/static/vendor/field"
# Every row of every store; bytes are decoded as text, so that a marker in them is found too.
DUMP = """async () => {
  const database = await new Promise((resolve) => {
    const asked = indexedDB.open('inspect-field');
    asked.onsuccess = () => resolve(asked.result);
  });
  const text = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder().decode(value) : value;
  const found = {};
  for (const name of database.objectStoreNames) {
    found[name] = await new Promise((resolve) => {
      const asked = database.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => resolve(JSON.parse(JSON.stringify(asked.result, (key, value) => text(value))));
    });
  }
  database.close();
  return found;
}"""
SUBMIT = "return (await core.submit(core.visits()[0].id)).uuid;"
BODY = "return (await core.visit(core.visits()[0].id)).body;"
FIRST = "return core.visits()[0];"
NOTE = "await core.save(core.visits()[0].id, (body) => { body.answers.q1 = { choice: 'yes', note: given }; });"
PHOTO = """
  const canvas = document.createElement('canvas');
  canvas.width = 320; canvas.height = 240;
  const brush = canvas.getContext('2d');
  brush.fillStyle = given; brush.fillRect(0, 0, 320, 240);
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
  const file = new File([blob], 'IMG_0001.png', { type: 'image/png', lastModified: Date.now() });
  return (await core.addPhoto(core.visits()[0].id, 'shot', file)).sha256;"""


def ask(page: Page, part: str, code: str, given: Any = None, folder: str = PARTS) -> Any:
    """Run code with `it` being a module and `given` an argument; what the page runs itself lives in APP."""
    return page.evaluate(
        f"""async (given) => {{
          const it = await import('{folder}/{part}.js');
          return await (async () => {{ {code} }})();
        }}""",
        given,
    )


def core(page: Page, code: str, given: Any = None) -> Any:
    """Run code with `core` at hand, opened."""
    return ask(page, "core", f"const {{ core }} = it; await core.open(); {code}", given, APP)


def dump(page: Page) -> dict[str, list[dict[str, Any]]]:
    """Return every row of the tablet's database as it lies there."""
    found: dict[str, list[dict[str, Any]]] = page.evaluate(DUMP)
    return found


def prepare_author(
    server: LiveServer, username: str, role: Role = Role.INSPECTOR, mode: VisitMode = VisitMode.OPEN
) -> str:
    """Make an author with one visit: three questions and a photo; return how addresses call the visit."""
    with server.app.app_context():
        author = factories.make_person(role, username=username)
        secret = hash_password(PASSWORD)
        with transaction():
            db.session.get_one(Person, author.id).password_hash = secret
        version = factories.make_version(body([item("q1"), item("q2"), item("q3"), item("shot", "photo")]))
        return factories.make_visit(author, version=version, mode=mode).public_id


def open_shell(server: LiveServer, page: Page) -> Page:
    """Open the app's page without the app: only what a test asks for runs."""
    page.route("**/vendor/field/app.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{server.url}/field/app")
    return page


def sign_in(page: Page, username: str) -> None:
    """Sign in to the field session and take the pack."""
    core(page, "await core.signIn(given[0], given[1]); await core.syncNow();", [username, PASSWORD])


def add_photo(page: Page, colour: str = "teal") -> str:
    """Draw a photo, keep it on the item `shot` of the first visit, and return its hash."""
    found: str = core(page, PHOTO, colour)
    return found


def answer_all(page: Page) -> None:
    """Answer the three questions of the first visit."""
    code = """
      await core.save(core.visits()[0].id, (body) => {
        for (const key of ['q1', 'q2', 'q3']) body.answers[key] = { choice: 'yes' };
      });"""
    core(page, code)


@contextmanager
def cut(page: Page) -> Iterator[None]:
    """Let the API be unreachable, though the browser believes it is online."""

    def refuse(route: Route) -> None:
        route.abort()

    page.context.route("**/api/**", refuse)
    yield
    page.context.unroute("**/api/**", refuse)


def receipt_of(page: Page) -> Any:
    """Sync and return the receipt of the first visit."""
    return core(page, "await core.syncNow(); return core.visits()[0].receipt;")
