"""A checklist of 300 items on a slow tablet: how soon it stands, and how soon a tap is seen, at 4 × throttling."""

import os
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from inspect_app.access import Role
from inspect_app.accounts.actions import open_tablet
from inspect_app.accounts.models import Person
from inspect_app.config import Settings
from inspect_app.database import db, transaction
from tests import factories
from tests.bench.report import Line, Report
from tests.bench.rows import body, yes
from tests.bench.servers import serving
from tests.databases import migrate, open_app
from tests.field.tablet_pages import core

_SLOWER, _ITEMS, _TAPS, _OPENINGS = 4, 300, 30, 5
_STANDS_MS, _TAP_MS, _HIDDEN_MS, _SAVED_MS, _READY_MS = 1500, 100, 200, 1000, 5000
_DEVICE = "bench-tablet-of-300"
# From the tap to the frame in which the answer is marked.
_TAP = """
label => new Promise(resolve => {
  const input = label.control || label.querySelector('input');
  const begun = performance.now();
  label.click();
  const look = () => (input.checked ? requestAnimationFrame(() => resolve(performance.now() - begun)) : requestAnimationFrame(look));
  look();
})
"""  # noqa: E501 - one statement of another language
# From the third Shift to the frame that shows none of it.
_HIDE = """
() => new Promise(resolve => {
  const begun = performance.now();
  for (let i = 0; i < 3; i += 1) document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Shift", bubbles: true }));
  const look = () => requestAnimationFrame(() => (document.querySelector("[data-item]") ? look() : resolve(performance.now() - begun)));
  look();
})
"""  # noqa: E501 - one statement of another language
_SAVE = """
  const times = [];
  for (let i = 0; i < 30; i += 1) {
    const begun = performance.now();
    await core.save(core.visits()[0].id, (body) => { body.answers[`a${i + 1}`] = { choice: 'no', note: `第${i}次` }; });
    times.push(performance.now() - begun);
  }
  return times;"""
_STANDS = "() => document.querySelectorAll('[data-item]').length > 50 && performance.now()"


def measure_tapping(report: Report, folder: Path) -> None:
    """Measure in a real browser, with the app from the service worker's cache as on any day but the first."""
    settings = Settings(data_dir=folder / "tapping")
    migrate(settings)
    token, visit = _prepare(settings)
    with serving("wsgi:app", settings) as server, sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        with tempfile.TemporaryDirectory() as profile:
            browser = playwright.chromium.launch_persistent_context(
                profile, executable_path=program, args=["--no-sandbox"], viewport={"width": 768, "height": 1024}
            )
            url = f"http://127.0.0.1:{server.port}"
            browser.add_cookies([{"name": "inspect-field", "value": token, "url": url}])
            page = browser.pages[0]
            begun = time.perf_counter()
            page.goto(f"{url}/field/app")
            page.get_by_text("可离线使用").wait_for(timeout=60_000)
            _add(report, "可离线使用", [(time.perf_counter() - begun) * 1000], _READY_MS)
            browser.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
            _lines(report, page, f"{url}/field/app", visit)
            browser.close()


def _lines(report: Report, page: Page, url: str, visit: str) -> None:
    stands = []
    for _ in range(_OPENINGS):
        page.goto("about:blank")
        page.goto(f"{url}#/v/{visit}/look")
        stands.append(float(page.wait_for_function(_STANDS, timeout=60_000).json_value()))
    taps = []
    for number in range(_TAPS):
        label = page.locator("[data-item] label", has=page.locator("input[value='yes']")).nth(number)
        handle = label if label.count() else page.locator("[data-item] label").nth(number * 3)
        taps.append(float(handle.evaluate(_TAP)))
    _add(report, f"300 项打开（{_SLOWER} 倍慢）", stands, _STANDS_MS)
    _add(report, f"300 项点一下（{_SLOWER} 倍慢）", taps, _TAP_MS)
    _add(report, f"300 项存一个答案到本机（{_SLOWER} 倍慢）", core(page, _SAVE), _SAVED_MS)
    _add(report, f"300 项快速隐藏（{_SLOWER} 倍慢）", [float(page.evaluate(_HIDE))], _HIDDEN_MS)


def _add(report: Report, name: str, times: list[float], limit: int) -> None:
    line = Line("", _ITEMS, name, times, goal=f"p95 ≤ {limit} ms")
    worst = line.at(0.95)
    line.met = worst is not None and worst <= limit
    report.add(line)


def _prepare(settings: Settings) -> tuple[str, str]:
    """Make an author with one visit of 300 items in one part; return the tablet's token and the visit."""
    items = tuple(yes(f"a{number}", f"现场看第 {number} 项做到了。") for number in range(1, _ITEMS + 1))
    sheet = body(look=items, do=(), ask=())
    with open_app(settings) as app, app.app_context():
        author = factories.make_person(Role.INSPECTOR)
        visit = factories.make_visit(author, version=factories.make_version(sheet.to_json())).public_id
        with transaction():
            return open_tablet(db.session.get_one(Person, author.id), _DEVICE), visit
