"""The core of the tablet's app: on the device with every tap, on the server when it can, received only when whole."""

import hashlib

import pytest
from playwright.sync_api import Error, Page, Route
from sqlalchemy import select

from inspect_app.database import db
from inspect_app.visits.models import Submission, Visit
from inspect_app.visits.vocabulary import VisitStatus
from tests.browsers import LiveServer
from tests.field.tablet_pages import (
    APP,
    FIRST,
    SUBMIT,
    add_photo,
    answer_all,
    ask,
    core,
    cut,
    dump,
    open_shell,
    prepare_author,
    receipt_of,
    sign_in,
)

pytestmark = pytest.mark.browser
DROP_PHOTO = "await it.write([{ store: 'files', drop: [(await it.rows('files'))[0].owner, given] }]);"


def test_every_answer_that_was_saved_survives_a_killed_page(
    live_server: LiveServer, captains: Page
) -> None:
    code = """
      for (let i = 0; i < 30; i += 1) {
        const answer = { choice: 'no', note: `第${i}次` };
        await core.save(core.visits()[0].id, (body) => { body.answers[`q${(i % 3) + 1}`] = answer; });
      }"""
    with cut(captains):
        other = open_shell(live_server, captains.context.new_page())
        core(other, code)
        with pytest.raises(Error):
            other.goto("chrome://crash")
    captains.reload()
    answers = core(captains, "return (await core.visit(core.visits()[0].id)).body.answers;")
    assert [answers[key]["note"] for key in ("q1", "q2", "q3")] == ["第27次", "第28次", "第29次"]


def test_a_photo_is_kept_whole_and_a_damaged_one_is_noticed(captains: Page) -> None:
    with cut(captains):
        sha256 = add_photo(captains)
    read = "const found = await it.photoHere(given); return Array.from(new Uint8Array(found.bytes));"
    data = bytes(ask(captains, "photos", read, sha256, APP))
    assert hashlib.sha256(data).hexdigest() == sha256
    assert data[:2] == b"\xff\xd8"
    assert b"Exif" not in data
    shown = core(captains, "return (await core.visit(core.visits()[0].id)).body;")
    assert shown["answers"]["shot"] == {"photos": [sha256]}
    assert [file["sha256"] for file in shown["files"]] == [sha256]
    damage = """
      const row = (await it.rows('files'))[0];
      new Uint8Array(row.bytes)[100] ^= 1;
      await it.write([{ store: 'files', row }]);"""
    ask(captains, "store", damage, folder=APP)
    with cut(captains):
        assert core(captains, "return core.photoUrl(given);", sha256) is None


def test_what_is_handed_in_is_called_received_with_a_receipt(live_server: LiveServer, captains: Page) -> None:
    answer_all(captains)
    sha256 = add_photo(captains)
    uuid = core(captains, SUBMIT)
    assert receipt_of(captains)
    assert core(captains, FIRST)["word"] == "received"
    assert [row["id"] for row in dump(captains)["shadows"]] == [uuid]
    with live_server.app.app_context():
        submission = db.session.scalars(select(Submission)).one()
        assert (submission.uuid, submission.completed_at is not None) == (uuid, True)
        assert db.session.scalars(select(Visit)).one().status is VisitStatus.RECEIVED
    assert sha256


def test_a_photo_gone_from_the_device_is_never_sent_as_complete(live_server: LiveServer, captains: Page) -> None:
    with cut(captains):
        answer_all(captains)
        sha256 = add_photo(captains)
        ask(captains, "store", DROP_PHOTO, sha256, APP)
        uuid = core(captains, SUBMIT)
    assert receipt_of(captains) is None
    [item] = core(captains, "return core.queue();")
    assert (item["state"], item["files"][0]["missing"]) == ("photo_missing", True)
    assert "没有按完整上报" in item["error"]
    with live_server.app.app_context():
        assert db.session.scalars(select(Submission)).all() == []
    core(
        captains, "await core.reopen(given[0]); await core.removePhoto(core.visits()[0].id, given[1]);", [uuid, sha256]
    )
    add_photo(captains, "orange")
    core(captains, SUBMIT)
    assert receipt_of(captains)


