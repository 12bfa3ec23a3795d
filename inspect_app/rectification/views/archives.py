"""Routes of case files put together as a zip: ask, see how far it is, fetch."""

from typing import Any

from flask import Response, flash, redirect, request
from flask_wtf import FlaskForm

from inspect_app.database import transaction
from inspect_app.evidence.actions import forget_document
from inspect_app.evidence.queries import stream_document
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.rectification.actions.archiving import ask_archive, note_fetched
from inspect_app.rectification.queries.archives import get_archive, list_archives
from inspect_app.rectification.queries.ledger_counts import ledger_totals
from inspect_app.rectification.rules.archives import MOST_CASES
from inspect_app.rectification.rules.ledger_address import filter_of, query_of
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.listing import READERS, address_to
from inspect_app.rectification.vocabulary import ArchiveState
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, named_download, rendered

_IN_WORK = (ArchiveState.WAITING, ArchiveState.MAKING)


@blueprint.route("/ledger/archives", methods=["GET", "POST"])
@requires(*READERS)
def archives() -> Any:
    """Show one's archives and how far they are; ask for one of the address's filter."""
    actor, asked, form = current_actor(), filter_of(request.args), FlaskForm()
    old: list[str] = []
    if attempt(form, lambda: old.extend(ask_archive(actor, asked))):
        for key in old:
            forget_document(key)
        flash("已开始制作。可以离开这一页，做好后在这里下载。")
        return redirect(address_to(".archives", query_of(asked)), 303)
    rows = list_archives(actor)
    return rendered(
        "rectification/archives.html",
        form=form,
        rows=rows,
        in_work=any(row.state in _IN_WORK for row in rows),
        total=ledger_totals(actor, asked).total,
        most=MOST_CASES,
        kept=query_of(asked),
    )


@blueprint.get("/ledger/archives/<int:archive_id>")
@requires(*READERS)
def archive_file(archive_id: int) -> Response:
    """Send an archive to whoever asked for it."""
    archive = get_archive(current_actor(), archive_id)
    if archive.storage_key is None or archive.size is None:
        raise Refused(f"这一份现在是“{archive.state.label}”，做好后才能下载。")
    body, name = stream_document(archive.storage_key), f"一案一档_{clock.local(archive.asked_at):%Y%m%d_%H%M}.zip"
    size = archive.size
    with transaction():
        note_fetched(current_actor(), get_archive(current_actor(), archive_id))
    response = named_download(Response(body, mimetype="application/zip"), name)
    response.content_length = size
    return response
