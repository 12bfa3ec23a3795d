"""Routes of tables: try one, import exactly what was tried, undo the batch."""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from forms.letters import StepForm, TableForm
from forms.letters_csv import read_letters, template
from forms.tried import TicketForm
from inspect_app.access import Permission
from inspect_app.database import transaction
from inspect_app.evidence.views import forget_tried, keep_tried, open_tried
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.voices.actions import importing as actions
from inspect_app.voices.queries.importing import get_batch, list_batches
from inspect_app.voices.views import blueprint
from inspect_app.voices.vocabulary.letters import ImportReport, LetterSource
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, download, hang, rendered

_PURPOSE = "letters"
_SHOWN = 100


@blueprint.get("/letters/import")
@requires(Permission.TRIAGE)
def upload_table() -> Any:
    """Ask for a table."""
    return _page(TableForm())


@blueprint.post("/letters/import")
@requires(Permission.TRIAGE)
def try_table() -> Any:
    """Try a table: say what it would do, or everything that is wrong, and write nothing."""
    form = TableForm()
    if not form.validate_on_submit():
        return _page(form)
    name, data = form.given()
    source = LetterSource.find(form.source.data) or LetterSource.PLATFORM
    if not data.strip():
        hang(form, Invalid("请选 CSV 文件，或者粘贴表格。", "file"))
        return _page(form)
    report = actions.try_table(read_letters(data, source, clock.today()))
    facts = {"name": name, "source": source.value}
    ticket = keep_tried(data, _PURPOSE, current_actor(), facts) if report.is_clean else None
    return _page(form, report, TicketForm(formdata=None, ticket=ticket) if ticket else None)


@blueprint.post("/letters/import/confirm")
@requires(Permission.TRIAGE)
def confirm_table() -> Any:
    """Import the table that was tried; what has changed since is checked again."""
    actor, form = current_actor(), TicketForm()
    ticket = str(form.ticket.data) if form.validate_on_submit() else ""
    try:
        data, facts = open_tried(ticket, _PURPOSE, actor)
        table = read_letters(data, LetterSource.find(facts["source"]) or LetterSource.PLATFORM, clock.today())
        found = actions.signatures(table)
        with transaction():
            batch = actions.import_table(actor, table, found, file_name=facts["name"], data=data)
    except Invalid as error:
        again = TableForm(formdata=None)
        hang(again, error)
        return _page(again)
    forget_tried(ticket, _PURPOSE)
    flash(f"已导入 {batch.count} 件，待分办。")
    return redirect(url_for(".letters", batch=batch.id), 303)


@blueprint.post("/letters/batches/<int:batch_id>/undo")
@requires(Permission.TRIAGE)
def undo_batch(batch_id: int) -> Any:
    """Take back an import as long as nothing was done with it."""
    get_batch(batch_id)
    actor, form, gone = current_actor(), StepForm(), [0]
    if attempt(form, lambda: gone.append(actions.undo_batch(actor, batch_id))):
        flash(f"已撤销，{gone[-1]} 件来信撤掉了。")
    return redirect(url_for(".upload_table"), 303)


@blueprint.get("/letters/import/template")
@requires(Permission.TRIAGE)
def table_template() -> Response:
    """Download the table to fill in."""
    return download(template(), "来信导入模板.csv", "text/csv")


def _page(form: TableForm, report: ImportReport | None = None, confirm: TicketForm | None = None) -> Any:
    facts = {"report": report, "confirm": confirm, "batches": list_batches(), "undo": StepForm(formdata=None)}
    page, status = rendered("voices/letters_import.html", form=form, shown=_SHOWN, **facts)
    refused = report is not None and not report.is_clean
    return page, 422 if refused and request.method == "POST" else status
