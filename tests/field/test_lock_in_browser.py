"""What a finder of the tablet learns: nothing. What a forgotten PIN costs: nothing either."""

import json

import pytest
from playwright.sync_api import Page, expect

from inspect_app.access import Role
from inspect_app.visits.vocabulary import VisitMode
from tests.browsers import LiveServer
from tests.field.tablet_pages import add_photo, answer_all, ask, core, dump, open_shell, prepare_author, sign_in

pytestmark = pytest.mark.browser
PHRASE = "夜里走过三条街去看雨"
MARKER = "只有本人知道的一句话"
NOTE = """await core.save(core.visits()[0].id, (body) => {
  body.answers.q1 = { choice: 'no', note: given };
});"""
BODY = "return (await core.visit(core.visits()[0].id)).body;"
STATE = "return core.state();"


@pytest.fixture
def shopper(live_server: LiveServer, page: Page) -> Page:
    """Give a tablet whose shopper is signed in and has set a passphrase."""
    prepare_author(live_server, "shopper", Role.SHOPPER, VisitMode.COVERT)
    open_shell(live_server, page)
    sign_in(page, "shopper")
    return page


def test_before_there_is_a_key_nothing_covert_is_written(shopper: Page) -> None:
    state = core(shopper, STATE)
    assert (state["lockKind"], state["lockSet"], state["offlineReady"], state["memory"]) == (
        "passphrase", False, False, True,
    )  # fmt: skip
    core(shopper, NOTE, MARKER)
    found = dump(shopper)
    assert [name for name, rows in found.items() if rows and name not in {"device", "owners"}] == []
    core(shopper, "await core.setLock(given);", PHRASE)
    assert len(dump(shopper)["drafts"]) == 1
    assert core(shopper, BODY)["answers"]["q1"]["note"] == MARKER


def test_sealed_rows_hold_no_clear_text(shopper: Page) -> None:
    core(shopper, "await core.setLock(given);", PHRASE)
    place = core(shopper, "return core.visits()[0].place;")
    core(shopper, NOTE, MARKER)
    answer_all(shopper)
    core(shopper, NOTE, MARKER)
    sha256 = add_photo(shopper)
    shopper.context.route("**/api/**", lambda route: route.abort())
    core(shopper, "await core.submit(core.visits()[0].id);")
    found = dump(shopper)
    text = json.dumps(found, ensure_ascii=False)
    assert {name: len(rows) for name, rows in found.items() if name in {"files", "queue"}} == {"files": 1, "queue": 1}
    for clear in (MARKER, place, "做到了", "JFIF", '"answers"', "shopper"):
        assert clear not in text, clear
    assert sha256 in text  # the name of a photo tells nothing of it


def test_a_wrong_phrase_waits_longer_each_time_and_a_reload_helps_nothing(
    live_server: LiveServer, shopper: Page
) -> None:
    core(shopper, "await core.setLock(given); await core.lock();", PHRASE)
    shopper.context.route("**/api/**", lambda route: route.abort())
    assert core(shopper, "return core.visits().length;") == 0
    shopper.clock.install()
    waits = []
    for _ in range(4):
        assert core(shopper, "return core.unlock('夜里走过三条街去看雪');") is False
        waits.append(core(shopper, STATE)["waitSeconds"])
        shopper.clock.fast_forward(waits[-1] * 1000 + 1000)
    assert waits == [1, 2, 4, 8]
    assert core(shopper, "return core.unlock('夜里走过三条街去看雪');") is False
    open_shell(live_server, shopper)
    assert core(shopper, STATE)["waitSeconds"] > 8
    assert core(shopper, "return core.unlock(given);", PHRASE) is False
    shopper.clock.fast_forward(17_000)
    assert core(shopper, "return core.unlock(given);", PHRASE) is True
    assert core(shopper, STATE)["waitSeconds"] == 0
    assert core(shopper, "return core.visits().length;") == 1


def test_a_cold_start_without_network_opens_by_the_phrase(live_server: LiveServer, shopper: Page) -> None:
    core(shopper, "await core.setLock(given);", PHRASE)
    core(shopper, NOTE, MARKER)
    shopper.context.route("**/api/**", lambda route: route.abort())
    open_shell(live_server, shopper)
    state = core(shopper, STATE)
    assert (state["locked"], state["name"]) == (True, "")
    assert core(shopper, "return core.unlock(given);", PHRASE) is True
    assert core(shopper, BODY)["answers"]["q1"]["note"] == MARKER


def test_a_forgotten_phrase_costs_nothing_after_signing_in(live_server: LiveServer, shopper: Page) -> None:
    core(shopper, "await core.setLock(given);", PHRASE)
    core(shopper, NOTE, MARKER)
    open_shell(live_server, shopper)
    core(shopper, "await core.lock();")
    assert core(shopper, STATE)["locked"] is True
    sign_in(shopper, "shopper")
    core(shopper, "await core.forgotLock();")
    assert core(shopper, BODY)["answers"]["q1"]["note"] == MARKER
    assert core(shopper, STATE)["lockSet"] is False
    core(shopper, "await core.setLock('新的口令也有八个字'); await core.lock();")
    assert core(shopper, "return core.unlock(given);", PHRASE) is False
    shopper.clock.install()
    shopper.clock.fast_forward(5_000)
    assert core(shopper, "return core.unlock('新的口令也有八个字');") is True


def test_a_second_tab_makes_no_second_key(live_server: LiveServer, shopper: Page) -> None:
    other = open_shell(live_server, shopper.context.new_page())
    core(other, "await core.syncNow();")
    core(shopper, "await core.setLock(given);", PHRASE)
    core(shopper, NOTE, MARKER)
    late = "return core.setLock('另一个页面的口令八字').then(() => 'set', (error) => error.code);"
    assert core(other, late) == "locked"
    without_asking = """
      const { setText, isOpen } = await import('/static/vendor/field/vault.js');
      const owner = core.state().owner;
      return [await setText(owner, '另一个页面的口令八字'), isOpen(owner)];"""
    assert core(other, without_asking) == [False, False]
    assert core(other, "return core.unlock(given);", PHRASE) is True
    assert core(other, BODY)["answers"]["q1"]["note"] == MARKER


def test_locking_one_tab_locks_the_other(live_server: LiveServer, shopper: Page) -> None:
    core(shopper, "await core.setLock(given);", PHRASE)
    other = open_shell(live_server, shopper.context.new_page())
    assert core(other, "return core.unlock(given);", PHRASE) is True
    core(shopper, "await core.lock();")
    other.evaluate(
        """async () => {
          const { core } = await import('/static/vendor/field/core.js');
          const mark = () => { document.documentElement.dataset.locked = core.state().locked; };
          core.on('session', mark); mark();
        }"""
    )
    expect(other.locator("html")).to_have_attribute("data-locked", "true")


def test_without_crypto_nothing_covert_outlives_the_page_but_the_server_has_it(
    live_server: LiveServer, page: Page
) -> None:
    prepare_author(live_server, "shopper", Role.SHOPPER, VisitMode.COVERT)
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined });")
    open_shell(live_server, page)
    sign_in(page, "shopper")
    core(page, NOTE, MARKER)
    core(page, "await core.syncNow();")
    assert core(page, STATE)["secure"] is False
    assert [name for name, rows in dump(page).items() if rows and name not in {"device", "owners"}] == []
    open_shell(live_server, page)
    core(page, "await core.syncNow(); await core.takeServerDraft(core.visits()[0].id);")
    assert core(page, BODY)["answers"]["q1"]["note"] == MARKER
    assert ask(page, "hash", "return it.secure;") is False
