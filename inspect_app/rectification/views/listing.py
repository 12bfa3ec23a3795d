"""What the ledger and its calendar share: tabs, filters, lamp totals, all of one filter in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from inspect_app.access import Actor, Permission
from inspect_app.config import current_settings
from inspect_app.findings.vocabulary import Lamp
from inspect_app.rectification.models.saved_views import SavedView
from inspect_app.rectification.queries.ledger_choices import LedgerChoices, choices_for
from inspect_app.rectification.queries.ledger_counts import LedgerTotals, ledger_totals
from inspect_app.rectification.queries.saved_views import get_view, list_views
from inspect_app.rectification.rules.ledger_address import filter_of, opened, query_of, view_of
from inspect_app.rectification.rules.saved_views import ALL, BUILT_IN, CLOSED, MINE, NEAR, OPEN, OVER
from inspect_app.rectification.vocabulary import LedgerFilter
from inspect_app.web.guards import current_actor

READERS = (Permission.READ_ALL_FINDINGS, Permission.READ_UNIT_FINDINGS, Permission.VERIFY)
_SHOWN_LAMPS = (Lamp.OVER, Lamp.NEAR, Lamp.OK, Lamp.DONE)

Tab = tuple[str, str, int | None, bool]


@dataclass(frozen=True, slots=True)
class Listing:
    """The frame of a list: `kept` are the values of the address that a small form carries on."""

    asked: LedgerFilter
    total: int
    choices: LedgerChoices
    tabs: list[Tab]
    lamps: list[tuple[Lamp, int, str, bool]]
    kept: list[tuple[str, str]]
    ways: list[tuple[str, str, bool]]
    near: int
    view: SavedView | None
    clear: str
    here: dict[str, str]

    @property
    def here_but_view(self) -> dict[str, str]:
        """Return the filter and order of the address alone."""
        return {name: value for name, value in self.here.items() if name != "view"}

    def kept_but(self, name: str) -> list[tuple[str, str]]:
        """Return what a form carries on that sets one value itself."""
        return [(key, value) for key, value in self.kept if key != name]


def present_view() -> SavedView | None:
    """Return the view of one's own that the address names; another person's is not there."""
    view_id = view_of(request.args)
    return None if view_id is None else get_view(current_actor(), view_id)


def listing(actor: Actor, asked: LedgerFilter, totals: LedgerTotals, view: SavedView | None, endpoint: str) -> Listing:
    """Return the frame of the list that an address asks for; `endpoint` is the page that shows it."""
    carried = {"view": str(view.id)} if view is not None else {}
    month = {"month": request.args["month"]} if "month" in request.args and endpoint != ".ledger" else {}
    here = carried | query_of(asked)
    return Listing(
        asked=asked,
        total=totals.total,
        choices=choices_for(actor),
        tabs=_tabs(actor, asked, totals, view, endpoint),
        lamps=_lamps(totals, here, endpoint),
        kept=list((here | month).items()),
        ways=[
            ("台账", address_to(".ledger", here), endpoint == ".ledger"),
            ("日历", address_to(".due_calendar", here | month), endpoint != ".ledger"),
        ],
        near=current_settings().clocks.near,
        view=view,
        clear=address_to(endpoint, month),
        here=here,
    )


def _tabs(
    actor: Actor, asked: LedgerFilter, totals: LedgerTotals, view: SavedView | None, endpoint: str
) -> list[Tab]:
    """Return the views everybody has with their counts, then one's own; one is chosen when nothing else narrows."""
    everything = ledger_totals(actor, LedgerFilter()) if asked.active() else totals
    mine = ledger_totals(actor, LedgerFilter(mine=True))
    counts = {
        ALL: sum(everything.lamps.values()),
        MINE: mine.total,
        OPEN: everything.open,
        NEAR: everything.lamps.get(Lamp.NEAR, 0),
        OVER: everything.lamps.get(Lamp.OVER, 0),
        CLOSED: everything.in_status("closed"),
    }
    now = _narrowing(asked)
    tabs: list[Tab] = [
        (
            each.label,
            address_to(endpoint, query_of(each.asked)),
            counts[each],
            view is None and _narrowing(each.asked) == now,
        )
        for each in BUILT_IN
    ]
    own = [(each, filter_of(each.asked)) for each in list_views(actor)]
    return tabs + [
        (each.name, address_to(endpoint, opened(each.id, kept)), None, view is not None and each.id == view.id)
        for each, kept in own
    ]


def _narrowing(asked: LedgerFilter) -> dict[str, str]:
    return {name: value for name, value in query_of(asked).items() if name not in ("sort", "dir")}


def _lamps(totals: LedgerTotals, here: dict[str, str], endpoint: str) -> list[tuple[Lamp, int, str, bool]]:
    """Return the lamp totals; each filters by its lamp, and the chosen one lets go of it."""
    other = {name: value for name, value in here.items() if name != "lamp"}
    rows = []
    for lamp in _SHOWN_LAMPS:
        chosen = here.get("lamp") == lamp.value
        href = address_to(endpoint, other if chosen else {**other, "lamp": lamp.value})
        rows.append((lamp, totals.lamps.get(lamp, 0), href, chosen))
    return rows


def address_to(endpoint: str, query: Mapping[str, str]) -> str:
    """Return the address of a page of this room with values of the ledger's address."""
    values: dict[str, Any] = dict(query)
    return url_for(endpoint, **values)
