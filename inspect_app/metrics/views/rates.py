"""整改指标: the rates of a period, each with what it is made of; and what each of them means (指标口径)."""

from typing import Any

from flask import render_template, request

from exports.metrics_workbook import metrics_xlsx
from inspect_app.access import Permission, may
from inspect_app.campaigns.queries import campaign_choices
from inspect_app.config import current_settings
from inspect_app.foundation import clock
from inspect_app.metrics.queries import measured
from inspect_app.metrics.rules.definitions import DEFINITIONS
from inspect_app.metrics.rules.periods import campaign_of, period_of
from inspect_app.metrics.views import blueprint
from inspect_app.metrics.vocabulary import Measured, MetricGroup, Period
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import download

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/metrics/rates")
@requires(Permission.READ_ALL_FINDINGS)
def show_rates() -> Any:
    """Show the rates of this month, or of the days and the campaign in the address."""
    known = dict(campaign_choices())
    period, campaign_id = period_of(request.args, clock.today()), campaign_of(request.args, known)
    found = measured(campaign_id, period)
    return render_template(
        "metrics/rates.html",
        groups=[(group, [one for one in found if one.definition.group is group]) for group in MetricGroup],
        period=period,
        campaigns=[(str(key), name) for key, name in known.items()],
        campaign=str(campaign_id or ""),
        here=request.args.to_dict(),
        may_see_phones=may(current_actor(), Permission.REVIEW_VISITS),
    )


@blueprint.get("/metrics/rates/export")
@requires(Permission.READ_ALL_FINDINGS)
def export_rates() -> Any:
    """Send the same rates as the screen's, with what each means, as Excel."""
    rows, period, scope = asked_rates()
    body = metrics_xlsx(rows, period, scope, office=current_settings().office_name, made_at=clock.now())
    return download(body, f"{rates_name(period)}.xlsx", _EXCEL)


@blueprint.get("/metrics/definitions")
@requires(Permission.READ_ALL_FINDINGS, Permission.READ_UNIT_FINDINGS)
def definitions() -> Any:
    """Show what every metric means: numerator, denominator and by which date it counts."""
    groups = [(group, [one for one in DEFINITIONS if one.group is group]) for group in MetricGroup]
    return render_template("metrics/definitions.html", groups=groups)


def asked_rates() -> tuple[list[Measured], Period, str]:
    """Return the rates of the days and the campaign in the address, and the campaign's name."""
    known = dict(campaign_choices())
    period, campaign_id = period_of(request.args, clock.today()), campaign_of(request.args, known)
    scope = known.get(campaign_id, "全部专项") if campaign_id is not None else "全部专项"
    return measured(campaign_id, period), period, scope


def rates_name(period: Period) -> str:
    """Return what a file of rates is called, without its ending."""
    return f"整改指标_{period.first:%Y%m%d}-{period.last:%Y%m%d}"
