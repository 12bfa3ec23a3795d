"""解封: ask who went on a covert visit, decide on it as the second person, look for half an hour."""

from typing import Any

from flask import flash, redirect, request, url_for

from forms.unsealing import AskForm, DecideForm
from inspect_app.access import Permission, may
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.visits import queries
from inspect_app.visits.actions import unsealing as deeds
from inspect_app.visits.models import UnsealRequest
from inspect_app.visits.queries import unsealing as reads
from inspect_app.visits.rules.unsealing import minutes_left, unseal_state
from inspect_app.visits.views import blueprint
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_EITHER = (Permission.PLAN_COVERT, Permission.APPROVE_UNSEAL)


@blueprint.get("/unseal")
@requires(*_EITHER)
def unseal_list() -> Any:
    """List the requests: one's own, or all for the second person."""
    rows = [(row, _state(row)) for row in reads.list_unseal_requests(current_actor())]
    return rendered("visits/unseals.html", rows=rows)


@blueprint.route("/visits/<public_id>/unseal", methods=["GET", "POST"])
@requires(Permission.PLAN_COVERT)
def ask_unseal(public_id: str) -> Any:
    """Ask to see who went."""
    actor, form = current_actor(), AskForm()
    visit = queries.get_visit(actor, public_id)
    if not reads.may_ask_unseal(actor, visit):
        raise Missing()
    made: list[UnsealRequest] = []
    if request.method == "POST" and attempt(form, lambda: made.append(_asked(public_id, form))):
        flash("已申请，等安全管理员批准。")
        return redirect(url_for("visits.unseal_request", unseal_id=made[0].public_id), 303)
    return rendered("visits/unseal_ask.html", form, visit=visit)


def _asked(public_id: str, form: AskForm) -> UnsealRequest:
    return deeds.ask_unseal(current_actor(), public_id, str(form.reason.data))


@blueprint.get("/unseal/<unseal_id>")
@requires(*_EITHER)
def unseal_request(unseal_id: str) -> Any:
    """Show one request and what this person may do about it."""
    return _page(reads.get_unseal_request(current_actor(), unseal_id))


@blueprint.post("/unseal/<unseal_id>/decide")
@requires(Permission.APPROVE_UNSEAL)
def decide_unseal(unseal_id: str) -> Any:
    """Approve or refuse."""
    form = DecideForm()
    if form.validate_on_submit():
        with transaction():
            deeds.decide_unseal(current_actor(), unseal_id, approved=form.approves)
        flash("已批准，申请人 30 分钟内可以查看。" if form.approves else "已退回，不予解封。")
    return redirect(url_for("visits.unseal_request", unseal_id=unseal_id), 303)


@blueprint.post("/unseal/<unseal_id>/look")
@requires(Permission.PLAN_COVERT)
def look_behind_seal(unseal_id: str) -> Any:
    """Show the name; this answer is the only place that does, and each look is written down."""
    with transaction():
        found, code, name = deeds.look_behind_seal(current_actor(), unseal_id)
    return _page(found, person=(code, name))


def _state(row: UnsealRequest) -> Any:
    return unseal_state(row.requested_at, row.decided_at, row.approved, clock.now())


def _page(row: UnsealRequest, person: tuple[str, str] | None = None) -> Any:
    actor = current_actor()
    return rendered(
        "visits/unseal.html",
        row=row,
        state=_state(row),
        person=person,
        left=minutes_left(row.decided_at, clock.now()) if row.decided_at else 0,
        own=row.requested_by_id == actor.person_id,
        may_decide=may(actor, Permission.APPROVE_UNSEAL) and row.requested_by_id != actor.person_id,
        may_open_visit=may(actor, Permission.PLAN_VISITS),
    )
