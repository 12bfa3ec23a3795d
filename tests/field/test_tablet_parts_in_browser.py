"""What the tablet's app stands on: hashes, words, the store. In a real browser, without the API."""

import hashlib

import pytest
from playwright.sync_api import Page

from tests.browsers import LiveServer
from tests.field.tablet_pages import ask

pytestmark = pytest.mark.browser
# The lengths where SHA-256's padding goes into another block, and a photo's.
LENGTHS = (0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 4096, 100_003)
WORDS: tuple[tuple[dict[str, object], str], ...] = (
    ({"word": None}, ""),
    ({"word": "draft"}, "草稿"),
    ({"word": "waiting", "waits": {"have": 0, "total": 0}}, "待上传"),
    ({"word": "waiting", "waits": {"have": 3, "total": 8}}, "待上传 3/8"),
    ({"word": "received"}, "已收到"),
)
SITUATIONS: tuple[tuple[dict[str, object], str | None], ...] = (
    ({}, None),
    ({"status": "planned"}, None),
    ({"status": "planned", "draft": True}, "draft"),
    ({"status": "draft"}, "draft"),
    ({"status": "returned"}, None),
    ({"status": "returned", "draft": True}, "draft"),
    ({"status": "returned", "draft": True, "queued": True}, "waiting"),
    ({"status": "received", "draft": True}, "received"),
    ({"status": "accepted"}, "received"),
    ({"status": "draft", "shadow": True}, "received"),
    ({"status": "received", "queued": True}, "waiting"),
    ({"status": "planned", "shadow": True, "queued": True}, "waiting"),
)
REVISE_ROW = """
  await it.openStore();
  await it.write([{ store: 'drafts', row: { owner: 'a', id: 'v', value: given } }]);
  return (await it.read('drafts', ['a', 'v'])).value;
"""


@pytest.fixture
def shell(live_server: LiveServer, page: Page) -> Page:
    """Open a page of the same origin that starts nothing by itself."""
    page.goto(f"{live_server.url}/static/icons/note.svg")
    return page


def test_the_written_out_hash_is_sha256(shell: Page) -> None:
    code = """
      const out = [];
      for (const length of given) {
        const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) % 256);
        out.push([it.hex(it.sha256Plain(bytes)), await it.sha256(bytes.buffer)]);
      }
      return out;"""
    for length, pair in zip(LENGTHS, ask(shell, "hash", code, LENGTHS), strict=True):
        right = hashlib.sha256(bytes((i * 7 + length) % 256 for i in range(length))).hexdigest()
        assert pair == [right, right], length


def test_base64url_goes_there_and_back(shell: Page) -> None:
    code = "return [0, 1, 2, 3, 70000].map((n) => it.fromBase64url(it.base64url(new Uint8Array(n).fill(251))).length);"
    assert ask(shell, "hash", code) == [0, 1, 2, 3, 70000]
    assert ask(shell, "hash", "return it.base64url(Uint8Array.of(251, 255, 191))") == "-_-_"


def test_the_three_words(shell: Page) -> None:
    for facts, word in WORDS:
        assert ask(shell, "words", "return it.stateWord(given);", facts) == word


def test_the_word_in_twelve_situations(shell: Page) -> None:
    for facts, word in SITUATIONS:
        assert ask(shell, "words", "return it.wordOf(given);", facts) == word, facts


def test_the_line_says_what_is_where(shell: Page) -> None:
    code = "return it.savedLine(given, new Date('2026-11-20T09:00:00+08:00'));"
    both = {"device_at": "2026-11-20T14:32:05+08:00", "server_at": "2026-11-20T14:32:06+08:00"}
    assert ask(shell, "words", code, both) == "本机已存 14:32:05 · 服务器已存 14:32:06"
    assert ask(shell, "words", code, both | {"server_at": None}) == "本机已存 14:32:05 · 服务器未存"
    assert ask(shell, "words", code, both | {"memory": True}) == "本机未存 · 服务器已存 14:32:06"
    assert "11月19日 " in ask(shell, "words", code, both | {"server_at": "2026-11-19T14:32:06+08:00"})


def test_a_connection_the_browser_closed_is_opened_again(shell: Page) -> None:
    broken = """
      const whole = IDBDatabase.prototype.transaction;
      let faults = 1;
      IDBDatabase.prototype.transaction = function (...given) {
        if (faults-- > 0) throw new DOMException('closing', 'InvalidStateError');
        return whole.apply(this, given);
      };"""
    assert ask(shell, "store", broken + REVISE_ROW, {"text": "留着"}) == {"text": "留着"}
    assert ask(shell, "store", "return it.health.memory;") is False


def test_without_a_database_the_page_remembers_and_says_so(shell: Page) -> None:
    closed = "indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };"
    assert ask(shell, "store", closed + REVISE_ROW, 7) == 7
    assert ask(shell, "store", "return it.health.memory;") is True


def test_a_newer_app_makes_no_store_anew(shell: Page) -> None:
    ask(shell, "store", REVISE_ROW, "从前的")
    upgraded = """
      const older = indexedDB.open.bind(indexedDB);
      indexedDB.open = (name, version) => older(name, version + 1);
      await it.openStore();
      return (await it.read('drafts', ['a', 'v'])).value;"""
    shell.reload()
    assert ask(shell, "store", upgraded) == "从前的"


def test_without_web_locks_a_lease_keeps_the_second_out(shell: Page) -> None:
    code = """
      Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
      let end; const ending = new Promise((resolve) => { end = resolve; });
      const first = it.alone('sync', () => ending);
      const other = await import('/static/js/field/lock.js?another-tab');
      await new Promise((resolve) => setTimeout(resolve, 50));
      const second = await other.alone('sync', () => {});
      end();
      return [await first, second, await other.alone('sync', () => {})];"""
    assert ask(shell, "lock", code) == [True, False, True]


def test_without_web_locks_a_change_waits_for_the_other_tabs(shell: Page) -> None:
    code = """
      Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
      const other = await import('/static/js/field/lock.js?another-tab');
      const order = [];
      const slow = async () => { await new Promise((resolve) => setTimeout(resolve, 200)); order.push('first'); };
      const first = it.exclusive('draft', slow);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await other.exclusive('draft', async () => { order.push('second'); });
      await first;
      return order;"""
    assert ask(shell, "lock", code) == ["first", "second"]
