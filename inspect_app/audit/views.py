"""Routes of audit."""

from datetime import date
from typing import Any

from flask import Blueprint, request

from inspect_app.access import Permission
from inspect_app.audit import queries
from inspect_app.audit.vocabulary import KINDS
from inspect_app.foundation.text import clean
from inspect_app.web.guards import requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import rendered

blueprint = Blueprint("audit", __name__)

_FIRST, _LAST = date(2000, 1, 1), date(2200, 1, 1)


@blueprint.get("/admin/audit")
@requires(Permission.READ_AUDIT)
def entries() -> Any:
    """List the entries, latest first."""
    number, search = page_number(), _search()
    rows, total = queries.list_entries(search, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return rendered(
        "audit/entries.html",
        page=Page(rows, number, total),
        search=search,
        kinds=list(KINDS.items()),
        entries=queries.count_entries(),
        check=queries.last_check(),
    )


@blueprint.get("/admin/audit/chain")
@requires(Permission.READ_AUDIT)
def chain() -> Any:
    """Check the whole chain link by link and say where it breaks."""
    return rendered("audit/chain.html", looked=queries.look_at_chain())


def _search() -> queries.Search:
    arguments = request.args
    return queries.Search(
        clean(arguments.get("kind")),
        clean(arguments.get("ref")),
        _day(arguments.get("from", "")),
        _day(arguments.get("to", "")),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST <= day <= _LAST else None