def test_a_photo_that_vanishes_on_the_way_is_not_called_received(live_server: LiveServer, captains: Page) -> None:
    answer_all(captains)

    def refuse(route: Route) -> None:
        route.abort()

    captains.context.route("**/api/field/files/**", refuse)
    sha256 = add_photo(captains)
    uuid = core(captains, SUBMIT)
    assert receipt_of(captains) is None
    ask(captains, "store", DROP_PHOTO, sha256, APP)
    captains.context.unroute("**/api/field/files/**", refuse)
    assert receipt_of(captains) is None
    assert [item["state"] for item in core(captains, "return core.queue();")] == ["photo_missing"]
    with live_server.app.app_context():
        submission = db.session.get_one(Submission, uuid)
        assert submission.completed_at is None


@pytest.mark.slow
def test_a_received_copy_stays_for_seven_days_and_then_goes_with_its_photo(captains: Page) -> None:
    answer_all(captains)
    add_photo(captains)
    core(captains, SUBMIT)
    assert receipt_of(captains)
    captains.clock.install()
    for hours, left in ((7 * 24 - 1, 1), (2, 0)):
        captains.clock.fast_forward(hours * 3600 * 1000)
        assert receipt_of(captains)
        found = dump(captains)
        assert [len(found[name]) for name in ("shadows", "files")] == [left, left]


def test_a_full_tablet_gives_up_its_oldest_received_copy_and_says_so(captains: Page) -> None:
    answer_all(captains)
    sha256 = add_photo(captains)
    core(captains, SUBMIT)
    assert receipt_of(captains)
    full = """
      const { rows } = await import('/static/vendor/field/store.js');
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...given) {
        if (this.name === 'owners' || this.name === 'device' || !globalThis.full) return put.apply(this, given);
        throw new DOMException('full', 'QuotaExceededError');
      };
      const drop = IDBObjectStore.prototype.delete;
      IDBObjectStore.prototype.delete = function (...given) {
        globalThis.full = false;
        return drop.apply(this, given);
      };
      globalThis.full = true;
      const { keep } = await import('/static/vendor/field/rows.js');
      const value = { body: { files: [] }, rev: 0, edits: 0, sent: 0, held: [] };
      await keep([{ store: 'drafts', id: 'another', value }]);
      globalThis.full = true;
      const again = await keep([{ store: 'packs', id: 'x', value: {} }]).catch((error) => [error.code, error.message]);
      globalThis.full = false;
      return [core.state().lastError, (await rows('shadows')).length, again];"""
    said, shadows, refused = core(captains, full)
    assert "已清理最早一份" in said
    assert shadows == 0
    assert refused[0] == "quota"
    assert sha256 not in [row["id"] for row in dump(captains)["files"]]


def test_a_clock_three_days_ahead_is_sent_as_such(live_server: LiveServer, page: Page) -> None:
    prepare_author(live_server, "captain")
    three_days = 3 * 24 * 3600 * 1000
    page.add_init_script(f"const now = Date.now; Date.now = () => now() + {three_days};")
    open_shell(live_server, page)
    sign_in(page, "captain")
    answer_all(page)
    add_photo(page)
    core(page, SUBMIT)
    assert receipt_of(page)
    with live_server.app.app_context():
        offset = db.session.scalars(select(Submission.clock_offset_ms)).one()
        assert offset is not None
        assert abs(offset - three_days) < 60_000


def test_two_tabs_send_one_after_the_other(live_server: LiveServer, captains: Page) -> None:
    other = open_shell(live_server, captains.context.new_page())
    code = """
      const { exclusive } = await import('/static/vendor/field/lock.js');
      globalThis.holding = exclusive('sync', () => new Promise((resolve) => { globalThis.release = resolve; }));
      while (!globalThis.release) await new Promise((resolve) => setTimeout(resolve, 20));"""
    core(other, code)
    answer_all(captains)
    tried: list[str] = []
    captains.on("request", lambda request: tried.append(request.url) if "/api/" in request.url else None)
    core(captains, SUBMIT)
    core(captains, "await core.syncNow();")
    assert tried == []
    core(other, "globalThis.release(); await globalThis.holding;")
    other.close()
    core(captains, "await core.syncNow();")
    assert tried != []
