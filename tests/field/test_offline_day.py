"""An offline day: the browser dies again and again, the server is away, and in the evening the office has it all."""

import itertools
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect
from sqlalchemy import func, select

from inspect_app.access import Role
from inspect_app.accounts.actions.passwords import hash_password
from inspect_app.audit.queries import find_broken_link
from inspect_app.config import Settings
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import store
from inspect_app.field.models import Upload
from inspect_app.visits.models import Answer, Submission, Visit, VisitFile
from inspect_app.visits.vocabulary import VisitStatus
from tests import factories
from tests.browsers import LiveServer
from tests.conftest import Scale
from tests.field.app_pages import PASSWORD, choose, enter, go, item, ready
from tests.field.dying import MortalServer, MortalTablet, mortal, on_device, until
from tests.field.making import tiny_photo
from tests.field.tablet_pages import core

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3000)]
LETTER_SECONDS = 0.12
PROMISE_SECONDS = 1.0
WORDS = "窗口排队的人不多，叫号机能用，导办台有人，材料清单贴在墙上，收费标准没有看到，问了两次才有人说明白。" * 6
ANSWER = (
    "await core.save(given[0], (body) => { body.answers[given[1]] = { ...body.answers[given[1]], choice: 'yes' }; });"
)
PHOTO = """
  const [id, key, colour] = given;
  const canvas = document.createElement('canvas');
  canvas.width = 320; canvas.height = 240;
  const brush = canvas.getContext('2d');
  brush.fillStyle = colour; brush.fillRect(0, 0, 320, 240);
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
  const file = new File([blob], 'IMG_0001.png', { type: 'image/png', lastModified: 1795140000000 });
  await core.addPhoto(id, key, file);"""
RECEIPT = re.compile(r"回执号 ([0-9A-Z]{4}-[0-9A-Z]{4})")
WORKER_SERVES = "() => Boolean(navigator.serviceWorker.controller)"


@dataclass(frozen=True)
class Deed:
    """One thing a person does in a visit; done twice it is done once."""

    visit: str
    kind: str
    key: str = ""
    colour: str = ""

    def lies_in(self, body: dict[str, Any]) -> bool:
        """Say whether the device holds what was done."""
        answer = body["answers"].get(self.key, {})
        if self.kind == "photo":
            return any(file["item"] == self.key for file in body["files"])
        return bool(answer.get("note") == WORDS if self.kind == "note" else answer.get("choice") == "yes")


