"""What the tablet's app says about where a visit is, read from its pages; and what the server really has."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, Request, Route, expect
from sqlalchemy import func, select

from inspect_app.database import db
from inspect_app.field.models import Draft
from tests.browsers import LiveServer
from tests.field.app_pages import go, item
from tests.field.making import tiny_photo

ZONE = ZoneInfo("Asia/Shanghai")
# How many visits the list counts as 草稿, 待上传, 已收到.
NOTHING, DRAFT, WAITING, RECEIVED = (0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)


def row_says(page: Page, word: str, strip: tuple[int, int, int]) -> str:
    """Demand the word of the only visit on the list and the three counts; return all that its row says."""
    page.evaluate("location.hash = '#/'")
    row = page.locator("#main .visit")
    expect(row.locator(".state")).to_have_text(word)
    for name, number in zip(("draft", "waiting", "received"), strip, strict=True):
        expect(page.locator(f"[data-number={name}]")).to_have_text(str(number))
    return row.inner_text()


def kept(page: Page) -> tuple[str | None, str | None]:
    """Return when the row says that the device and the server have it."""
    text = page.locator("#main .visit").inner_text()
    found = [re.search(rf"{where}已存 (\d\d:\d\d:\d\d)", text) for where in ("本机", "服务器")]
    here, there = (one.group(1) if one else None for one in found)
    return here, there


def demand_line(page: Page, visit: str, device: str, server: str) -> None:
    """Demand the line on the visit's own page."""
    go(page, visit, "look")
    expect(page.locator("[data-saved-device]")).to_have_text(device)
    expect(page.locator("[data-saved-server]")).to_have_text(server)


def clock_now() -> str:
    """Return the time as the tablet writes it."""
    return datetime.now(ZONE).strftime("%H:%M:%S")


def server_saved(live: LiveServer) -> str:
    """Return when the server wrote the draft."""
    with live.app.app_context():
        found = db.session.scalars(select(Draft)).one()
        return found.saved_at.astimezone(ZONE).strftime("%H:%M:%S")


def count(live: LiveServer, table: Any) -> int:
    """Return how many rows of a table the server has."""
    with live.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def take_photo(page: Page, key: str, folder: Path, colour: str) -> None:
    """Take a photo of an item and wait until the device has it."""
    photo = folder / f"{colour}.jpg"
    photo.write_bytes(tiny_photo(colour))
    box = item(page, key)
    if not box.locator("textarea").count():
        box.get_by_text("备注和照片").click()
    box.locator("input[type=file]").set_input_files(photo)
    expect(box.locator("figure .cap").last).to_have_text("本机已存")


def let_one_photo_through(page: Page) -> None:
    """Let the first photo reach the server, and no other."""
    first: list[str] = []

    def judge(route: Route) -> None:
        request: Request = route.request
        first.append(request.url)
        if request.url == first[0]:
            route.continue_()
        else:
            route.abort()

    page.context.route("**/api/field/files/**", judge)


def demand_refused(page: Page, visit: str, said: str) -> None:
    """Demand that every page says it was not accepted, and none that it is on its way or received."""
    page.evaluate("to => { location.hash = to; }", f"#/v/{visit}/receipt")
    expect(page.locator("#main .note-over")).to_contain_text("没有被接受")
    expect(page.locator(".receipt-sheet")).to_contain_text("还在本机，没有送到")
    expect(page.locator(".receipt-sheet")).not_to_contain_text("自动送出")
    page.evaluate("location.hash = '#/sync'")
    expect(page.locator(".sync-head")).to_contain_text("没有被接受")
    expect(page.locator(".sync-item")).to_contain_text(said)
    row_says(page, "没有被接受", NOTHING)
    expect(page.locator("#main")).not_to_contain_text("自动送出")
    expect(page.locator("#main .visit")).not_to_contain_text("已收到")
