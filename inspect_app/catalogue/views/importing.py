"""The workbook: download the template, try a filled one, then import exactly what was tried."""

import hashlib
from typing import Any

from flask import flash, redirect, url_for

from exports.catalogue_example import FILE_NAME, build_example
from exports.catalogue_template import build_template
from forms.catalogue import ConfirmForm, UploadForm
from forms.catalogue_workbook import read_workbook
from inspect_app.access import Permission
from inspect_app.catalogue import actions
from inspect_app.catalogue.views.blueprint import blueprint
from inspect_app.catalogue.vocabulary import ImportReport
from inspect_app.database import transaction
from inspect_app.evidence.views import keep_tried, open_tried
from inspect_app.foundation.errors import Invalid
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import download, hang, rendered

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PURPOSE = "catalogue"


@blueprint.get("/catalogue/import")
@requires(Permission.MANAGE_CATALOGUE)
def upload() -> Any:
    """Ask for a workbook."""
    return rendered("catalogue/import.html", form=UploadForm(), report=None, confirm=None)


@blueprint.post("/catalogue/import")
@requires(Permission.MANAGE_CATALOGUE)
def try_workbook() -> Any:
    """Try a workbook: say what it would do, or everything that is wrong, and write nothing."""
    form = UploadForm()
    if not form.validate_on_submit():
        return rendered("catalogue/import.html", form=form, report=None, confirm=None)
    data = form.file.data.read()
    try:
        report = actions.import_workbook(current_actor(), read_workbook(data), dry_run=True)
    except Invalid as error:
        hang(form, error)
        return rendered("catalogue/import.html", form=form, report=None, confirm=None)
    ticket = keep_tried(data, _PURPOSE, current_actor()) if report.is_clean and report.changes else None
    return _tried(report, form, ConfirmForm(formdata=None, ticket=ticket) if ticket else None)


@blueprint.post("/catalogue/import/confirm")
@requires(Permission.MANAGE_CATALOGUE)
def confirm_import() -> Any:
    """Import the workbook that was tried; what has changed since is checked again."""
    form = ConfirmForm()
    try:
        ticket = str(form.ticket.data) if form.validate_on_submit() else ""
        data, facts = open_tried(ticket, _PURPOSE, current_actor())
    except Invalid as error:
        upload_form = UploadForm(formdata=None)
        hang(upload_form, error)
        return rendered("catalogue/import.html", form=upload_form, report=None, confirm=None)
    source = f"{facts['key']} {hashlib.sha256(data).hexdigest()}"
    with transaction():
        report = actions.import_workbook(current_actor(), read_workbook(data), source=source)
    if not report.is_clean:
        return _tried(report, UploadForm(formdata=None), None)
    flash(f"已导入，新增、修改和删去共 {report.changes} 行。")
    return redirect(url_for("catalogue.items"))


@blueprint.get("/catalogue/import/template")
@requires(Permission.MANAGE_CATALOGUE)
def template() -> Any:
    """Download the empty workbook."""
    return download(build_template(), "单位与事项导入模板.xlsx", XLSX)


@blueprint.get("/catalogue/import/example")
@requires(Permission.MANAGE_CATALOGUE)
def example() -> Any:
    """Download the example workbook."""
    return download(build_example(), FILE_NAME, XLSX)


def _tried(report: ImportReport, form: UploadForm, confirm: ConfirmForm | None) -> Any:
    page, _ = rendered("catalogue/import.html", form=form, report=report, confirm=confirm)
    return page, 200 if report.is_clean else 422