@dataclass
class Day:
    """Everything that is done in a day, and what the tablet has said is kept."""

    tablet: MortalTablet
    url: str
    tapped: str
    photos: Path
    drawn: random.Random
    page: Page = field(init=False)
    kept: list[Deed] = field(default_factory=list)

    def cold_start(self) -> None:
        """Open the app from the disk alone and demand everything that was called kept."""
        self.page = self.tablet.switch_on(f"{self.url}/field/app")
        expect(self.page.get_by_role("heading", name="我的走访")).to_be_visible()
        assert self.page.evaluate(WORKER_SERVES)
        assert self.page.evaluate("navigator.onLine")
        bodies = {visit: on_device(self.page, visit) for visit in {deed.visit for deed in self.kept}}
        assert [deed for deed in self.kept if not deed.lies_in(bodies[deed.visit])] == []

    def do(self, deed: Deed) -> None:
        """Do it; the device has it when the app says so, and soon after a tap."""
        self._deed(deed)()
        if deed.kind == "submit":
            return
        if deed.kind == "note" or (deed.visit == self.tapped and deed.kind == "answer"):
            until(lambda: deed.lies_in(on_device(self.page, deed.visit)), self.page)
        assert deed.lies_in(on_device(self.page, deed.visit))
        self.kept.append(deed)

    def die_during(self, deed: Deed) -> None:
        """Let the browser be killed in the middle of it, and start cold."""
        if deed.kind == "note":
            self._die_while_typing(deed)
            return
        self.tablet.die_within(self.drawn.uniform(0.02, 0.6), self._deed(deed))
        self.tablet.switch_off()
        self.cold_start()

    def _deed(self, deed: Deed) -> Callable[[], object]:
        by_taps = deed.visit == self.tapped
        named = {
            "answer": partial(self._tap, deed) if by_taps else partial(self._core, ANSWER, deed.visit, deed.key),
            "photo": partial(self._take, deed) if by_taps else partial(self._core, PHOTO, *_words(deed)),
            "note": partial(self._write, deed),
            "submit": partial(self._hand_in, deed.visit),
        }
        return named[deed.kind]

    def _core(self, code: str, *given: str) -> None:
        core(self.page, code, list(given))

    def _tap(self, deed: Deed) -> None:
        self._open(deed)
        choose(self.page, deed.key, "yes")

    def _open(self, deed: Deed) -> None:
        part = "look" if deed.key.startswith("look") else "ask"
        if not item(self.page, deed.key).count():
            go(self.page, deed.visit, f"{part}?item={deed.key}")
            expect(item(self.page, deed.key)).to_be_visible()

    def _notes(self, deed: Deed) -> None:
        self._open(deed)
        box = item(self.page, deed.key)
        if not box.locator("textarea").count():
            box.get_by_text("备注和照片").click()

    def _take(self, deed: Deed) -> None:
        self._notes(deed)
        photo = self.photos / f"{deed.key}.jpg"
        photo.write_bytes(tiny_photo(deed.colour))
        box = item(self.page, deed.key)
        if not box.locator("figure .cap").count():
            box.locator("input[type=file]").set_input_files(photo)
        expect(box.locator("figure .cap")).to_have_text("本机已存")

    def _write(self, deed: Deed) -> None:
        self._notes(deed)
        item(self.page, deed.key).locator("textarea").fill(WORDS)

    def _die_while_typing(self, deed: Deed) -> None:
        self._notes(deed)
        item(self.page, deed.key).locator("textarea").focus()
        typed, letters = [(time.monotonic(), 0)], itertools.count(1)

        def letter() -> None:
            number = next(letters)
            self.page.keyboard.insert_text(WORDS[number - 1])
            typed.append((time.monotonic(), number))
            self.tablet.dead.wait(LETTER_SECONDS)

        self.tablet.die_within(self.drawn.uniform(1.5, 4), letter)
        self.tablet.switch_off()
        self.cold_start()
        note = on_device(self.page, deed.visit)["answers"].get(deed.key, {}).get("note", "")
        assert WORDS.startswith(note)
        owed = max(number for at, number in typed if at <= self.tablet.died_at - PROMISE_SECONDS)
        assert len(note) >= owed, f"{owed} letters were older than a second, {len(note)} are here"

    def _hand_in(self, visit: str) -> None:
        self.page.evaluate("to => { location.hash = to; }", f"#/v/{visit}/check")
        expect(self.page.locator(".parts, .receipt-sheet").first).to_be_visible()
        if not self.page.locator(".receipt-sheet").count():
            self.page.get_by_role("button", name="提交走访").click()
        expect(self.page.locator(".receipt-sheet .state-waiting")).to_contain_text("待上传")


def _words(deed: Deed) -> tuple[str, str, str]:
    return deed.visit, deed.key, deed.colour


def _deeds(visits: list[str], keys: list[str], photos: int) -> Iterator[Deed]:
    colours = (f"hsl({number * 360 // (photos * len(visits))}, 80%, 50%)" for number in itertools.count())
    for visit in visits:
        yield from (Deed(visit, "answer", key) for key in keys)
        yield from (Deed(visit, "photo", key, next(colours)) for key in keys[:photos])
        yield Deed(visit, "note", keys[photos])
        yield Deed(visit, "submit")


