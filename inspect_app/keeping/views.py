"""Routes of keeping."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for

from forms.keeping import DaysForm
from inspect_app.access import Permission, may
from inspect_app.foundation.errors import Missing
from inspect_app.keeping.actions.erasing import set_days
from inspect_app.keeping.queries import expiring, status
from inspect_app.keeping.rules.terms import TERMS
from inspect_app.keeping.vocabulary import DataKind
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import attempt, rendered

blueprint = Blueprint("keeping", __name__)
_KEEPERS = (Permission.MANAGE_ACCOUNTS, Permission.MANAGE_SECURITY, Permission.READ_AUDIT)


@blueprint.get("/admin/backups")
@requires(*_KEEPERS)
def backups() -> Any:
    """Show how old the last backup and the last rehearsal are, and what was done."""
    number = page_number()
    runs, total = status.list_runs((number - 1) * PAGE_SIZE, PAGE_SIZE)
    return rendered(
        "keeping/backups.html", lamps=status.lamps(), failure=status.last_failure(), page=Page(runs, number, total)
    )


@blueprint.get("/admin/retention")
@requires(*_KEEPERS)
def retention() -> Any:
    """Show how long each kind of data is kept, and how much is due now."""
    return rendered("keeping/retention.html", lines=expiring.retention_lines())


@blueprint.get("/admin/retention/<data>")
@requires(*_KEEPERS)
def due(data: str) -> Any:
    """List what the next daily task would erase: a dry run."""
    kind = _kind(data)
    return _due_page(kind, DaysForm(data={"days": expiring.days_kept()[kind]}))


@blueprint.post("/admin/retention/<data>")
@requires(Permission.MANAGE_SECURITY)
def change_days(data: str) -> Any:
    """Keep a kind of data for another time."""
    kind, form = _kind(data), DaysForm()
    if form.validate() and not form.sure_of(expiring.count_more_due(kind, form.days.data or 0)):
        return _due_page(kind, form)
    if attempt(form, lambda: set_days(current_actor(), kind, form.days.data or 0)):
        flash(f"已保存：{kind.label}保存 {form.days.data} 天。")
        return redirect(url_for("keeping.due", data=kind.value), 303)
    return _due_page(kind, form)


def _kind(data: str) -> DataKind:
    kind = DataKind.find(data)
    if kind is None:
        raise Missing()
    return kind


def _due_page(kind: DataKind, form: DaysForm) -> Any:
    number = page_number()
    rows, total = expiring.list_due(kind, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    return rendered(
        "keeping/due.html",
        form,
        kind=kind,
        term=TERMS[kind],
        days=expiring.days_kept()[kind],
        page=Page(rows, number, total),
        may_change=may(current_actor(), Permission.MANAGE_SECURITY),
    )
