"""The server's copies of drafts: one for each visit, known by its revision."""

import msgspec
from flask import Response

from inspect_app.database import transaction
from inspect_app.field import actions, queries
from inspect_app.field.rules.reading import read_as
from inspect_app.field.views import blueprint
from inspect_app.field.views.api.guard import answer, current_tablet, on_tablet, read_bytes
from inspect_app.field.vocabulary.protocol import DraftSent
from inspect_app.foundation.errors import Missing

_DRAFT_BYTES = 1024 * 1024
_STALE = "另一台平板刚存过这份草稿。两份都在，请选一份。"


@blueprint.get("/api/field/drafts")
@on_tablet
def api_drafts() -> Response:
    """List the drafts the server holds of this author."""
    tablet = current_tablet()
    return answer({"drafts": queries.draft_rows(tablet.actor, open_only=tablet.open_only)})


@blueprint.get("/api/field/drafts/<visit_id>")
@on_tablet
def api_draft(visit_id: str) -> Response:
    """Give one draft back."""
    tablet = current_tablet()
    visit, _ = queries.visit_facts(tablet.actor, visit_id, open_only=tablet.open_only)
    draft = queries.find_draft(visit.visit_id)
    if draft is None:
        raise Missing("服务器上没有这份草稿。")
    body = msgspec.Raw(queries.open_body(draft.body_seal))
    return answer({"rev": draft.rev, "saved_at": draft.saved_at, "body": body})


@blueprint.put("/api/field/drafts/<visit_id>")
@on_tablet
def api_save_draft(visit_id: str) -> Response:
    """Keep a draft over the revision the tablet knew; 409 with the server's when another was quicker."""
    tablet = current_tablet()
    sent = read_as(DraftSent, read_bytes(_DRAFT_BYTES))
    visit, _ = queries.visit_facts(tablet.actor, visit_id, open_only=tablet.open_only)
    with transaction():
        draft, kept = actions.save_draft(tablet.actor, visit, sent)
    facts = {"rev": draft.rev, "saved_at": draft.saved_at}
    if kept:
        return answer(facts)
    return answer({"error": "stale", "message": _STALE, **facts}, 409)


@blueprint.delete("/api/field/drafts/<visit_id>")
@on_tablet
def api_drop_draft(visit_id: str) -> Response:
    """Take the server's copy away."""
    tablet = current_tablet()
    visit, _ = queries.visit_facts(tablet.actor, visit_id, open_only=tablet.open_only)
    with transaction():
        actions.remove_draft(tablet.actor, visit)
    return Response(status=204)
