"""Routes of the calendar: years, days, the yearly notice."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, url_for

from forms.calendar import DayForm, NoticeForm, RemoveDayForm
from forms.calendar_table import read_notice, template
from inspect_app.access import Permission, may
from inspect_app.calendar import actions, queries
from inspect_app.calendar.rules import notice_problems, year_of
from inspect_app.calendar.vocabulary import DayFacts, LineProblem
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, download, rendered

blueprint = Blueprint("calendar", __name__)


@blueprint.get("/admin/calendar")
@requires(Permission.MANAGE_CALENDAR)
def years() -> Any:
    """Show the years whose notice is loaded, and which dates are provisional."""
    ahead = queries.known_until(clock.today())
    reads_findings = may(current_actor(), Permission.TRIAGE)
    return rendered("calendar/years.html", rows=queries.year_rows(), ahead=ahead, reads_findings=reads_findings)


@blueprint.route("/admin/calendar/<int(max=9999):year>", methods=["GET", "POST"])
@requires(Permission.MANAGE_CALENDAR)
def year(year: int) -> Any:
    """Show a year's days; add one."""
    row = queries.get_year(year)
    form = DayForm(data={"version": row.version})
    if attempt(form, lambda: actions.add_day(current_actor(), year, form.version.data or 0, form.facts())):
        flash(f"已保存：{form.day.data}")
        return redirect(url_for("calendar.year", year=year), 303)
    return rendered("calendar/year.html", form=form, year=queries.get_year(year), days=queries.list_days(year))


@blueprint.post("/admin/calendar/<int(max=9999):year>/remove")
@requires(Permission.MANAGE_CALENDAR)
def remove_day(year: int) -> Any:
    """Let a day be what its weekday says."""
    form = RemoveDayForm()
    if attempt(form, lambda: _remove(year, form)):
        flash(f"已删除：{form.day.data}")
    return redirect(url_for("calendar.year", year=year), 303)


@blueprint.route("/admin/calendar/import", methods=["GET", "POST"])
@requires(Permission.MANAGE_CALENDAR)
def load_notice() -> Any:
    """Try a year's notice, or take it in."""
    form = NoticeForm()
    days: tuple[DayFacts, ...] = ()
    problems: list[LineProblem] = []
    if form.validate_on_submit():
        table = read_notice(form.file.data.read())
        days, problems = table.days, list(table.problems) or notice_problems(table.days)
        if problems:
            form.form_errors.append(f"有 {len(problems)} 处问题，什么都没有导入。")
        elif not form.trial:
            return _loaded(days, str(form.source.data))
    return rendered("calendar/import.html", form=form, days=days, problems=problems, year=year_of(days))


@blueprint.get("/admin/calendar/template.csv")
@requires(Permission.MANAGE_CALENDAR)
def notice_file() -> Any:
    """Send the file to fill in."""
    return download(template(), "节假日安排模板.csv", "text/csv")


def _remove(year: int, form: RemoveDayForm) -> None:
    day: date | None = form.day.data
    assert day is not None  # noqa: S101  validated
    actions.remove_day(current_actor(), year, form.version.data or 0, day)


def _loaded(days: tuple[DayFacts, ...], source: str) -> Any:
    with transaction():
        loaded = actions.load_notice(current_actor(), days, source)
    flash(f"已导入 {loaded} 年的安排：{len(days)} 天。")
    return redirect(url_for("calendar.year", year=loaded), 303)
