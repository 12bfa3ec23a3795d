"""The list of matters, one matter, its form; the register of cancelled proofs."""

from typing import Any

from flask import flash, redirect, request, url_for

from forms.catalogue import ItemForm
from inspect_app.access import Permission, may
from inspect_app.accounts.queries import unit_choices
from inspect_app.catalogue import actions, queries
from inspect_app.catalogue.models import CancelledProof, ServiceItem
from inspect_app.catalogue.rules import promised_time
from inspect_app.catalogue.views.asked import is_set, item_filter, kept, proof_filter
from inspect_app.catalogue.views.blueprint import blueprint
from inspect_app.catalogue.vocabulary import Audience, CancelReason, Feature, TripPromise
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import page_number
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/catalogue")
@requires(Permission.READ_CATALOGUE)
def items() -> Any:
    """List the matters."""
    units = queries.unit_choices_of_items()
    return rendered(
        "catalogue/items.html",
        page=queries.list_items(item_filter(), page_number()),
        units=[(str(key), name) for key, name in units],
        batches=queries.batch_choices(ServiceItem.batch),
        one_things=queries.batch_choices(ServiceItem.one_thing),
        audiences=Audience.choices(),
        promises=TripPromise.choices(),
        features=Feature.choices(),
        **_list_facts(),
    )


@blueprint.get("/catalogue/proofs")
@requires(Permission.READ_CATALOGUE)
def proofs() -> Any:
    """List the cancelled proofs."""
    return rendered(
        "catalogue/proofs.html",
        page=queries.list_proofs(proof_filter(), page_number()),
        reasons=CancelReason.choices(),
        batches=queries.batch_choices(CancelledProof.batch),
        **_list_facts(),
    )


@blueprint.get("/catalogue/items/<int:item_id>")
@requires(Permission.READ_CATALOGUE)
def item(item_id: int) -> Any:
    """Show one matter: what was promised, its papers, where it is done."""
    found = queries.get_item(item_id)
    promised = {feature.label: getattr(found, feature.value) for feature in Feature}
    windows = queries.windows_of_item(item_id)
    return rendered(
        "catalogue/item.html",
        item=found,
        promised=promised,
        promised_time=promised_time(found.promised_amount, found.promised_unit),
        windows=windows,
        together=queries.done_together(found),
        may_manage=_may_manage(),
    )


@blueprint.route("/catalogue/items/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_CATALOGUE)
def new_item() -> Any:
    """Add a matter."""
    form = ItemForm(active=True)
    form.offer(unit_choices(), queries.window_choices())
    if attempt(form, lambda: actions.add_item(current_actor(), form.clean())):
        flash(f"已新增事项：{form.name.data}")
        return redirect(url_for("catalogue.items", q=form.code.data))
    return rendered("catalogue/item_form.html", form=form, item=None)


@blueprint.route("/catalogue/items/<int:item_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_CATALOGUE)
def edit_item(item_id: int) -> Any:
    """Change a matter."""
    found = queries.get_item(item_id)
    windows = frozenset(window.id for window in queries.windows_of_item(item_id))
    form = ItemForm(data=ItemForm.data_of(queries.clean_item(found, windows), found.version))
    form.fix_code()
    form.offer(unit_choices(), queries.window_choices(also=windows))
    if attempt(form, lambda: actions.change_item(current_actor(), item_id, form.clean(), form.seen_version)):
        flash(f"已保存事项：{form.name.data}")
        return redirect(url_for("catalogue.item", item_id=item_id))
    return rendered("catalogue/item_form.html", form=form, item=found)


def _list_facts() -> dict[str, Any]:
    return {
        "args": request.args,
        "kept": kept(),
        "is_set": is_set(),
        "may_manage": _may_manage(),
    }


def _may_manage() -> bool:
    return may(current_actor(), Permission.MANAGE_CATALOGUE)
