"""A problem before it is handed in: mend its words, take it back."""

from typing import Any

from flask import flash, redirect, url_for

from forms.field import FindingForm
from inspect_app.database import transaction
from inspect_app.field import queries
from inspect_app.field.views import AUTHORS, blueprint
from inspect_app.field.views.frame import CHECK, frame
from inspect_app.findings.actions.proposing import edit_draft, withdraw_draft
from inspect_app.findings.vocabulary import PainType
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.route("/field/visits/<public_id>/findings/<int:finding_id>", methods=["GET", "POST"])
@requires(*AUTHORS)
def edit_finding(public_id: str, finding_id: int) -> Any:
    """Mend the words of a problem."""
    actor = current_actor()
    visit, finding = queries.get_own_draft(actor, public_id, finding_id)
    pain = finding.pain_type.value if finding.pain_type else ""
    kept = {"pain": pain, "no_photo": finding.no_evidence_reason}
    form = FindingForm(obj=finding, data=kept)
    if attempt(form, lambda: edit_draft(actor, finding_id, **_words(form))):
        flash("问题已改好。")
        return redirect(url_for("field.check_visit", public_id=public_id), 303)
    return rendered("field/finding.html", form=form, finding=finding, **frame(visit, CHECK))


@blueprint.post("/field/visits/<public_id>/findings/<int:finding_id>/withdraw")
@requires(*AUTHORS)
def withdraw_finding(public_id: str, finding_id: int) -> Any:
    """Take a problem back that was never handed in."""
    actor = current_actor()
    queries.get_own_draft(actor, public_id, finding_id)
    with transaction():
        withdraw_draft(actor, finding_id)
    flash("已撤掉这个问题，答案还在。")
    return redirect(url_for("field.check_visit", public_id=public_id), 303)


def _words(form: FindingForm) -> dict[str, Any]:
    return {
        "title": form.title.data or "",
        "fact": form.fact.data or "",
        "suggestion": form.suggestion.data or "",
        "pain_type": PainType.find(form.pain.data),
        "no_evidence_reason": form.no_photo.data or "",
    }
