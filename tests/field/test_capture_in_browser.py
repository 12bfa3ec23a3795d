"""A visit on a tablet, in a real browser: few taps, nothing lost, nothing hidden from anybody."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.actions.passwords import hash_password
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.evidence.actions import make_copies
from inspect_app.findings.models import Finding
from inspect_app.visits.models import Visit, VisitFile
from inspect_app.visits.vocabulary import VisitStatus
from tests import factories
from tests.browsers import LiveServer
from tests.field.making import every_kind, tiny_photo

pytestmark = pytest.mark.browser
SMALLEST_ANSWER, SMALLEST_TARGET = 60, 44


@pytest.fixture
def visit_url(live_server: LiveServer, page: Page) -> str:
    """Plan a visit, sign its author in, and return where it lives."""
    with live_server.app.app_context():
        author = factories.make_person(Role.INSPECTOR, username="captain")
        secret = hash_password("mingzhou-2026")
        with transaction():
            db.session.get_one(Person, author.id).password_hash = secret
        visit = factories.make_visit(author, version=every_kind())
        path = f"{live_server.url}/field/visits/{visit.public_id}"
    page.goto(f"{live_server.url}/login")
    page.fill("[name=username]", "captain")
    page.fill("[name=password]", "mingzhou-2026")
    page.locator("main button[type=submit], form button[type=submit]").first.click()
    page.goto(f"{path}/parts/look")
    return path


def choose(page: Page, key: str, value: str, name: str = "") -> None:
    """Tap an answer and wait until the server has it."""
    with page.expect_response(lambda answer: "/parts/" in answer.url and answer.request.method == "POST"):
        page.locator(f"#{key} input[name='answer-{key}{name}'][value='{value}']").check()


def test_a_tap_is_on_the_server_at_once(live_server: LiveServer, page: Page, visit_url: str) -> None:
    expect(page).to_have_title("记事")
    choose(page, "q1", "no")
    expect(page.locator("[data-saved-server]")).to_contain_text("服务器已存")
    expect(page.locator("[data-progress]")).to_contain_text("已答 1/")
    expect(page.locator("#why")).to_be_visible()
    expect(page.locator("#q1").get_by_role("button", name="列为问题")).to_be_visible()
    choose(page, "q1", "yes")
    expect(page.locator("#why")).to_be_hidden()
    expect(page.locator("#q1").get_by_role("button", name="列为问题")).to_be_hidden()
    with live_server.app.app_context():
        visit = db.session.scalars(select(Visit)).one()
        assert [(row.item_key, row.value) for row in visit.answers] == [("q1", {"choice": "yes"})]
        assert visit.status is VisitStatus.DRAFT


def test_what_is_typed_is_kept_without_a_button(page: Page, visit_url: str) -> None:
    with page.expect_response(lambda answer: "/parts/" in answer.url and answer.request.method == "POST"):
        page.locator("#words textarea[name='answer-words']").fill("大厅很整洁")
    page.reload()
    expect(page.locator("#words")).to_contain_text("大厅很整洁")


def test_a_tap_before_the_scripts_run_is_kept_too(page: Page, visit_url: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/capture.js", hold)
    page.reload(wait_until="commit")
    page.locator("#q1 input[value='yes']").check()
    with page.expect_response(lambda answer: "/parts/" in answer.url and answer.request.method == "POST"):
        held[0].continue_()
    expect(page.locator("[data-saved-server]")).to_contain_text("服务器已存")


def test_without_the_server_nothing_is_called_saved(page: Page, visit_url: str) -> None:
    page.context.set_offline(True)
    page.locator("#q1 input[value='yes']").check()
    expect(page.locator("[data-saved-server]")).to_contain_text("还没有存")
    page.context.set_offline(False)
    expect(page.locator("[data-saved-server]")).to_contain_text("服务器已存")


def test_a_photo_goes_up_and_a_problem_is_one_tap(
    live_server: LiveServer, page: Page, visit_url: str, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(tiny_photo())
    choose(page, "q1", "no")
    page.locator("#q1 input[type=file]").set_input_files(photo)
    expect(page.locator("#q1 figure .cap")).to_contain_text("服务器已存")
    page.locator("#q1").get_by_role("button", name="列为问题").click()
    expect(page.locator("#q1")).to_contain_text("已列为问题")
    with live_server.app.app_context():
        assert len(db.session.scalars(select(Finding)).one().files) == 1
        make_copies(db.session.scalars(select(VisitFile.file_id)).one())
    page.reload()
    assert page.locator("#q1 figure img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_targets_are_big_enough_for_a_finger(page: Page, visit_url: str) -> None:
    for box in page.locator(".answers label").all():
        if box.is_visible():
            size = box.bounding_box()
            assert size is not None
            assert size["height"] >= SMALLEST_ANSWER
    for control in page.locator("header a, header button, footer a, footer button").all():
        size = control.bounding_box()
        assert size is not None
        assert size["height"] >= SMALLEST_TARGET, control.inner_text()


@pytest.mark.slow
def test_every_page_of_a_visit_is_whole_at_every_width(
    page: Page, visit_url: str, axe: Callable[[Page], list[str]]
) -> None:
    choose(page, "q1", "no")
    for path in ("/parts/look", "/parts/do", "/parts/ask", "/check", "/trials/new", "/interviews/new"):
        page.goto(visit_url + path)
        assert axe(page) == [], path
        for width, height in ((360, 800), (768, 1024), (1024, 768)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, width)


def test_a_visit_is_handed_in_with_a_receipt(
    live_server: LiveServer, page: Page, visit_url: str, axe: Callable[[Page], list[str]]
) -> None:
    with live_server.app.app_context():
        version = factories.make_version(items=3)
        author = db.session.scalars(select(Person).where(Person.username == "captain")).one()
        url = f"{live_server.url}/field/visits/{factories.make_visit(author, version=version).public_id}"
    page.goto(url)
    for key in ("look1", "look2"):
        choose(page, key, "yes")
    page.goto(f"{url}/check")
    page.get_by_role("link", name="从第一处开始").click()
    choose(page, "look3", "yes")
    page.goto(f"{url}/check")
    page.get_by_role("button", name="提交走访").click()
    expect(page.locator(".receipt-no")).to_be_visible()
    receipt = page.locator(".receipt-no").inner_text()
    assert axe(page) == []
    page.goto(f"{live_server.url}/field")
    expect(page.get_by_text(f"回执号 {receipt}")).to_be_visible()
    assert axe(page) == []