def _deaths(deeds: list[Deed], times: int, drawn: random.Random) -> set[int]:
    """Draw when the browser dies: half of the times while somebody types."""
    typing = [place for place, deed in enumerate(deeds) if deed.kind == "note"]
    others = [place for place, deed in enumerate(deeds) if deed.kind != "note"]
    chosen = drawn.sample(typing, min(len(typing), times // 2))
    return {*chosen, *drawn.sample(others, times - len(chosen))}


def _plan(server: LiveServer, visits: int, items: int) -> tuple[list[str], list[str]]:
    """Make an author with visits; return how they are called in addresses, and the keys of the items."""
    with server.app.app_context():
        author = factories.make_person(Role.INSPECTOR, username="captain", password_hash=hash_password(PASSWORD))
        version, window = factories.make_version(items=items), factories.make_window()
        campaign = factories.make_campaign(version=version)
        made = [factories.make_visit(author, window, campaign=campaign, version=version) for _ in range(visits)]
        keys = [one["key"] for part in version.body["parts"] for one in part["items"]]
        return [visit.public_id for visit in made], keys


def test_an_offline_day_ends_with_everything_at_the_office(
    live_settings: Settings,
    tmp_path: Path,
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    scale: Scale,
) -> None:
    visits, items, photos, deaths = scale(2, 8), scale(10, 40), scale(1, 5), scale(2, 10)
    drawn = random.Random(20261120)  # noqa: S311
    tablet = MortalTablet(playwright.chromium, tmp_path / "profile", browser_type_launch_args | browser_context_args)
    with mortal(live_settings, tmp_path) as (live, server):
        names, keys = _plan(live, visits, items)
        ready(enter(live, tablet.switch_on("about:blank")))
        tablet.switch_off()
        server.kill()
        day = Day(tablet, live.url, names[0], tmp_path, drawn)
        day.cold_start()
        deeds = list(_deeds(names, keys, photos))
        fatal = _deaths(deeds, deaths, drawn)
        for place, deed in enumerate(deeds):
            if place in fatal:
                day.die_during(deed)
            day.do(deed)
        _demand_waiting(day.page, visits)
        receipts = _evening(live, server, day.page, visits)
        tablet.switch_off()
        assert tablet.faults == []
        with live.app.app_context():
            _demand_whole(receipts, visits, items, photos)


def _demand_waiting(page: Page, visits: int) -> None:
    page.evaluate("location.hash = '#/'")
    expect(page.locator("[data-number=waiting]")).to_have_text(str(visits))
    expect(page.locator("#done .state-waiting")).to_have_count(visits)
    assert page.evaluate("navigator.onLine")
    page.evaluate("window.stands = true")


def _evening(live: LiveServer, server: MortalServer, page: Page, visits: int) -> set[str]:
    """Let the server live, die while it receives, and live again; return the receipts the page shows."""
    server.start()
    with live.app.app_context():
        until(_something_arrived, page)
    server.kill()
    server.start()
    expect(page.locator("[data-number=received]")).to_have_text(str(visits), timeout=120_000)
    expect(page.locator("#done .state-received")).to_have_count(visits)
    assert page.evaluate("window.stands")
    return set(RECEIPT.findall(page.locator("#done").inner_text()))


def _something_arrived() -> bool:
    db.session.rollback()
    return bool(db.session.scalar(select(func.count()).select_from(Submission)))


def _demand_whole(receipts: set[str], visits: int, items: int, photos: int) -> None:
    rows = db.session.execute(select(Visit.receipt, Visit.status).join(Submission)).all()
    assert {receipt for receipt, _ in rows} == receipts
    assert [status for *_, status in rows] == [VisitStatus.RECEIVED] * visits
    made = [
        db.session.scalar(select(func.count()).select_from(table)) for table in (Answer, VisitFile, StoredFile, Upload)
    ]
    assert made == [visits * items, visits * photos, visits * photos, visits * photos]
    assert db.session.scalars(select(Answer.note).where(Answer.note != "")).all() == [WORDS] * visits
    named = set(db.session.scalars(select(StoredFile.original_key)))
    assert {str(row["path"]) for batch in store().list("originals/") for row in batch} == named
    assert find_broken_link() is None
