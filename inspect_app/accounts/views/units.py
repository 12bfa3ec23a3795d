"""The tree of units."""

from typing import Any

from flask import flash, redirect, url_for

from forms.accounts import UnitForm
from inspect_app.access import Permission
from inspect_app.accounts import actions, queries
from inspect_app.accounts.views.blueprint import blueprint
from inspect_app.foundation import clock
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/admin/units")
@requires(Permission.MANAGE_ACCOUNTS)
def units() -> Any:
    """Show all units as one tree."""
    return rendered("accounts/units.html", rows=queries.unit_rows(clock.today()))


@blueprint.route("/admin/units/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def add_unit() -> Any:
    """Add a unit."""
    form = UnitForm()
    form.offer(queries.unit_choices())
    if attempt(form, lambda: actions.add_unit(current_actor(), form.facts())):
        flash(f"已添加：{form.name.data}")
        return redirect(url_for("accounts.units"), 303)
    return rendered("accounts/unit.html", form=form, unit=None)


@blueprint.route("/admin/units/<int(max=2147483647):unit_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def change_unit(unit_id: int) -> Any:
    """Change a unit."""
    unit = queries.get_unit(unit_id)
    form = UnitForm(obj=unit)
    form.offer(queries.unit_choices())
    if attempt(form, lambda: actions.change_unit(current_actor(), unit_id, form.version.data or 0, form.facts())):
        flash(f"已保存：{form.name.data}")
        return redirect(url_for("accounts.units"), 303)
    return rendered("accounts/unit.html", form=form, unit=queries.get_unit(unit_id))
