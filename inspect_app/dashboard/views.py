"""The first page of each role, and what stands around every page."""

from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request
from flask_login import current_user

from inspect_app.accounts.queries import get_unit
from inspect_app.config import Mode, current_settings
from inspect_app.dashboard.queries.menu import menu_for, only_captures, top_line
from inspect_app.dashboard.queries.today import links_for, todays_notice
from inspect_app.dashboard.queries.waiting import total_of, waiting_rows
from inspect_app.web.guards import current_actor, signed_in

blueprint = Blueprint("dashboard", __name__)


@blueprint.get("/")
@signed_in
def home() -> Any:
    """Show what waits for me; whoever only captures begins with their visits."""
    actor = current_actor()
    if only_captures(actor):
        return redirect("/field")
    rows = waiting_rows(actor)
    return render_template(
        "dashboard/home.html",
        waiting=rows,
        waiting_words=f"{total_of(rows)} 件" if rows else "",
        empty_words="有新的事会出现在这里。",
        today=todays_notice(actor),
        links=links_for(actor),
    )


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
