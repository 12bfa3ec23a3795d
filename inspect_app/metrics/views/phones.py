"""各单位电话接通率: unit by unit, the tests behind each number, and the same as Excel."""

from typing import Any

from flask import request

from exports.promise_workbook import phones_xlsx
from inspect_app.access import Permission
from inspect_app.campaigns.queries import campaign_choices
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.config import current_settings
from inspect_app.foundation import clock
from inspect_app.metrics.queries.phones import PhonePart, phone_rows, phone_tests
from inspect_app.metrics.rules.periods import campaign_of, number_of, period_of
from inspect_app.metrics.views import blueprint
from inspect_app.metrics.vocabulary import PHONE_HEADS
from inspect_app.web.guards import requires
from inspect_app.web.paging import Page, page_number
from inspect_app.web.responses import download, rendered

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KEPT = ("campaign", "from", "to")
_PARTS = {"kept": True, "broken": False}


@blueprint.get("/metrics/phones")
@requires(Permission.REVIEW_VISITS)
def phones() -> Any:
    """Show how the telephones of each unit did."""
    part, campaigns = _asked()
    return rendered(
        "metrics/phones.html",
        rows=phone_rows(part.campaign_id, part.period),
        heads=PHONE_HEADS,
        hours=HoursKind,
        part=part,
        campaigns=campaigns,
        here=_here(),
    )


@blueprint.get("/metrics/phones/tests")
@requires(Permission.REVIEW_VISITS)
def phones_behind() -> Any:
    """Show the tests behind a number."""
    part, number = _asked()[0], page_number()
    lines, total, _ = phone_tests(part, number)
    names = {row.unit_id: row.unit for row in phone_rows(part.campaign_id, part.period)}
    return rendered(
        "metrics/phone_tests.html",
        page=Page(lines, number, total),
        title=names.get(part.unit_id, "全部单位") if part.unit_id else "全部单位",
        part=part,
        here=_here(),
    )


@blueprint.get("/metrics/phones/export")
@requires(Permission.REVIEW_VISITS)
def export_phones() -> Any:
    """Send the same units as Excel."""
    part = _asked()[0]
    rows, office = phone_rows(part.campaign_id, part.period), current_settings().office_name
    body = phones_xlsx(rows, office=office, made_at=clock.now())
    first, last = part.period.first, part.period.last
    return download(body, f"电话接通率_{first:%Y%m%d}-{last:%Y%m%d}.xlsx", _EXCEL)


def _asked() -> tuple[PhonePart, list[tuple[str, str]]]:
    known, args = dict(campaign_choices()), request.args
    part = PhonePart(
        campaign_of(args, known),
        period_of(args, clock.today()),
        number_of(args.get("unit", "")),
        HoursKind.find(args.get("hours")),
        _PARTS.get(args.get("part", "")),
    )
    return part, [(str(key), name) for key, name in known.items()]


def _here() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if name in _KEPT and value}
