"""Routes of messages: one's own inbox."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, request, url_for

from forms.messages import ReadAllForm
from inspect_app.database import transaction
from inspect_app.messages import queries
from inspect_app.messages.actions import open_message, read_all, read_message
from inspect_app.messages.vocabulary import TOLD_BY_DAY, MessageKind
from inspect_app.web.guards import current_actor, signed_in
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import rendered

blueprint = Blueprint("messages", __name__)


@blueprint.get("/messages")
@signed_in
def inbox() -> Any:
    """Show my messages, unread ones first."""
    actor, number, asked = current_actor(), page_number(), _asked()
    rows, total = queries.list_messages(actor, asked, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    newest = max(rows, key=lambda row: row.id, default=None)
    return rendered(
        "messages/inbox.html",
        page=Page(rows, number, total),
        chosen=asked,
        by_day=TOLD_BY_DAY,
        kinds=queries.kinds_present(actor),
        unread=queries.count_unread(actor),
        digest=queries.last_digest(actor),
        read_form=ReadAllForm(formdata=None, data={"up_to": newest.token if newest else ""}),
    )


@blueprint.post("/messages/<token>/open")
@signed_in
def follow(token: str) -> Any:
    """Mark a message as read and go where it leads."""
    with transaction():
        link = open_message(current_actor(), token)
    return redirect(link, 303)


@blueprint.post("/messages/<token>/read")
@signed_in
def mark(token: str) -> Any:
    """Mark a message as read."""
    with transaction():
        read_message(current_actor(), token)
    return redirect(url_for("messages.inbox") + _kept(), 303)


@blueprint.post("/messages/read")
@signed_in
def mark_all() -> Any:
    """Mark what the page showed, and what is older, as read; say how many."""
    form = ReadAllForm()
    if form.validate_on_submit():
        with transaction():
            count = read_all(current_actor(), str(form.up_to.data))
        flash(f"已标为已读：{count} 条。")
    else:
        flash("请刷新页面再试。")
    return redirect(url_for("messages.inbox"), 303)


def _asked() -> queries.InboxFilter:
    return queries.InboxFilter(request.args.get("unread") == "1", MessageKind.find(request.args.get("kind")))


def _kept() -> str:
    """Return the filters of the address as a query, to come back to the same list."""
    kept = [(name, value) for name, value in request.args.items() if name in {"unread", "kind", "page"}]
    return f"?{urlencode(kept)}" if kept else ""
