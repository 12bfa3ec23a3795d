"""Ruling on one return."""

from typing import Any

from flask import flash, redirect, url_for

from forms.findings import ReassignForm, RefuseReturnForm
from inspect_app.access import Permission
from inspect_app.accounts.queries import unit_choices
from inspect_app.findings.actions.returning import reassign, refuse_return
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.queries import case_facts, get_return, proposed_unit_of
from inspect_app.findings.rules.workflow import allowed_steps
from inspect_app.findings.views import blueprint
from inspect_app.foundation import clock
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/findings/returns/<number>")
@requires(Permission.TRIAGE)
def rule(number: str) -> Any:
    """Show why a department gives a finding back, and the two ways to rule."""
    finding, event = get_return(current_actor(), number)
    return _page(finding, event, _reassign_form(event), RefuseReturnForm(formdata=None))


@blueprint.post("/findings/returns/<number>/reassign")
@requires(Permission.TRIAGE)
def grant_return(number: str) -> Any:
    """Hand the finding to another department."""
    actor = current_actor()
    finding, event = get_return(actor, number)
    form = _reassign_form(event)

    def deed() -> None:
        words = form.remark.data or ""
        reassign(actor, finding.id, lead_unit_id=form.lead_unit.data, remark=words, due=form.fixed())

    if attempt(form, deed):
        flash(f"{number} 已改派，新单位的时限从今天重新算。")
        return redirect(url_for("findings.returns"))
    return _page(finding, event, form, RefuseReturnForm(formdata=None))


@blueprint.post("/findings/returns/<number>/refuse")
@requires(Permission.RULE)
def refuse(number: str) -> Any:
    """Rule that the department keeps the finding."""
    actor = current_actor()
    finding, event = get_return(actor, number)
    form = RefuseReturnForm()
    if attempt(form, lambda: refuse_return(actor, finding.id, ruling=form.ruling.data or "")):
        flash(f"{number} 退单已驳回，由原单位承办。")
        return redirect(url_for("findings.returns"))
    return _page(finding, event, _reassign_form(event, typed=False), form)


def _reassign_form(event: FindingEvent, *, typed: bool = True) -> ReassignForm:
    proposed = proposed_unit_of(event)
    options: dict[str, Any] = {} if typed else {"formdata": None}
    form = ReassignForm(data={"lead_unit": proposed.id if proposed else None}, **options)
    form.offer(unit_choices())
    return form


def _page(finding: Finding, event: FindingEvent, change: ReassignForm, refusal: RefuseReturnForm) -> Any:
    actor = current_actor()
    return rendered(
        "findings/return_ruling.html",
        form=refusal if refusal.errors else change,
        change=change,
        refusal=refusal,
        finding=finding,
        event=event,
        proposed=proposed_unit_of(event),
        steps=allowed_steps(actor, case_facts(finding, actor), clock.today()),
    )
