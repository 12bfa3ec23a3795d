"""The case page (问题全程): opening it signs for it; its files are served through it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from forms.rectification import CaseForm, RemarkForm, ScanForm, VerificationForm
from inspect_app.access import Actor, Permission, may
from inspect_app.accounts.queries import find_unit
from inspect_app.database import transaction
from inspect_app.evidence.views import file_response
from inspect_app.findings.actions.returning import accept_on_opening
from inspect_app.findings.queries import case_facts, get_finding, signs_by_opening
from inspect_app.findings.rules.workflow import refusal
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing, Refused
from inspect_app.projects.queries.instructions import instructions_on
from inspect_app.rectification.queries.case import get_case_file
from inspect_app.rectification.queries.chain import same_words
from inspect_app.rectification.queries.elsewhere import Outcome, outcomes_of
from inspect_app.rectification.queries.inbox import PAGE_ROWS, Waiting, list_waiting, waiting_for
from inspect_app.rectification.queries.overview import CaseView, view_case
from inspect_app.rectification.rules.acting import PanelKind
from inspect_app.rectification.rules.elsewhere import said_elsewhere
from inspect_app.rectification.rules.ledger_address import way_back
from inspect_app.rectification.views import blueprint
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import Page, page_number
from inspect_app.web.responses import attempt, rendered

_FORMS: Mapping[PanelKind, type[CaseForm]] = {
    PanelKind.VERIFY: VerificationForm,
    PanelKind.SIGN: RemarkForm,
    PanelKind.REVIEW_PLAN: RemarkForm,
    PanelKind.CLOSE: RemarkForm,
    PanelKind.WAIT_SIGNATURE: ScanForm,
}
blueprint.add_app_template_filter(same_words)

READERS = (
    Permission.READ_ALL_FINDINGS,
    Permission.READ_UNIT_FINDINGS,
    Permission.VERIFY,
)


@blueprint.get("/case/<number>")
@requires(*READERS)
def case(number: str) -> Any:
    """Show a case; its department signs for it by opening it."""
    open_case(current_actor(), number)
    view = view_case(current_actor(), number)
    return render_case(view)


@blueprint.get("/case/<number>/files/<public_id>")
@requires(*READERS)
def case_file(number: str, public_id: str) -> Response:
    """Send a file that hangs on a case to whoever may see it there."""
    file = get_case_file(current_actor(), number, public_id)
    size = "thumb" if request.args.get("size") == "thumb" else "copy"
    response = file_response(file, size=size)
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


@blueprint.get("/waiting/<kind>")
@requires(Permission.ANSWER, Permission.REVIEW_PLAN, Permission.VERIFY, Permission.CLOSE)
def waiting(kind: str) -> Any:
    """List what one line of the work list counts."""
    chosen = Waiting.find(kind)
    if chosen is None:
        raise Missing()
    actor, number = current_actor(), page_number()
    rows, total = list_waiting(actor, chosen, (number - 1) * PAGE_ROWS)
    tabs = [(line.label, line.url, line.count, line.kind is chosen) for line in waiting_for(actor)]
    page = Page(rows, number, total)
    return render_template("rectification/waiting.html", kind=chosen, page=page, tabs=tabs)


def open_case(actor: Actor, number: str, *steps: Step) -> None:
    """Let the department sign for what it opens; nobody else's look changes anything.

    Opened for steps of which none could be done even then, it is refused and not signed for.
    """
    finding = get_finding(actor, number)
    if not signs_by_opening(actor, finding):
        return
    signed = replace(case_facts(finding, actor), status=FindingStatus.ACCEPTED)
    refusals = [refusal(step, actor, signed, clock.today()) for step in steps]
    if all(refusals) and refusals and refusals[0] is not None:
        raise refusals[0]
    with transaction():
        accept_on_opening(actor, finding)


def decide_on_case(number: str, form: CaseForm, deed: Callable[[], object], told: str) -> Any:
    """Do what the form of a case's own page asks and say so; otherwise show the case with the refused form."""
    actor = current_actor()
    if attempt(form, deed):
        flash(told)
        return redirect(case_url(actor, number), 303)
    return render_case(view_case(actor, number), form)


def render_case(view: CaseView, refused: Any = None) -> Any:
    """Render a case with the one form this person may fill in now, or the refused one."""
    expected = _FORMS.get(view.panel.kind)
    if refused is not None and (expected is None or not isinstance(refused, expected)):
        raise Refused("这一步现在不能办，可能已经有人办过，请刷新后再看。")
    fresh = expected(formdata=None, version=view.finding.version) if expected else None
    said, outcomes = _elsewhere(view)
    return rendered(
        "rectification/case.html",
        form=refused if refused is not None else fresh,
        view=view,
        finding=view.finding,
        proposed=_proposed_unit(view),
        back=_way_back(view),
        said_elsewhere=said,
        outcomes=outcomes,
        instructions=instructions_on(current_actor(), view.finding.id),
        may_instruct=may(current_actor(), Permission.INSTRUCT),
    )


def _elsewhere(view: CaseView) -> tuple[str, list[Outcome]]:
    """Return what the department said of other windows, and what was planned there; to who plans visits alone."""
    actor, records = current_actor(), view.records
    if not may(actor, Permission.PLAN_VISITS):
        return "", []
    answers = [*(plan.same_elsewhere for plan in records.plans), *(one.same_elsewhere for one in records.handed_in)]
    return said_elsewhere(answers), outcomes_of(actor, view.finding)


def _way_back(view: CaseView) -> tuple[str, str]:
    """Return the list this page belongs to, at the place one came from."""
    label, address = view.crumb
    place = request.args.get("back", "")
    return (label, way_back(place)) if place and address == "/ledger" else (label, address)


def case_url(actor: Actor, number: str) -> str:
    """Return the way back to a case, or to the first page for whom it is no longer there."""
    try:
        get_finding(actor, number)
    except Missing:
        return "/"
    return url_for("rectification.case", number=number)


def _proposed_unit(view: CaseView) -> str:
    """Return the unit a prepared return names."""
    payload = view.waiting.payload if view.waiting else {}
    unit = find_unit(int(payload["proposed_unit_id"])) if "proposed_unit_id" in payload else None
    return unit.short_name if unit else ""
