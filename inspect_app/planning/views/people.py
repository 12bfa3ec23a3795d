"""When people can't be sent, and where they are known."""

from datetime import date
from typing import Any

from flask import flash, redirect, url_for

from forms.planning import AbsenceForm, AcquaintanceForm
from inspect_app.access import Permission
from inspect_app.accounts.queries import list_units
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.planning import actions
from inspect_app.planning.queries import people as queries
from inspect_app.planning.views import blueprint
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/people")
@requires(Permission.PLAN_VISITS)
def people() -> Any:
    """Show who can't be sent when and where."""
    return _page(AbsenceForm(formdata=None), AcquaintanceForm(formdata=None))


@blueprint.post("/people/absences")
@requires(Permission.PLAN_VISITS)
def add_absence() -> Any:
    """Note days on which somebody can't be sent."""
    actor, form = current_actor(), AbsenceForm()
    form.person.choices = queries.sendable_choices(actor)

    def deed() -> None:
        first, last = form.starts_on.data or date.max, form.ends_on.data or date.min
        actions.add_absence(actor, int(form.person.data), first, last)

    if attempt(form, deed):
        flash("已登记，分派时会避开这几天。")
        return redirect(url_for("planning.people"), 303)
    return _page(form, AcquaintanceForm(formdata=None))


@blueprint.post("/people/acquaintances")
@requires(Permission.PLAN_VISITS)
def add_acquaintance() -> Any:
    """Note a unit in which somebody is known."""
    actor, form = current_actor(), AcquaintanceForm()
    form.person.choices, form.unit.choices = queries.sendable_choices(actor), _units()
    if attempt(form, lambda: actions.add_acquaintance(actor, int(form.person.data), int(form.unit.data))):
        flash("已登记，分派时不会派去这个单位。")
        return redirect(url_for("planning.people"), 303)
    return _page(AbsenceForm(formdata=None), form)


@blueprint.post("/people/absences/<int:row_id>/remove")
@requires(Permission.PLAN_VISITS)
def remove_absence(row_id: int) -> Any:
    """Take days back."""
    with transaction():
        actions.remove_absence(current_actor(), row_id)
    flash("已删除这一条。")
    return redirect(url_for("planning.people"), 303)


@blueprint.post("/people/acquaintances/<int:row_id>/remove")
@requires(Permission.PLAN_VISITS)
def remove_acquaintance(row_id: int) -> Any:
    """Take an acquaintance back."""
    with transaction():
        actions.remove_acquaintance(current_actor(), row_id)
    flash("已删除这一条。")
    return redirect(url_for("planning.people"), 303)


def _page(absence: AbsenceForm, acquaintance: AcquaintanceForm) -> Any:
    actor = current_actor()
    choices = [("", "请选择"), *queries.sendable_choices(actor)]
    absence.person.choices = acquaintance.person.choices = choices
    acquaintance.unit.choices = [("", "请选择"), *_units()]
    return rendered(
        "planning/people.html",
        form=absence if absence.errors else acquaintance,
        absence=absence,
        acquaintance=acquaintance,
        away=queries.absences(actor, clock.today()),
        known=queries.acquaintances(actor),
    )


def _units() -> list[tuple[str, str]]:
    return [(str(unit.id), unit.short_name) for unit in list_units()]
