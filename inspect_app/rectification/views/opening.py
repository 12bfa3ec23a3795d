"""Both ends of a page of its own on a case: opened, or refused before anything is written; done, or shown again."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request

from forms.rectification import CaseForm
from inspect_app.findings.rules.workflow import refusal
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.rectification.queries.overview import CaseView, view_case
from inspect_app.rectification.views.case import case_url, open_case
from inspect_app.web.guards import current_actor
from inspect_app.web.responses import attempt, rendered


def view_for(number: str, *steps: Step) -> CaseView:
    """Return a case when one of some steps may be done now; raise why the first can't be otherwise.

    What was written on a page that is old by now goes on to its deed, which answers with both texts.
    """
    actor = current_actor()
    open_case(actor, number, *steps)
    view = view_case(actor, number)
    if request.method == "POST" and request.form.get("version", "") not in ("", str(view.finding.version)):
        return view
    refusals = [refusal(step, actor, view.facts, clock.today()) for step in steps]
    if all(refusals) and refusals[0] is not None:
        raise refusals[0]
    return view


def done_or(view: CaseView, form: CaseForm, deed: Callable[[], object], told: str, template: str, **facts: Any) -> Any:
    """Do what the form asks, say so and lead back to the case; otherwise show the page again."""
    number = str(view.finding.number)
    if attempt(form, deed):
        flash(told)
        return redirect(case_url(current_actor(), number), 303)
    return rendered(f"rectification/{template}.html", form=form, view=view, finding=view.finding, **facts)
