"""跟踪问: add, change and remove talks; any number."""

from typing import Any

from flask import flash, redirect, url_for

from forms.field import InterviewForm
from forms.field.trial import yes_no_value
from inspect_app.checklists.vocabulary import PartKey
from inspect_app.database import transaction
from inspect_app.field import actions, queries
from inspect_app.field.rules import digest, interview_offer
from inspect_app.field.rules.interviews import interview_content
from inspect_app.field.views import AUTHORS, blueprint
from inspect_app.field.views.frame import frame
from inspect_app.visits.models import Interview
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_ASK = PartKey.ASK.value


@blueprint.route("/field/visits/<public_id>/interviews/new", methods=["GET", "POST"])
@requires(*AUTHORS)
def new_interview(public_id: str) -> Any:
    """Add a talk."""
    actor, form = current_actor(), InterviewForm()
    visit = queries.get_own(actor, public_id)
    if attempt(form, lambda: actions.add_interview(actor, public_id, form.facts())):
        flash("已记下一位。")
        return redirect(url_for("field.show_part", public_id=public_id, part=_ASK), 303)
    facts = {"talk": None, "offer": None, "listed": None}
    return rendered("field/interview.html", form=form, **frame(visit, _ASK), **facts)


@blueprint.route("/field/visits/<public_id>/interviews/<int:interview_id>", methods=["GET", "POST"])
@requires(*AUTHORS)
def show_interview(public_id: str, interview_id: int) -> Any:
    """Change a talk."""
    actor = current_actor()
    visit = queries.get_own(actor, public_id)
    talk = queries.get_interview(visit, interview_id)
    form = InterviewForm(data=_as_kept(talk))
    if attempt(form, lambda: actions.save_interview(actor, public_id, interview_id, form.facts())):
        flash("已改好。")
        return redirect(url_for("field.show_interview", public_id=public_id, interview_id=interview_id), 303)
    listed = [view for view in queries.finding_views(visit) if view.interview_id == talk.id]
    facts = {
        "talk": talk,
        "offer": interview_offer(queries.words_of(talk)),
        "listed": next(iter(listed), None),
    }
    return rendered("field/interview.html", form=form, **frame(visit, _ASK), **facts)


@blueprint.post("/field/visits/<public_id>/interviews/<int:interview_id>/finding")
@requires(*AUTHORS)
def list_interview(public_id: str, interview_id: int) -> Any:
    """List what somebody was not satisfied with."""
    with transaction():
        actions.propose_interview(current_actor(), public_id, interview_id)
    flash("已列为问题，提交走访时一起交。")
    return redirect(url_for("field.show_interview", public_id=public_id, interview_id=interview_id), 303)


@blueprint.post("/field/visits/<public_id>/interviews/<int:interview_id>/remove")
@requires(*AUTHORS)
def remove_interview(public_id: str, interview_id: int) -> Any:
    """Take a talk away."""
    with transaction():
        actions.remove_interview(current_actor(), public_id, interview_id)
    return redirect(url_for("field.show_part", public_id=public_id, part=_ASK), 303)


def _as_kept(talk: Interview) -> dict[str, Any]:
    return {
        "base": digest(interview_content(queries.words_of(talk))),
        "kind": talk.kind.value,
        "alias": talk.alias,
        "trips": talk.trips,
        "papers": yes_no_value(talk.papers_complete),
        "satisfaction": str(talk.satisfaction or ""),
        "words": talk.words,
    }
