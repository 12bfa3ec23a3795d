"""One part of a visit: look, answer, keep as a draft."""

from typing import Any

from flask import jsonify, redirect, request, url_for

from forms.field import asks_for_findings, read_answers
from inspect_app.checklists.vocabulary import PartKey
from inspect_app.database import transaction
from inspect_app.field import actions, queries
from inspect_app.field.rules import item_views, next_unanswered
from inspect_app.field.rules.paging import after_part, open_parts
from inspect_app.field.views import AUTHORS, blueprint
from inspect_app.field.views.frame import frame, saved_facts
from inspect_app.field.views.photos import read_uploads, wants_json
from inspect_app.foundation.errors import Missing
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import answers_of
from inspect_app.visits.vocabulary import VisitStatus
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import rendered

_HANDED_IN = (VisitStatus.RECEIVED, VisitStatus.ACCEPTED)


@blueprint.get("/field/visits/<public_id>")
@requires(*AUTHORS)
def open_visit(public_id: str) -> Any:
    """Open a visit where it goes on: the next question, the check, or the receipt."""
    visit = queries.get_own(current_actor(), public_id)
    if visit.status in _HANDED_IN:
        return redirect(url_for("field.receipt", public_id=public_id))
    body = queries.body_of(visit.checklist_version)
    place = next_unanswered(body, answers_of(visit))
    if visit.status is VisitStatus.RETURNED or place is None:
        return redirect(url_for("field.check_visit", public_id=public_id))
    return redirect(url_for("field.show_part", public_id=public_id, part=place[0].value, _anchor=place[1]))


@blueprint.get("/field/visits/<public_id>/parts/<part>")
@requires(*AUTHORS)
def show_part(public_id: str, part: str) -> Any:
    """Show the items of one part, and the trials or interviews that belong to it."""
    visit = queries.get_own(current_actor(), public_id)
    if visit.status in _HANDED_IN:
        return redirect(url_for("field.receipt", public_id=public_id))
    key, body, answers = _part(part), queries.body_of(visit.checklist_version), answers_of(visit)
    findings = queries.finding_views(visit)
    around = queries.around_of(visit, findings, request.args.getlist("edit"))
    return rendered(
        "field/part.html",
        **frame(visit, part),
        part=key,
        items=item_views(body, key, answers, around),
        body=body.to_json(),
        answers=answers,
        next=next_unanswered(body, answers),
        after=after_part(open_parts(body), key),
        overall=around.remarks.get("", ()),
    )


@blueprint.post("/field/visits/<public_id>/parts/<part>")
@requires(*AUTHORS)
def save_part(public_id: str, part: str) -> Any:
    """Keep what a page holds: every change by fetch, or the whole page at once by its buttons."""
    actor, key = current_actor(), _part(part)
    visit = queries.get_own(actor, public_id)
    given = read_answers(queries.body_of(visit.checklist_version), request.form)
    deed, _, about = request.form.get("do", "").partition(":")
    with transaction():
        actions.save_answers(actor, public_id, given)
        for item_key, uploads in read_uploads(request.files).items():
            actions.add_photos(actor, public_id, item_key, uploads)
        if deed == "finding":
            actions.propose_answer(actor, public_id, asks_for_findings(about, request.form))
    if wants_json():
        return jsonify(_saved(queries.get_own(actor, public_id), key, list(given)))
    return redirect(_after_saving(public_id, key, deed, about), 303)


def _part(text: str) -> PartKey:
    key = PartKey.find(text)
    if key is None:
        raise Missing()
    return key


def _saved(visit: Visit, part: PartKey, keys: list[str]) -> dict[str, Any]:
    body, answers = queries.body_of(visit.checklist_version), answers_of(visit)
    views = item_views(body, part, answers, queries.around_of(visit, ()))
    place = next_unanswered(body, answers)
    items = {
        view.item.key: {
            "base": view.base,
            "problem": view.problem,
            "fails": view.fails,
            "offers": view.offers,
        }
        for view in views
        if view.item.key in keys
    }
    facts = saved_facts(visit, items)
    facts["shown"] = [view.item.key for view in views if view.shown]
    facts["next"] = place[1] if place and place[0] is part else ""
    return facts


def _after_saving(public_id: str, part: PartKey, deed: str, about: str) -> str:
    if deed == "leave":
        return url_for("field.mine")
    anchor = about or None
    return url_for("field.show_part", public_id=public_id, part=part.value, _anchor=anchor)
