"""Many at once: what was ticked becomes a batch, its page counts and asks, one press does it."""

from typing import Any

from flask import redirect, request, url_for

from forms.ledger import BulkForm
from inspect_app.access import Permission, Role
from inspect_app.accounts.queries import people_with
from inspect_app.database import transaction
from inspect_app.foundation.errors import Invalid
from inspect_app.rectification.actions.bulk import do_batch, put_together
from inspect_app.rectification.models.saved_views import BulkBatch
from inspect_app.rectification.queries.bulk import batch_view, chosen_of, demand_verb, get_batch
from inspect_app.rectification.rules.bulk import BULK, BulkList, BulkVerb
from inspect_app.rectification.rules.ledger_address import filter_of, place_of, way_back
from inspect_app.rectification.views import blueprint
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import page_number
from inspect_app.web.responses import attempt, rendered

# Who may be named; whether they may check this one finding is asked for each.
_VERIFIERS = (Role.VERIFIER, Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR)
_POWERS = (Permission.TRIAGE, Permission.REVIEW_PLAN)


@blueprint.post("/ledger/bulk")
@requires(*_POWERS)
def gather_batch() -> Any:
    """Keep the ticked rows, or all of the address's filter, and go on to their confirmation."""
    actor, verb = current_actor(), BulkVerb.find(request.form.get("verb"))
    if verb is None:
        raise Invalid("请用列表下面的按钮选要办的事。")
    demand_verb(actor, verb)
    versions = chosen_of(actor, BULK[verb].rows, filter_of(request.args), _ticked())
    with transaction():
        batch = put_together(actor, verb, versions, place_of(request.args, page_number()))
    return redirect(url_for(".batch", token=batch.token), 303)


@blueprint.get("/ledger/bulk/<token>")
@requires(*_POWERS)
def batch(token: str) -> Any:
    """Show what will be done to how many, or, afterwards, what came of it."""
    found = get_batch(current_actor(), token)
    return _page(found, _form(found))


@blueprint.post("/ledger/bulk/<token>")
@requires(*_POWERS)
def confirm_batch(token: str) -> Any:
    """Do a batch; a second press leads to what came of the first."""
    actor = current_actor()
    found = get_batch(actor, token)
    form = _form(found)
    if found.done_at is None and not attempt(form, lambda: do_batch(actor, token, form.given())):
        return _page(get_batch(actor, token), form)
    return redirect(url_for(".batch", token=token), 303)


def _ticked() -> list[str] | None:
    """Return what was ticked, a whole page included; nothing when all of the filter is meant."""
    if request.form.get("all"):
        return None
    paged = [part for text in request.form.getlist("page_ids") for part in text.split(",") if part]
    return [*dict.fromkeys((*request.form.getlist("ids"), *paged))]


def _form(found: BulkBatch) -> BulkForm:
    form, fields = BulkForm(), BULK[found.verb].fields
    people = _VERIFIERS if "person" in fields else ()
    form.ask_for(fields, [(str(person.id), person.name) for role in people for person in people_with(role)])
    return form


def _page(found: BulkBatch, form: BulkForm) -> Any:
    rule = BULK[found.verb]
    triage = rule.rows is BulkList.TRIAGE
    return rendered(
        "rectification/bulk_result.html" if found.done_at else "rectification/bulk_confirm.html",
        form=form,
        batch=found,
        rule=rule,
        lines=batch_view(current_actor(), found),
        back=url_for("findings.triage") if triage else way_back(found.place),
        back_label="待立项" if triage else "问题台账",
    )
