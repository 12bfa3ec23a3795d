"""One page and one Excel sheet for every list of this room, from the same lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Response, request, url_for

from exports.flat_workbook import flat_xlsx
from inspect_app.access import Actor, Permission, may
from inspect_app.config import current_settings
from inspect_app.foundation import clock
from inspect_app.foundation.text import normalise
from inspect_app.projects.queries.instructions import reads_all
from inspect_app.projects.vocabulary.lists import ListColumn, ListLine
from inspect_app.projects.vocabulary.registers import Register
from inspect_app.web.guards import current_actor
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import download, rendered

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READERS = (Permission.TRIAGE, Permission.READ_ALL_FINDINGS)
_LONGEST_ID, _LONGEST_TEXT = 9, 80
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)

Read = Callable[[int, int | None], tuple[list[ListLine], int]]
# A filter: label, name in the address, choices, what is chosen now.
Filter = tuple[str, str, Sequence[tuple[str, str]], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """A list as its page and its sheet show it; `empty` is (what isn't here, what will come)."""

    title: str
    columns: Sequence[ListColumn]
    read: Read
    empty: tuple[str, str]
    about: str = ""
    unit: str = "件"
    tabs: Sequence[tuple[str, str, int | None, bool]] = ()
    filters: Sequence[Filter] = ()
    dates: tuple[date | None, date | None] | None = None
    search: str | None = None
    new: tuple[str, str] | None = None
    clear: str | None = None
    export: str = ""
    kept: Sequence[tuple[str, str]] = field(default=())


def show(roll: Roll) -> Any:
    """Render one page of a list."""
    number = page_number()
    lines, total = roll.read((number - 1) * PAGE_SIZE, PAGE_SIZE)
    export = url_for(roll.export, **{**(request.view_args or {}), **address_values()})
    return rendered("projects/list.html", roll=roll, page=Page(lines, number, total), export=export)


def sheet(roll: Roll) -> Response:
    """Send the whole list, narrowed as on the screen, as Excel."""
    now, (lines, _total) = clock.now(), roll.read(0, None)
    heads = [(column.label, column.width, column.is_day) for column in roll.columns]
    office = current_settings().office_name
    body = flat_xlsx(roll.title, heads, [line.cells for line in lines], office=office, made_at=now)
    return download(body, f"{roll.title}_{clock.local(now):%Y%m%d}.xlsx", EXCEL)


def address_values() -> dict[str, Any]:
    """Return what narrows the list in the address, to be carried to its sheet."""
    return {name: value for name, value in request.args.items() if name != "page" and value}


def kept_values(*but: str) -> list[tuple[str, str]]:
    """Return what a small form of the page carries on."""
    return [(name, value) for name, value in address_values().items() if name not in but]


def number_in(name: str) -> int | None:
    """Return a number of the address, or nothing when it can't be read."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID else None


def day_in(name: str) -> date | None:
    """Return a day of the address, or nothing when it can't be read."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if _FIRST_DAY <= day <= _LAST_DAY else None


def text_in(name: str) -> str:
    """Return what is searched for."""
    return normalise(request.args.get(name))[:_LONGEST_TEXT]


def work_tabs(here: str) -> list[tuple[str, str, int | None, bool]]:
    """Return the tabs of 督办事项; a unit has its own list and no tabs."""
    if not reads_all(current_actor()):
        return []
    rows = (("督办事项", ".assigned"), ("批示", ".instructions"), ("座谈", ".meetings"))
    return [(label, url_for(endpoint), None, endpoint == here) for label, endpoint in rows]


def register_tabs(here: Register) -> list[tuple[str, str, int | None, bool]]:
    """Return the tabs of the registers."""
    return [(one.label, url_for(".entries", register=one.value), None, one is here) for one in Register]


def is_office(actor: Actor) -> bool:
    """Say whether somebody writes in the registers."""
    return may(actor, Permission.TRIAGE)
