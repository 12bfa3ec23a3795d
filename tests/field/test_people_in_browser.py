"""Whose rows they are: another network, a session that ends, another person. What waits, waits for its author."""

import json

import pytest
from playwright.sync_api import Page, Route
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.actions.tablets import revoke_tablets
from inspect_app.accounts.models import Person
from inspect_app.database import db, transaction
from inspect_app.visits.models import Submission
from tests import factories
from tests.browsers import LiveServer
from tests.field.tablet_pages import (
    FIRST,
    NOTE,
    PASSWORD,
    SUBMIT,
    add_photo,
    answer_all,
    core,
    cut,
    dump,
    open_shell,
    prepare_author,
    receipt_of,
    sign_in,
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("kind", "words"), [("text/html", "<h1>欢迎使用大厅无线网</h1>"), ("application/json", '{"code": 0}')]
)
def test_a_captive_portal_keeps_the_queue(captains: Page, kind: str, words: str) -> None:
    answer_all(captains)
    add_photo(captains)

    def welcome(route: Route) -> None:
        route.fulfill(status=200, content_type=kind, body=words)

    captains.context.route("**/api/**", welcome)
    uuid = core(captains, SUBMIT)
    assert receipt_of(captains) is None
    assert "要先登录" in core(captains, "return core.state().lastError;")
    assert core(captains, FIRST)["word"] == "waiting"
    captains.context.unroute("**/api/**", welcome)
    assert receipt_of(captains)
    assert [row["id"] for row in dump(captains)["shadows"]] == [uuid]


def test_a_session_that_ends_midway_keeps_everything_and_goes_on(captains: Page) -> None:
    answer_all(captains)
    core(captains, "await core.syncNow();")
    add_photo(captains)
    captains.context.clear_cookies()
    core(captains, SUBMIT)
    assert receipt_of(captains) is None
    state = core(captains, "return core.state();")
    assert (state["needsSignIn"], state["waiting"]) == (True, 1)
    assert len(dump(captains)["files"]) == 1
    sign_in(captains, "captain")
    assert receipt_of(captains)
    assert core(captains, "return core.state().needsSignIn;") is False


def test_a_revoked_tablet_sends_nothing_and_loses_nothing(live_server: LiveServer, captains: Page) -> None:
    answer_all(captains)
    with live_server.app.app_context():
        clerk = factories.make_actor(Role.OFFICE_CLERK, factories.make_office())
        author = db.session.scalars(select(Person).where(Person.username == "captain")).one()
        with transaction():
            revoke_tablets(clerk, author.id)
    add_photo(captains)
    core(captains, SUBMIT)
    assert receipt_of(captains) is None
    assert core(captains, "return core.state().needsSignIn;") is True
    found = dump(captains)
    assert (len(found["queue"]), len(found["files"]), len(found["packs"])) == (1, 1, 2)
    with live_server.app.app_context():
        assert db.session.scalars(select(Submission)).all() == []
    sign_in(captains, "captain")
    assert receipt_of(captains)


def test_another_person_on_the_tablet_sees_only_a_count(live_server: LiveServer, captains: Page) -> None:
    prepare_author(live_server, "second")
    answer_all(captains)
    add_photo(captains)
    core(captains, NOTE, "甲的话")
    with cut(captains):
        core(captains, SUBMIT)
        core(captains, "await core.switchPerson();")
    sign_in(captains, "second")
    seen = core(captains, "return JSON.stringify([core.state(), core.visits(), core.queue()]);")
    state = json.loads(seen)[0]
    assert (state["others"], state["waiting"]) == (1, 0)
    assert "甲的话" not in seen
    assert len(dump(captains)["queue"]) == 1
    core(captains, "await core.switchPerson();")
    sign_in(captains, "captain")
    assert receipt_of(captains)


def test_what_waits_is_not_sent_under_somebody_elses_session(live_server: LiveServer, captains: Page) -> None:
    prepare_author(live_server, "second")
    with cut(captains):
        answer_all(captains)
        add_photo(captains)
        core(captains, SUBMIT)
        headers = {"X-Requested-By": "field"}
        theirs = {"username": "second", "password": PASSWORD, "device": "somebody-elses-tablet1"}
        answer = captains.context.request.post(f"{live_server.url}/api/field/session", data=theirs, headers=headers)
        assert answer.status == 201
        open_shell(live_server, captains)
    assert receipt_of(captains) is None
    state = core(captains, "return core.state();")
    assert (state["needsSignIn"], state["signedIn"], state["waiting"]) == (True, False, 1)
    with live_server.app.app_context():
        assert db.session.scalars(select(Submission)).all() == []
    sign_in(captains, "captain")
    assert receipt_of(captains)


def test_an_upload_that_ends_after_the_tablet_changed_hands_is_written_as_nobodys(
    live_server: LiveServer, captains: Page
) -> None:
    prepare_author(live_server, "second")
    answer_all(captains)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    captains.context.route("**/api/field/files/**", hold)
    with captains.expect_request("**/api/field/files/**"):
        add_photo(captains)
        core(captains, "core.submit(core.visits()[0].id);")
    [owner] = {row["owner"] for row in dump(captains)["packs"]}
    core(captains, "await core.signIn('second', 'mingzhou-2026');")
    for route in held:
        route.continue_()
    core(captains, "await core.syncNow();")
    found = dump(captains)
    assert {row["owner"] for name in ("drafts", "files", "queue", "shadows") for row in found[name]} == {owner}
    assert len(found["queue"]) + len(found["drafts"]) == 1
    assert core(captains, "return core.state().others;") == 1
