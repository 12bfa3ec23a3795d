"""承诺兑现: the league of matters, and the same as Excel."""

from datetime import timedelta
from typing import Any

from flask import render_template, request

from exports.promise_workbook import promise_xlsx
from inspect_app.access import Permission
from inspect_app.campaigns.queries import campaign_choices
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.models import ServiceItem
from inspect_app.catalogue.queries import batch_choices, site_choices, unit_choices_of_items
from inspect_app.config import current_settings
from inspect_app.foundation import clock
from inspect_app.metrics.queries.promise import PromiseScope, league, matter_rows, rates_of, reader_of, standings
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.rules.periods import campaign_of, number_of, period_of
from inspect_app.metrics.rules.promise import HEADLINE
from inspect_app.metrics.views import blueprint
from inspect_app.metrics.vocabulary import LEAGUE_HEADS, PromiseLine, Reader
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import download

READERS = (Permission.READ_ALL_FINDINGS, Permission.READ_UNIT_FINDINGS)
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A_YEAR = timedelta(days=364)
_KEPT = ("campaign", "unit", "site", "batch", "method", "from", "to")


@blueprint.get("/promises")
@requires(*READERS)
def promises() -> Any:
    """Show the league of matters, narrowed by the address."""
    scope, number = promise_scope(), page_number()
    order, start = standings(scope), (number - 1) * PAGE_SIZE
    figures = {rate.name: rate for rate in rates_of(scope, HEADLINE)}
    return render_template(
        "metrics/promises.html",
        page=Page(matter_rows(scope, order[start : start + PAGE_SIZE]), number, len(order)),
        heads=LEAGUE_HEADS,
        lines=list(PromiseLine),
        figures=[(key, figures[named(key)]) for key in HEADLINE],
        office=scope.reader is Reader.OFFICE,
        own=scope.reader is Reader.UNIT,
        **asked(scope),
    )


@blueprint.get("/promises/export")
@requires(*READERS)
def export_promises() -> Any:
    """Send the same league as Excel."""
    scope = promise_scope()
    body = promise_xlsx(
        league(scope), rates_of(scope), office=current_settings().office_name, made_at=clock.now()
    )
    first, last = scope.period.first, scope.period.last
    return download(body, f"承诺兑现_{first:%Y%m%d}-{last:%Y%m%d}.xlsx", _EXCEL)


def promise_scope() -> PromiseScope:
    """Return what the address asks for: a year back unless it says otherwise."""
    today, actor = clock.today(), current_actor()
    return PromiseScope(
        actor=actor,
        reader=reader_of(actor),
        period=period_of(request.args, today, today - _A_YEAR),
        campaign_id=campaign_of(request.args, dict(campaign_choices())),
        unit_id=number_of(request.args.get("unit", "")),
        site_id=number_of(request.args.get("site", "")),
        batch=dict(batch_choices(ServiceItem.batch)).get(request.args.get("batch", ""), ""),
        method=VisitMethod.find(request.args.get("method")),
    )


def asked(scope: PromiseScope) -> dict[str, Any]:
    """Return what the filters offer and what of the address is kept."""
    here = {name: value for name, value in request.args.items() if name in _KEPT and value}
    return {
        "period": scope.period,
        "here": here,
        "kept_dates": [(name, value) for name, value in here.items() if name not in {"from", "to"}],
        "campaigns": [(str(key), name) for key, name in campaign_choices()],
        "units": [(str(key), name) for key, name in unit_choices_of_items()],
        "sites": [(str(key), name) for key, name in site_choices()],
        "batches": batch_choices(ServiceItem.batch),
        "methods": VisitMethod.choices(),
    }
