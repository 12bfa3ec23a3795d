"""Routes of sources: list, register with the heads of a table, say which column holds what."""

from typing import Any

from flask import flash, redirect, url_for

from forms.comparison import ColumnsForm, SourceForm
from forms.comparison_csv import heads_in, proposed
from inspect_app.access import Permission
from inspect_app.accounts.queries import unit_choices
from inspect_app.comparison.actions import sources as actions
from inspect_app.comparison.models import ComparisonSource
from inspect_app.comparison.queries.batches import get_source, list_batches, list_sources
from inspect_app.comparison.views import blueprint
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.get("")
@requires(Permission.TRIAGE)
def sources() -> Any:
    """List the sources and the latest batches."""
    return rendered("comparison/sources.html", sources=list_sources(), batches=list_batches())


@blueprint.route("/sources/new", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def new_source() -> Any:
    """Register a source; of the table that comes along only the heads are read."""
    actor, form, made = current_actor(), SourceForm(), []
    form.offer(unit_choices())

    def deed() -> None:
        made.append(actions.add_source(actor, form.draft(), heads_in(form.given()[1])))

    if attempt(form, deed):
        flash("已登记。请核对哪一列是什么，核对一次，以后都照用。")
        return redirect(url_for(".source", source_id=made[0].id), 303)
    return rendered("comparison/source_form.html", form=form, source=None)


@blueprint.route("/sources/<int:source_id>", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def source(source_id: int) -> Any:
    """Show a source's columns, and keep which head holds what."""
    actor, found = current_actor(), get_source(source_id)
    form = _columns_form(found)
    if attempt(form, lambda: actions.map_columns(actor, source_id, form.columns(), form.seen)):
        flash("对应关系已保存。")
        return redirect(url_for(".try_table", source_id=source_id), 303)
    return rendered("comparison/source.html", form=form, source=found)


@blueprint.route("/sources/<int:source_id>/change", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def change_source(source_id: int) -> Any:
    """Change what a source is called and whose it is, or read the heads of a new table."""
    actor, found = current_actor(), get_source(source_id)
    form = SourceForm(obj=found, data={"unit_id": str(found.unit_id)})
    form.offer(unit_choices())
    if attempt(form, lambda: actions.change_source(actor, source_id, form.draft(), _new_heads(form))):
        flash("已保存。")
        return redirect(url_for(".source", source_id=source_id), 303)
    return rendered("comparison/source_form.html", form=form, source=found)


def _new_heads(form: SourceForm) -> list[str]:
    """Return the heads of a table that came along, or none."""
    return heads_in(form.given()[1]) if form.file.data else []


def _columns_form(found: ComparisonSource) -> ColumnsForm:
    shown = found.columns or {column.value: head for column, head in proposed(found.heads).items()}
    form = ColumnsForm(data={**shown, "version": str(found.version)})
    form.offer(list(found.heads))
    return form
