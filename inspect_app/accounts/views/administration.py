"""Stand-ins of everybody, the file of people, who may do what."""

from typing import Any

from flask import Response, flash, redirect, url_for

from exports.access_workbook import access_xlsx
from exports.people_template import people_template
from forms.accounts import PeopleFileForm
from forms.accounts_workbook import read_people
from inspect_app.access import Permission, Role
from inspect_app.accounts import actions, queries
from inspect_app.accounts.rules import power_rows, sight_rows
from inspect_app.accounts.views.account import name_stand_in, stand_in_form
from inspect_app.accounts.views.blueprint import blueprint
from inspect_app.accounts.vocabulary import ImportReport
from inspect_app.config import current_settings
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, download, rendered

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/admin/access")
@requires(Permission.MANAGE_ACCOUNTS, Permission.MANAGE_SECURITY, Permission.READ_AUDIT)
def access() -> Any:
    """Show role × permission as the program itself reads it."""
    return rendered("accounts/access.html", roles=list(Role), sights=sight_rows(), powers=power_rows())


@blueprint.get("/admin/access/export")
@requires(Permission.MANAGE_ACCOUNTS, Permission.MANAGE_SECURITY, Permission.READ_AUDIT)
def access_export() -> Response:
    """Send the same table as Excel."""
    body = access_xlsx(office=current_settings().office_name, made_at=clock.now())
    return download(body, "谁能看什么.xlsx", _XLSX)


@blueprint.route("/admin/stand-ins", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def stand_ins() -> Any:
    """List everybody's stand-ins and name one for somebody who can't."""
    posts = queries.list_signing_posts()
    below = queries.subtrees(post.unit_id for post in posts)
    form = stand_in_form(posts, queries.list_colleagues(unit for units in below.values() for unit in units))
    if attempt(form, lambda: name_stand_in(form)):
        flash("AB 岗已安排。")
        return redirect(url_for("accounts.stand_ins"), 303)
    rows = queries.list_stand_ins()
    return rendered("accounts/stand_ins.html", form=form, rows=rows, posts=posts, today=clock.today(), own=False)


@blueprint.route("/admin/people/import", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def import_people() -> Any:
    """Try a file of people, or take it in."""
    form, report = PeopleFileForm(), None
    if form.validate_on_submit():
        table = read_people(form.file.data.read())
        report = ImportReport(problems=table.problems)
        if not table.problems:
            with transaction():
                report = actions.import_people(current_actor(), table.lines, dry_run=form.trial)
        if report.problems:
            form.form_errors.append(f"有 {len(report.problems)} 处问题，什么都没有导入。")
        elif not form.trial:
            flash(f"已导入：新增 {len(report.added)} 人，更新 {len(report.changed)} 人。")
            return redirect(url_for("accounts.people"), 303)
    return rendered("accounts/import_people.html", form=form, report=report)


@blueprint.get("/admin/people/template.xlsx")
@requires(Permission.MANAGE_ACCOUNTS)
def people_file() -> Any:
    """Send the file to fill in."""
    return download(people_template([name for _, name in queries.unit_choices()]), "人员导入模板.xlsx", _XLSX)
