"""举一反三: sibling windows of a finding, ticked and planned for in one go."""

from typing import Any

from flask import flash, redirect, request, url_for

from forms.elsewhere import ElsewhereForm
from inspect_app.access import Permission, Role, may
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import get_finding
from inspect_app.foundation import clock
from inspect_app.rectification.actions.elsewhere import plan_elsewhere
from inspect_app.rectification.queries.elsewhere import list_siblings
from inspect_app.rectification.rules.elsewhere import brief_for
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.assigning import version_of
from inspect_app.rectification.vocabulary import SiblingWhy
from inspect_app.visits.queries import campaign_choices, list_author_choices
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import attempt, rendered


@blueprint.route("/case/<number>/siblings", methods=["GET", "POST"])
@requires(Permission.PLAN_VISITS)
def siblings(number: str) -> Any:
    """List where the same problem may be, and plan visits there."""
    actor = current_actor()
    finding = get_finding(actor, number)
    form, planned = _form(finding), 0

    def deed() -> None:
        nonlocal planned
        planned = plan_elsewhere(actor, number, form.plans(version_of(finding)))

    if attempt(form, deed):
        flash(f"已安排 {planned} 次走访，一个窗口一次，责任单位看不到。")
        return redirect(url_for("rectification.case", number=number), 303)
    return _page(finding, form)


def _form(finding: Finding) -> ElsewhereForm:
    actor = current_actor()
    campaign, brief = str(finding.campaign_id), brief_for(str(finding.number), finding.title)
    form = ElsewhereForm(data={"planned_on": clock.today(), "campaign": campaign, "brief": brief})
    authors = list_author_choices(actor, also=frozenset({Role.VERIFIER}))
    form.offer(authors, campaign_choices(), covert=may(actor, Permission.PLAN_COVERT))
    return form


def _page(finding: Finding, form: ElsewhereForm) -> Any:
    why, number = SiblingWhy.find(request.args.get("why")), page_number()
    rows, total = list_siblings(current_actor(), finding, why, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return rendered(
        "rectification/siblings.html",
        form=form,
        finding=finding,
        page=Page(rows, number, total),
        ticked=frozenset(form.windows.data or ()),
        kinds=SiblingWhy.choices(),
        why=why.value if why else "",
    )
