"""The calendar of due dates (到期日历): the ledger's list, a month at a time."""

from datetime import date, timedelta
from typing import Any

from flask import request, url_for

from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.rectification.queries.due_calendar import DueMonth, due_month
from inspect_app.rectification.queries.ledger_counts import ledger_totals
from inspect_app.rectification.rules.ledger_address import filter_of, month_of
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.listing import READERS, Listing, listing, present_view
from inspect_app.rectification.vocabulary import LedgerFilter, StatusGroup
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import rendered


@blueprint.get("/ledger/calendar")
@requires(*READERS)
def due_calendar() -> Any:
    """Show a month of due dates; what isn't due in it is counted beside it."""
    actor, asked, view = current_actor(), filter_of(request.args), present_view()
    shown = due_month(actor, asked, month_of(request.args.get("month"), clock.today()))
    listed = listing(actor, asked, ledger_totals(actor, asked), view, ".due_calendar")
    return rendered(
        "rectification/due_calendar.html",
        listing=listed,
        month=shown,
        to_day={day.day: _list(listed, due_from=day.day, due_to=day.day) for day in shown.days if day.count},
        beside=_beside(listed, shown),
        earlier=f"{shown.first - timedelta(days=1):%Y-%m}",
        later=f"{shown.last + timedelta(days=1):%Y-%m}",
    )


def _beside(listed: Listing, month: DueMonth) -> list[tuple[str, int, str]]:
    """Return what isn't due in this month, in words, with its count and its list."""
    parts = (
        ("更早到期", month.before, _list(listed, due_to=_sooner(listed, month.first - timedelta(days=1)))),
        ("以后到期", month.after, _list(listed, due_from=_later(listed, month.last + timedelta(days=1)))),
        ("停表", month.held, _list(listed, **_held(listed.asked))),
        ("无时限", month.without, _list(listed, lamp="none")),
        ("已办结", month.ended, _list(listed, lamp="done")),
    )
    return [part for part in parts if part[1]]


def _held(asked: LedgerFilter) -> dict[str, str]:
    """Return what narrows to the clocks that stand; a single status that is asked for says it already."""
    return {} if isinstance(asked.status, FindingStatus) else {"status": StatusGroup.HELD.value}


def _sooner(listed: Listing, day: date) -> date:
    return min(day, listed.asked.due_to or day)


def _later(listed: Listing, day: date) -> date:
    return max(day, listed.asked.due_from or day)


def _list(listed: Listing, **narrower: Any) -> str:
    """Return the ledger's address with the filter of this page, narrowed further."""
    values: dict[str, Any] = {**listed.here, **narrower}
    return url_for(".ledger", **values)
