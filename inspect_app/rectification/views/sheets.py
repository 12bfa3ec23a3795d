"""Sheets on A4: 《问题交办单》 and 《整改反馈表》, to be signed on paper where that is wanted."""

from typing import Any

from flask import render_template

from inspect_app.rectification.queries.sheets import dispatch_sheet, feedback_sheet
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.case import READERS, open_case
from inspect_app.web.guards import current_actor, requires


@blueprint.get("/case/<number>/sheets/dispatch")
@requires(*READERS)
def dispatch_paper(number: str) -> Any:
    """Show 《问题交办单》 as it prints."""
    open_case(current_actor(), number)
    sheet = dispatch_sheet(current_actor(), number)
    return render_template("rectification/sheet_dispatch.html", sheet=sheet)


@blueprint.get("/case/<number>/sheets/feedback")
@requires(*READERS)
def feedback_paper(number: str) -> Any:
    """Show 《整改反馈表》 as it prints: filled in when there is a feedback, else to be written on."""
    open_case(current_actor(), number)
    sheet = feedback_sheet(current_actor(), number)
    return render_template("rectification/sheet_feedback.html", sheet=sheet)
