"""The ledger (台账): the list of problems and its Excel copy."""

from typing import Any

from flask import request, url_for

from exports.ledger_workbook import ledger_xlsx
from inspect_app.access import Permission
from inspect_app.config import current_settings
from inspect_app.findings.vocabulary import Lamp
from inspect_app.foundation import clock
from inspect_app.rectification.queries.ledger import ledger_rows, stream_ledger
from inspect_app.rectification.queries.ledger_choices import LedgerChoices, choices_for
from inspect_app.rectification.queries.ledger_counts import LedgerTotals, ledger_totals, totals_without
from inspect_app.rectification.rules.ledger_address import filter_of, place_of, query_of
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.vocabulary import LEDGER_COLUMNS, LedgerFilter
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import download, rendered

_READERS = (Permission.READ_ALL_FINDINGS, Permission.READ_UNIT_FINDINGS, Permission.VERIFY)
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN_LAMPS = (Lamp.OVER, Lamp.NEAR, Lamp.OK, Lamp.DONE)


@blueprint.get("/ledger")
@requires(*_READERS)
def ledger() -> Any:
    """Show one page of the problems this person may see."""
    actor, asked = current_actor(), filter_of(request.args)
    totals = ledger_totals(actor, asked)
    number = min(page_number(), max(1, -(-totals.total // PAGE_SIZE)))
    rows = ledger_rows(actor, asked, (number - 1) * PAGE_SIZE, PAGE_SIZE, totals.total)
    choices = choices_for(actor)
    return rendered(
        "rectification/ledger.html",
        page=Page(rows, number, totals.total),
        sought=asked,
        choices=choices,
        kept=list(query_of(asked).items()),
        beside_text=[(name, value) for name, value in query_of(asked).items() if name != "q"],
        tabs=_tabs(ledger_totals(actor, LedgerFilter()), asked),
        lamps=_lamps(totals, asked),
        near=current_settings().clocks.near,
        export=_address("rectification.ledger_export", query_of(asked)),
        dropped=_worth_dropping(asked, choices) if asked.active() and not rows else [],
        columns=LEDGER_COLUMNS,
        place=place_of(request.args, number) or None,
    )


@blueprint.get("/ledger/export")
@requires(*_READERS)
def ledger_export() -> Any:
    """Send the same list as the screen's, whole, as Excel."""
    actor, asked, now = current_actor(), filter_of(request.args), clock.local(clock.now())
    office = current_settings().office_name
    body = ledger_xlsx(stream_ledger(actor, asked), office=office, made_at=now.replace(tzinfo=None))
    return download(body, f"问题台账_{now:%Y%m%d}.xlsx", _EXCEL)


def _tabs(all_of_it: LedgerTotals, asked: LedgerFilter) -> list[tuple[str, str, int, bool]]:
    """Return the usual views with their counts; one is chosen when nothing else narrows the list."""
    views: tuple[tuple[str, dict[str, str], int], ...] = (
        ("全部", {}, sum(all_of_it.lamps.values())),
        ("未办结", {"status": "open"}, all_of_it.open),
        ("逾期", {"lamp": "over"}, all_of_it.lamps.get(Lamp.OVER, 0)),
        ("临期", {"lamp": "near"}, all_of_it.lamps.get(Lamp.NEAR, 0)),
        ("待核验", {"status": "pending_verification"}, all_of_it.in_status("pending_verification")),
        ("已销号", {"status": "closed"}, all_of_it.in_status("closed")),
    )
    now = {name: value for name, value in query_of(asked).items() if name not in ("sort", "dir")}
    return [(label, _address("rectification.ledger", query), count, now == query) for label, query, count in views]


def _lamps(totals: LedgerTotals, asked: LedgerFilter) -> list[tuple[Lamp, int, str, bool]]:
    """Return the lamp totals; each filters by its lamp, and the chosen one lets go of it."""
    query = query_of(asked)
    rows = []
    for lamp in _SHOWN_LAMPS:
        chosen = asked.lamp is lamp
        other = {name: value for name, value in query.items() if name != "lamp"}
        href = _address("rectification.ledger", other if chosen else {**other, "lamp": lamp.value})
        rows.append((lamp, totals.lamps.get(lamp, 0), href, chosen))
    return rows


def _worth_dropping(asked: LedgerFilter, choices: LedgerChoices) -> list[tuple[str, str, int]]:
    """Name the filters without which there is something: words, address, how much there would be."""
    rows = []
    for name, smaller, count in totals_without(current_actor(), asked):
        if count:
            rows.append((choices.words(name, asked), _address("rectification.ledger", query_of(smaller)), count))
    return rows


def _address(endpoint: str, query: dict[str, str]) -> str:
    values: dict[str, Any] = dict(query)
    return url_for(endpoint, **values)
