"""Routes of one item in a review: its versions beside each other, writing, reviewing, deciding, its files."""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from forms.schemes import DecisionForm, OpinionForm, SchemeForm, SeenForm
from inspect_app.access import Permission, may
from inspect_app.database import transaction
from inspect_app.evidence.views import file_response
from inspect_app.foundation.errors import Refused
from inspect_app.projects.actions import scheme_handing, schemes
from inspect_app.projects.models import SchemeItem
from inspect_app.projects.queries import schemes as queries
from inspect_app.projects.queries.scheme_page import can_write, show_scheme
from inspect_app.projects.views import blueprint
from inspect_app.projects.views.schemes import READERS
from inspect_app.projects.vocabulary.schemes import DECISIONS, MARKS
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/schemes/items/<int:scheme_id>")
@requires(*READERS)
def scheme(scheme_id: int) -> Any:
    """Show an item: two versions beside each other, and what was said of each."""
    return _page(scheme_id)


@blueprint.route("/schemes/items/<int:scheme_id>/edit", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def edit_scheme(scheme_id: int) -> Any:
    """Write the scheme of an item, the first time or after a return."""
    item = queries.get_scheme(current_actor(), scheme_id)
    if request.method != "POST" and not can_write(current_actor(), item):
        raise Refused("这一项现在不能写方案。退回修改以后再写。")
    form, last = SchemeForm(), queries.draft_of(item) or queries.latest_of(item)
    if not form.is_submitted():
        form.version.data = str(item.version)
        if last is not None:
            form.show(queries.content_of(last))

    def deed() -> None:
        scheme_handing.save_scheme(current_actor(), scheme_id, form.content(), form.attachment(), form.seen)

    if attempt(form, deed):
        flash(f"已存：{item.name}。写好各项后一并报送。")
        return redirect(url_for("projects.scheme_unit", review_id=item.review_id, unit_id=item.unit_id), 303)
    said = queries.view_versions(current_actor(), item)
    return rendered("projects/scheme_form.html", form=form, item=item, last=last, said=said)


@blueprint.route("/schemes/items/<int:scheme_id>/remove", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def remove_scheme(scheme_id: int) -> Any:
    """Take an item off the list that was never handed in."""
    if request.method != "POST":
        return _back(scheme_id)
    with transaction():
        item = scheme_handing.remove_scheme(current_actor(), scheme_id, SeenForm().seen)
    flash(f"已删除：{item.name}")
    return redirect(url_for("projects.scheme_unit", review_id=item.review_id, unit_id=item.unit_id), 303)


@blueprint.route("/schemes/items/<int:scheme_id>/review", methods=["GET", "POST"])
@requires(Permission.REVIEW_PLAN)
def review_scheme(scheme_id: int) -> Any:
    """Note whether an item passes or is returned, and go on with the next one."""
    if request.method != "POST":
        return _back(scheme_id)
    item = queries.get_scheme(current_actor(), scheme_id)
    form = OpinionForm()
    form.offer(MARKS)

    def deed() -> None:
        schemes.mark(current_actor(), scheme_id, form.step(), form.remark.data or "", form.seen)

    if attempt(form, deed):
        flash(f"{item.number} {item.name}：拟{form.step().label}。逐项审完，一并发回。")
        return _on_from(item)
    return _page(scheme_id, opinion=form)


@blueprint.route("/schemes/items/<int:scheme_id>/decide", methods=["GET", "POST"])
@requires(Permission.APPROVE_MAJOR)
def decide_scheme(scheme_id: int) -> Any:
    """Decide on an item that came back twice."""
    if request.method != "POST":
        return _back(scheme_id)
    item = queries.get_scheme(current_actor(), scheme_id)
    form = DecisionForm()
    form.offer(DECISIONS)

    def deed() -> None:
        schemes.decide(current_actor(), scheme_id, form.step(), form.remark.data or "", form.seen)

    if attempt(form, deed):
        flash(f"{item.name}：{form.step().label}。")
        return redirect(url_for("projects.scheme", scheme_id=scheme_id), 303)
    return _page(scheme_id, decision=form)


@blueprint.route("/schemes/items/<int:scheme_id>/typical", methods=["GET", "POST"])
@requires(Permission.REVIEW_PLAN)
def mark_typical(scheme_id: int) -> Any:
    """Mark a passed item as a typical case, or take that back."""
    if request.method != "POST":
        return _back(scheme_id)
    typical = request.form.get("typical") == "1"
    with transaction():
        item = schemes.mark_typical(current_actor(), scheme_id, typical, SeenForm().seen)
    flash(f"{item.name}{'已列为典型做法。' if typical else '不再列为典型做法。'}")
    return _back(scheme_id)


@blueprint.get("/schemes/items/<int:scheme_id>/files/<public_id>")
@requires(*READERS)
def scheme_file(scheme_id: int, public_id: str) -> Response:
    """Send a file of a version to whoever may see it there."""
    return file_response(queries.get_scheme_file(current_actor(), scheme_id, public_id))


def _back(scheme_id: int) -> Any:
    """Lead to the item: whoever was too late is sent here to look at it anew."""
    return redirect(url_for("projects.scheme", scheme_id=scheme_id), 303)


def _on_from(item: SchemeItem) -> Any:
    """Go on with the unit's next item that waits, or back to the unit when all are reviewed."""
    following = queries.next_waiting(current_actor(), item)
    if following is not None:
        return redirect(url_for("projects.scheme", scheme_id=following), 303)
    return redirect(url_for("projects.scheme_unit", review_id=item.review_id, unit_id=item.unit_id), 303)


def _page(scheme_id: int, opinion: OpinionForm | None = None, decision: DecisionForm | None = None) -> Any:
    actor = current_actor()
    item = queries.get_scheme(actor, scheme_id)
    shown = show_scheme(actor, item, request.args.get("round"))
    fresh = OpinionForm(formdata=None, version=str(item.version))
    fresh.offer(shown.marks)
    final = DecisionForm(formdata=None, version=str(item.version))
    final.offer(shown.decisions)
    return rendered(
        "projects/scheme.html",
        form=opinion or decision,
        opinion=opinion or fresh,
        decision=decision or final,
        seen=SeenForm(formdata=None, version=str(item.version)),
        item=item,
        shown=shown,
        reviews=may(actor, Permission.REVIEW_PLAN),
    )
