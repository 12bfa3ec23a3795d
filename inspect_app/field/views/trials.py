"""具体办: begin a trial, keep what happened, list what was not kept."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request, url_for

from forms.field import NewTrialForm, TrialForm
from forms.field.trial import read_yes_no, yes_no_value
from inspect_app.checklists.vocabulary import PartKey
from inspect_app.database import transaction
from inspect_app.field import actions, queries
from inspect_app.field.rules import digest, trial_offers
from inspect_app.field.rules.trials import compare_rows, paper_rows, points_to_tell, step_rows, trial_content
from inspect_app.field.views import AUTHORS, blueprint
from inspect_app.field.views.frame import frame
from inspect_app.visits.models import Trial, Visit
from inspect_app.visits.vocabulary import PaperOrigin
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.route("/field/visits/<public_id>/trials/new", methods=["GET", "POST"])
@requires(*AUTHORS)
def new_trial(public_id: str) -> Any:
    """Begin a trial: which matter, where, as whom."""
    actor = current_actor()
    visit = queries.get_own(actor, public_id)
    windows = [(str(stop.window_id), stop.window.name) for stop in visit.stops]
    form = NewTrialForm(data=_by_script(visit)).offer(queries.item_choices(visit), windows)
    begun: list[Trial] = []

    if attempt(form, lambda: begun.append(actions.add_trial(actor, public_id, **_beginning(form)))):
        return redirect(url_for("field.show_trial", public_id=public_id, trial_id=begun[0].id), 303)
    return rendered("field/new_trial.html", form=form, **frame(visit, PartKey.DO.value))


@blueprint.route("/field/visits/<public_id>/trials/<int:trial_id>", methods=["GET", "POST"])
@requires(*AUTHORS)
def show_trial(public_id: str, trial_id: int) -> Any:
    """Show promise against reality, and keep what happened."""
    actor = current_actor()
    visit = queries.get_own(actor, public_id)
    trial = queries.get_trial(visit, trial_id)
    form = TrialForm(data=_as_kept(trial)).offer(queries.listed_papers(trial.item))
    told = {point: request.form.get(f"told-{place}", "") for place, point in enumerate(_points(visit, trial))}
    if attempt(form, lambda: actions.save_trial(actor, public_id, trial_id, form.facts(told))):
        flash("具体办已存在服务器。")
        return redirect(url_for("field.show_trial", public_id=public_id, trial_id=trial_id), 303)
    return rendered("field/trial.html", form=form, **frame(visit, PartKey.DO.value), **_facts(visit, trial))


@blueprint.post("/field/visits/<public_id>/trials/<int:trial_id>/finding")
@requires(*AUTHORS)
def list_trial(public_id: str, trial_id: int) -> Any:
    """List a broken promise as a problem."""
    with transaction():
        actions.propose_trial(current_actor(), public_id, trial_id, request.form.get("ref", ""))
    flash("已列为问题，提交走访时一起交。")
    return redirect(url_for("field.show_trial", public_id=public_id, trial_id=trial_id), 303)


@blueprint.post("/field/visits/<public_id>/trials/<int:trial_id>/remove")
@requires(*AUTHORS)
def remove_trial(public_id: str, trial_id: int) -> Any:
    """Take a trial away."""
    with transaction():
        actions.remove_trial(current_actor(), public_id, trial_id)
    return redirect(url_for("field.show_part", public_id=public_id, part=PartKey.DO.value), 303)


def _by_script(visit: Visit) -> dict[str, Any] | None:
    script = visit.script
    if script is None:
        return None
    complete = yes_no_value(not script.missing_paper)
    return {"item": str(script.item_id or ""), "persona": script.persona, "papers": complete}


def _beginning(form: NewTrialForm) -> dict[str, Any]:
    return {
        "item_id": int(form.item.data) if form.item.data else None,
        "window_id": int(form.window.data) if form.window.data else None,
        "persona": form.persona.data or "",
        "papers_complete": read_yes_no(form.papers.data),
    }


def _as_kept(trial: Trial) -> dict[str, Any]:
    listed = [paper["name"] for paper in trial.papers if paper["origin"] == PaperOrigin.LISTED.value]
    published = set(queries.listed_papers(trial.item))
    return {
        "base": digest(trial_content(trial)),
        "persona": trial.persona,
        "papers": yes_no_value(trial.papers_complete),
        "fault": trial.fault.value if trial.fault else "",
        "accompanied": trial.accompanied,
        "steps": "\n".join(f"{step['at']} {step['text']}".strip() for step in trial.steps),
        "listed": listed,
        "beyond": "\n".join(paper["name"] for paper in trial.papers if paper["name"] not in published),
        "trips": trial.trips,
        "waited": trial.waited_minutes,
        "handled": trial.handled_minutes,
        "outcome": trial.outcome.value,
        "script_break": trial.script_break.value if trial.script_break else "",
        "note": trial.note,
    }


def _points(visit: Visit, trial: Trial) -> Sequence[str]:
    return points_to_tell(visit.script.must_tell if _follows(visit, trial) and visit.script else ())


def _follows(visit: Visit, trial: Trial) -> bool:
    return visit.script is not None and visit.script.item_id in (None, trial.item_id)


def _facts(visit: Visit, trial: Trial) -> dict[str, Any]:
    promise, facts = queries.promise_of(trial.item), queries.facts_of(trial)
    offers = trial_offers(promise, facts)
    listed = {view.source_ref: view for view in queries.finding_views(visit) if view.trial_id == trial.id}
    told = {row["point"]: "yes" if row["told"] else "no" for row in trial.told}
    return {
        "trial": trial,
        "follows": _follows(visit, trial),
        "compare": compare_rows(promise, facts, trial.waited_minutes),
        "timeline": step_rows(trial.steps),
        "papers": paper_rows(facts, offers, listed),
        "offers": [offer for offer in offers if offer.ref not in listed],
        "listed": list(listed.values()),
        "told_points": [(f"told-{place}", point, told.get(point)) for place, point in enumerate(_points(visit, trial))],
        "in_list": sum(origin == PaperOrigin.LISTED.value for _, origin in facts.papers),
    }
