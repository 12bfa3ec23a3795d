"""The office's side of a case: review of the plan, verification, closure."""

from typing import Any

from forms.rectification import RemarkForm, VerificationForm
from inspect_app.access import Permission
from inspect_app.rectification.actions import closing, plans, verifying
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.case import decide_on_case
from inspect_app.rectification.vocabulary import VerificationResult
from inspect_app.web.guards import current_actor, requires


@blueprint.post("/case/<number>/plan-review")
@requires(Permission.REVIEW_PLAN, Permission.APPROVE_MAJOR)
def review_plan(number: str) -> Any:
    """Approve the plan in hand or return it with a remark."""
    actor, form = current_actor(), RemarkForm()
    returns = form.verb.data == "return"

    def deed() -> None:
        if returns:
            plans.return_plan(actor, number, form.remark.data or "", form.seen)
        else:
            plans.approve_plan(actor, number, form.seen)

    told = "计划已退回，等待修改后再报。" if returns else "计划已通过，转入整改。"
    return decide_on_case(number, form, deed, told)


@blueprint.post("/case/<number>/verification")
@requires(Permission.VERIFY)
def verification(number: str) -> Any:
    """Say whether a claimed fix holds."""
    actor, form = current_actor(), VerificationForm()
    uploads = form.files.uploads()
    passed = form.result.data == VerificationResult.PASSED
    told = f"{number} 核验通过，等待销号。" if passed else f"{number} 已退回重办。"
    return decide_on_case(number, form, lambda: verifying.verify(actor, number, form.draft(), uploads, form.seen), told)


@blueprint.post("/case/<number>/closure")
@requires(Permission.CLOSE, Permission.CLOSE_ORDINARY)
def closure(number: str) -> Any:
    """Strike a verified finding off the list."""
    actor, form = current_actor(), RemarkForm()
    return decide_on_case(
        number, form, lambda: closing.close(actor, number, form.remark.data or "", form.seen), f"{number} 已销号。"
    )
