"""The first page of each role, and what stands around every page."""

import hmac
from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, Response, redirect, render_template, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from inspect_app.access import Permission
from inspect_app.accounts.queries import get_unit
from inspect_app.campaigns.queries import campaign_choices
from inspect_app.config import Mode, current_settings
from inspect_app.dashboard.queries import monitor
from inspect_app.dashboard.queries.health import health, late_kinds
from inspect_app.dashboard.queries.listed import listed
from inspect_app.dashboard.queries.menu import MINE, menu_for, only_captures, top_line
from inspect_app.dashboard.queries.picture import overview
from inspect_app.dashboard.queries.scope import Scope, viewer_of
from inspect_app.dashboard.queries.today import links_for, todays_notice
from inspect_app.dashboard.queries.waiting import total_of, waiting_rows
from inspect_app.dashboard.vocabulary import OF_A_PERIOD, What
from inspect_app.findings.vocabulary import Category
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.foundation.prometheus import MEDIA_TYPE, as_text
from inspect_app.metrics.rules.periods import campaign_of, period_of
from inspect_app.web.guards import current_actor, open_to_all, requires, signed_in
from inspect_app.web.paging import Page, page_number

blueprint = Blueprint("dashboard", __name__)
_READERS = (Permission.READ_ALL_FINDINGS, Permission.READ_UNIT_FINDINGS, Permission.CAPTURE)
_KEPT = ("campaign", "from", "to", "unit", "category")
_LOOK_BACK = timedelta(days=83)  # twelve weeks with today
_LONGEST_ID = 10


@blueprint.get("/")
@signed_in
def home() -> Any:
    """Show what waits for me; whoever only captures begins with their visits."""
    actor = current_actor()
    if only_captures(actor):
        return redirect(MINE)
    rows = waiting_rows(actor)
    return render_template(
        "dashboard/home.html",
        waiting=rows,
        waiting_words=f"{total_of(rows)} 件" if rows else "",
        empty_words="有新的事会出现在这里。",
        today=todays_notice(actor),
        links=links_for(actor),
    )


@blueprint.get("/overview")
@requires(*_READERS)
def show_overview() -> Any:
    """Show the picture of everything, of one's own units, or of one's own visits."""
    scope, known = _scope(), campaign_choices()
    kept = {name: value for name, value in request.args.items() if name in _KEPT and value}
    return render_template(
        "dashboard/overview.html",
        seen=overview(scope),
        period=scope.period,
        campaigns=[(str(key), name) for key, name in known],
        campaign=str(scope.campaign_id or ""),
        here=kept,
        near=current_settings().clocks.near,
    )


@blueprint.get("/overview/<what>")
@requires(*_READERS)
def list_of(what: str) -> Any:
    """Show the list behind a number of the picture."""
    kind = What.find(what)
    if kind is None:
        raise Missing()
    number, scope = page_number(), _scope()
    shown = listed(kind, scope, number)
    return render_template(
        "dashboard/list.html",
        what=kind,
        shown=shown,
        page=Page(shown.rows, number, shown.total),
        period=scope.period if kind in OF_A_PERIOD else None,
        here={name: value for name, value in request.args.items() if name in _KEPT and value},
    )


def _scope() -> Scope:
    actor, today = current_actor(), clock.today()
    known = dict(campaign_choices())
    unit = request.args.get("unit", "")
    return Scope(
        actor=actor,
        viewer=viewer_of(actor),
        period=period_of(request.args, today, today - _LOOK_BACK),
        campaign_id=campaign_of(request.args, known),
        unit_id=int(unit) if unit.isascii() and unit.isdecimal() and len(unit) < _LONGEST_ID else None,
        category=Category.find(request.args.get("category")),
    )


@blueprint.get("/admin/health")
@requires(Permission.MANAGE_ACCOUNTS)
def state() -> Any:
    """Show whether background work runs: late jobs, what was given up, what could not be sent."""
    return render_template("dashboard/health.html", health=health())


@blueprint.get("/healthz")
@open_to_all
def healthz() -> Any:
    """Tell a monitor in one word: 200 when all is well, 503 when a daily job is late or the database is away."""
    try:
        late = late_kinds()
    except SQLAlchemyError:
        return {"status": "down", "late": []}, 503
    return {"status": "late" if late else "ok", "late": late}, 503 if late else 200


@blueprint.get("/metrics")
@open_to_all
def metrics() -> Response:
    """Give a Prometheus its numbers, for the token of the settings; without one the page is not there.

    An address would prove nothing: behind a proxy everybody comes from this machine.
    """
    token = current_settings().metrics_token
    if not token:
        raise Missing()
    given = request.headers.get("Authorization", "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, f"Bearer {token}".encode()):
        raise Missing()
    return Response(as_text(monitor.metrics()), content_type=MEDIA_TYPE)


def register_shell(app: Flask) -> None:
    """Hand menu, top line and the demo mark to every template."""

    @app.context_processor
    def _shell() -> dict[str, Any]:
        demo = current_settings().mode is Mode.DEMO
        if not current_user.is_authenticated:
            return {"demo_mode": demo}
        actor = current_actor()
        unit = get_unit(actor.unit_id).short_name if actor.unit_id else ""
        return {
            "demo_mode": demo,
            "nav": menu_for(actor, request.path),
            "top": top_line(actor, unit, request.args.get("q", "")),
        }
