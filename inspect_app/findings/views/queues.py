"""The office's queues: what waits for review, registration, delivery, a ruling."""

from typing import Any

from flask import redirect, url_for

from inspect_app.access import Permission
from inspect_app.findings.queries import (
    desk_counts,
    list_queued,
    list_returns,
    list_to_triage,
    list_visits_to_review,
    proposed_unit_of,
)
from inspect_app.findings.queries.due_changes import list_due_changes
from inspect_app.findings.views import blueprint
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import rendered


def queue_tabs(current: str) -> list[tuple[str, str, int, bool]]:
    """Return the four queues with their counts, for the tabs above each."""
    counts = desk_counts(current_actor())
    rows = (
        ("待审核走访", "review", counts.review),
        ("待立项", "triage", counts.triage),
        ("待送达", "queued", counts.queued),
        ("退单待裁定", "returns", counts.returns),
    )
    return [(label, url_for(f"findings.{name}"), count, name == current) for label, name, count in rows]


@blueprint.get("/findings/")
@requires(Permission.TRIAGE)
def index() -> Any:
    """Open the queue that problems of reviewed visits wait in."""
    return redirect(url_for("findings.triage"))


@blueprint.get("/findings/review")
@requires(Permission.REVIEW_VISITS)
def review() -> Any:
    """List submitted visits."""
    rows = list_visits_to_review(current_actor())
    return rendered("findings/review_queue.html", tabs=queue_tabs("review"), rows=rows)


@blueprint.get("/findings/triage")
@requires(Permission.TRIAGE)
def triage() -> Any:
    """List problems that wait for registration."""
    rows = list_to_triage(current_actor())
    return rendered("findings/triage_queue.html", tabs=queue_tabs("triage"), rows=rows)


@blueprint.get("/findings/queued")
@requires(Permission.TRIAGE)
def queued() -> Any:
    """List registered problems that wait for their release."""
    rows = list_queued(current_actor())
    return rendered("findings/delivery_queue.html", tabs=queue_tabs("queued"), rows=rows)


@blueprint.get("/findings/returns")
@requires(Permission.TRIAGE)
def returns() -> Any:
    """List findings that a department wants to give back."""
    rows = [(finding, event, proposed_unit_of(event)) for finding, event in list_returns(current_actor())]
    return rendered("findings/returns_queue.html", tabs=queue_tabs("returns"), rows=rows)


@blueprint.get("/findings/due-changes")
@requires(Permission.TRIAGE)
def due_changes() -> Any:
    """List the deadlines that were counted anew when working days were announced or changed."""
    number = page_number()
    rows, total = list_due_changes((number - 1) * PAGE_SIZE, PAGE_SIZE)
    return rendered("findings/due_changes.html", page=Page(rows, number, total))
