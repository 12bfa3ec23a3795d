"""The ledger (台账): the list of problems and its Excel copy."""

from typing import Any

from flask import redirect, request

from exports.ledger_workbook import ledger_xlsx
from inspect_app.config import current_settings
from inspect_app.foundation import clock
from inspect_app.rectification.queries.ledger import ledger_rows, stream_ledger
from inspect_app.rectification.queries.ledger_choices import LedgerChoices
from inspect_app.rectification.queries.ledger_counts import ledger_totals, totals_without
from inspect_app.rectification.queries.saved_views import look_of
from inspect_app.rectification.rules.bulk import BulkList, verbs_for
from inspect_app.rectification.rules.ledger_address import filter_of, opened, place_of, query_of
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.listing import READERS, address_to, listing, present_view
from inspect_app.rectification.vocabulary import LedgerFilter
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import download, rendered

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/ledger")
@requires(*READERS)
def ledger() -> Any:
    """Show one page of the problems this person may see."""
    actor, asked, view = current_actor(), filter_of(request.args), present_view()
    if view is not None and set(request.args) == {"view"}:
        return redirect(address_to(".ledger", opened(view.id, filter_of(view.asked))))
    totals = ledger_totals(actor, asked)
    number = min(page_number(), max(1, -(-totals.total // PAGE_SIZE)))
    rows = ledger_rows(actor, asked, (number - 1) * PAGE_SIZE, PAGE_SIZE, totals.total)
    listed, place = listing(actor, asked, totals, view, ".ledger"), place_of(request.args, number)
    return rendered(
        "rectification/ledger.html",
        page=Page(rows, number, totals.total),
        listing=listed,
        look=look_of(actor, view),
        verbs=verbs_for(actor, BulkList.LEDGER),
        dropped=_worth_dropping(asked, listed.choices) if asked.active() and not rows else [],
        place=place or None,
    )


@blueprint.get("/ledger/export")
@requires(*READERS)
def ledger_export() -> Any:
    """Send the same list as the screen's, whole and with its columns, as Excel."""
    actor, asked, now = current_actor(), filter_of(request.args), clock.now()
    columns, office = look_of(actor, present_view()).columns, current_settings().office_name
    body = ledger_xlsx(stream_ledger(actor, asked), columns, office=office, made_at=now)
    return download(body, f"问题台账_{clock.local(now):%Y%m%d}.xlsx", _EXCEL)


def _worth_dropping(asked: LedgerFilter, choices: LedgerChoices) -> list[tuple[str, str, int]]:
    """Name the filters without which there is something: words, address, how much there would be."""
    rows = []
    for name, smaller, count in totals_without(current_actor(), asked):
        if count:
            rows.append((choices.words(name, asked), address_to(".ledger", query_of(smaller)), count))
    return rows
