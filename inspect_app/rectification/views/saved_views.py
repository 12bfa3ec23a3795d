"""One's own views of the ledger, its columns and its density."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for

from forms.ledger import LookForm, ViewNameForm
from inspect_app.database import transaction
from inspect_app.foundation.errors import Invalid
from inspect_app.rectification.actions import saved_views as deeds
from inspect_app.rectification.queries.saved_views import find_removed, get_view, list_views, look_of
from inspect_app.rectification.rules.ledger_address import filter_of, opened, place_of, query_of, view_of, way_back
from inspect_app.rectification.rules.ledger_columns import LedgerList, columns_in, offered
from inspect_app.rectification.rules.privacy import audience_of
from inspect_app.rectification.rules.saved_views import MOST_VIEWS
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.listing import READERS, address_to, present_view
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_MOVES = {"up": -1, "down": 1}


@blueprint.get("/ledger/views")
@requires(*READERS)
def views() -> Any:
    """List one's own views, to be named, ordered and removed."""
    return _page(ViewNameForm(formdata=None))


@blueprint.post("/ledger/views")
@requires(*READERS)
def save_view() -> Any:
    """Keep the address's filter and order, and the columns of now, under a name."""
    actor, form = current_actor(), ViewNameForm()
    query, columns = urlencode(query_of(filter_of(request.args))), look_of(actor, present_view()).columns
    if not attempt(form, lambda: deeds.save_view(actor, form.name.data or "", query, columns)):
        return _page(form)
    view = list_views(actor)[-1]
    flash(f"已存为视图“{view.name}”。")
    return redirect(address_to(".ledger", opened(view.id, filter_of(view.asked))), 303)


@blueprint.post("/ledger/views/<int:view_id>")
@requires(*READERS)
def change_view(view_id: int) -> Any:
    """Rename, move or remove a view, or let it be what the address asks for."""
    actor, do = current_actor(), request.form.get("do", "")
    if do == "rename":
        form = ViewNameForm()
        if not attempt(form, lambda: deeds.rename_view(actor, view_id, form.name.data or "")):
            return _page(form, renamed=get_view(actor, view_id).id)
        return redirect(url_for(".views"), 303)
    with transaction():
        _change(do, view_id)
    return redirect(way_back(place_of(request.args, 1)) if do == "keep" else url_for(".views"), 303)


@blueprint.post("/ledger/views/restored")
@requires(*READERS)
def restore_view() -> Any:
    """Bring back the view that was removed last."""
    with transaction():
        view = deeds.restore_view(current_actor())
    flash(f"“{view.name}”已恢复。")
    return redirect(url_for(".views"), 303)


@blueprint.get("/ledger/columns")
@requires(*READERS)
def columns() -> Any:
    """Show which columns there are, ticked and placed as they are now."""
    actor, view = current_actor(), present_view()
    form, look = LookForm(formdata=None), look_of(actor, view)
    form.fill(offered(audience_of(actor)), look.columns, look.density)
    return _columns_page(form)


@blueprint.post("/ledger/columns")
@requires(*READERS)
def choose_columns() -> Any:
    """Keep columns and density, and lead back to the list."""
    actor, form = current_actor(), LookForm()
    usual, view_id = bool(request.form.get("usual")), view_of(request.args)
    named = LedgerList.find(request.form.get("list"))

    def deed() -> None:
        chosen = columns_in(named) if named else [] if usual else form.chosen()
        deeds.choose_look(actor, chosen, form.wanted_density(), view_id)

    if not attempt(form, deed):
        return _columns_page(form)
    return redirect(way_back(place_of(request.args, 1)), 303)


def _change(do: str, view_id: int) -> None:
    actor = current_actor()
    if do in _MOVES:
        deeds.move_view(actor, view_id, _MOVES[do])
    elif do == "remove":
        deeds.remove_view(actor, view_id)
    elif do == "keep":
        deeds.change_view(actor, view_id, urlencode(query_of(filter_of(request.args))))
    else:
        raise Invalid("请用页面上的按钮。")


def _page(form: ViewNameForm, renamed: int | None = None) -> Any:
    actor = current_actor()
    rows = [(view, address_to(".ledger", opened(view.id, filter_of(view.asked)))) for view in list_views(actor)]
    saving = request.method == "POST" and renamed is None
    return rendered(
        "rectification/views.html",
        form=form,
        rows=rows,
        renamed=renamed,
        removed=find_removed(actor),
        most=MOST_VIEWS,
        unsaved=place_of(request.args, 1) if saving else None,
    )


def _columns_page(form: LookForm) -> Any:
    place = place_of(request.args, 1)
    return rendered(
        "rectification/columns.html",
        form=form,
        view=present_view(),
        place=place,
        back=way_back(place),
        lists=LedgerList,
    )
