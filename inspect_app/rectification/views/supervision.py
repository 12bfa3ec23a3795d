"""The director's own decisions on a case (挂牌督办, 摘牌, 约谈), and the page of what is listed openly."""

from collections.abc import Callable
from typing import Any

from flask import render_template

from forms.supervision import ReasonForm
from inspect_app.access import Permission
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.rectification.actions import supervising
from inspect_app.rectification.queries.supervising import list_listed
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.opening import done_or, view_for
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number


@blueprint.route("/case/<number>/listing", methods=["GET", "POST"])
@requires(Permission.RULE)
def list_openly(number: str) -> Any:
    """List a problem openly."""
    return _decide(number, Step.LIST_OPENLY, supervising.list_openly, "已挂牌督办，责任单位会收到消息。")


@blueprint.route("/case/<number>/unlisting", methods=["GET", "POST"])
@requires(Permission.RULE)
def unlist(number: str) -> Any:
    """Take a problem off the open list."""
    return _decide(number, Step.UNLIST, supervising.unlist, "已摘牌。")


@blueprint.route("/case/<number>/summons", methods=["GET", "POST"])
@requires(Permission.RULE)
def summon(number: str) -> Any:
    """Summon the head of the department."""
    return _decide(number, Step.SUMMON, supervising.summon, "约谈已记下，单位负责人会收到消息。")


@blueprint.get("/listed")
@requires(Permission.READ_ALL_FINDINGS)
def listed() -> Any:
    """List what is supervised openly, for the office and the leaders."""
    number = page_number()
    rows, total = list_listed(current_actor(), (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return render_template("rectification/supervised.html", page=Page(rows, number, total), today=clock.today())


def _decide(number: str, step: Step, deed: Callable[..., None], told: str) -> Any:
    actor, view = current_actor(), view_for(number, step)
    form = ReasonForm(version=view.finding.version)
    reason = form.reason.data or ""
    return done_or(view, form, lambda: deed(actor, number, reason, form.seen), told, "supervise", step=step)
