"""The list of sites and windows, one site, their forms."""

from typing import Any

from flask import flash, redirect, request, url_for

from forms.catalogue import SiteForm, WindowForm, number_in
from inspect_app.access import Permission, may
from inspect_app.accounts.queries import unit_choices
from inspect_app.catalogue import actions, queries
from inspect_app.catalogue.views.asked import is_set, kept, place_filter
from inspect_app.catalogue.views.blueprint import blueprint
from inspect_app.catalogue.vocabulary import HoursKind, SiteType, WindowFeature
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import page_number
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/catalogue/places")
@requires(Permission.READ_CATALOGUE)
def places() -> Any:
    """List the windows by site."""
    return rendered(
        "catalogue/places.html",
        page=queries.list_places(place_filter(), page_number()),
        units=[(str(key), name) for key, name in queries.unit_choices_of_windows()],
        types=SiteType.choices(),
        hours=HoursKind.choices(),
        args=request.args,
        kept=kept(),
        is_set=is_set(),
        may_manage=_may_manage(),
    )


@blueprint.get("/catalogue/sites/<int:site_id>")
@requires(Permission.READ_CATALOGUE)
def site(site_id: int) -> Any:
    """Show one site and its windows."""
    found = queries.get_site(site_id)
    return rendered("catalogue/site.html", site=found, features=list(WindowFeature), may_manage=_may_manage())


@blueprint.route("/catalogue/sites/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_CATALOGUE)
def new_site() -> Any:
    """Add a site."""
    form = SiteForm(active=True)
    form.offer(unit_choices())
    if attempt(form, lambda: actions.add_site(current_actor(), form.clean())):
        flash(f"已新增网点：{form.name.data}")
        return redirect(url_for("catalogue.places", q=form.code.data))
    return rendered("catalogue/site_form.html", form=form, site=None)


@blueprint.route("/catalogue/sites/<int:site_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_CATALOGUE)
def edit_site(site_id: int) -> Any:
    """Change a site."""
    found = queries.get_site(site_id)
    form = SiteForm(data=SiteForm.data_of(queries.clean_site(found), found.version))
    form.fix_code()
    form.offer(unit_choices())
    if attempt(form, lambda: actions.change_site(current_actor(), site_id, form.clean(), form.seen_version)):
        flash(f"已保存网点：{form.name.data}")
        return redirect(url_for("catalogue.site", site_id=site_id))
    return rendered("catalogue/site_form.html", form=form, site=found)


@blueprint.route("/catalogue/windows/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_CATALOGUE)
def new_window() -> Any:
    """Add a window; the address may name its site."""
    form = WindowForm(active=True, site_id=str(number_in(request.args, "site") or ""))
    form.offer(queries.site_choices(), unit_choices())
    if attempt(form, lambda: actions.add_window(current_actor(), form.clean())):
        flash(f"已新增窗口：{form.name.data}")
        return redirect(url_for("catalogue.site", site_id=form.clean().site_id))
    return rendered("catalogue/window_form.html", form=form, window=None)


@blueprint.route("/catalogue/windows/<int:window_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_CATALOGUE)
def edit_window(window_id: int) -> Any:
    """Change a window."""
    found = queries.get_window(window_id)
    form = WindowForm(data=WindowForm.data_of(queries.clean_window(found), found.version))
    form.fix_code()
    form.offer(queries.site_choices(also=found.site_id), unit_choices())
    saved = lambda: actions.change_window(current_actor(), window_id, form.clean(), form.seen_version)  # noqa: E731
    if attempt(form, saved):
        flash(f"已保存窗口：{form.name.data}")
        return redirect(url_for("catalogue.site", site_id=form.clean().site_id))
    return rendered("catalogue/window_form.html", form=form, window=found)


def _may_manage() -> bool:
    return may(current_actor(), Permission.MANAGE_CATALOGUE)
