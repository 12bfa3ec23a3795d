"""What became of an opinion, for whoever holds its receipt; or the opinion is deleted."""

from typing import Any

from flask import render_template, request

from forms.opinions import ReceiptForm
from inspect_app.database import transaction
from inspect_app.voices.actions import opinions as actions
from inspect_app.voices.actions.addresses import count
from inspect_app.voices.models import Opinion
from inspect_app.voices.queries.addresses import counted
from inspect_app.voices.queries.opinions import find_by_receipt, place_of
from inspect_app.voices.queries.receipts import told
from inspect_app.voices.rules.opinions import LOOKUPS, folded, spaced
from inspect_app.voices.views import blueprint
from inspect_app.voices.views.public_pages import named, text_size_of
from inspect_app.voices.vocabulary.opinions import Counted
from inspect_app.web.guards import open_to_all

_NOT_FOUND = "没有查到这个回执码。请对照回执再填一次；如果已经删除，就查不到了。"
_TOO_OFTEN = "查得太频繁。请过一个小时再查。"


@blueprint.get("/o/receipt")
@open_to_all
def receipt() -> Any:
    """Ask for a receipt."""
    return _page(ReceiptForm(formdata=None))


@blueprint.post("/o/receipt")
@open_to_all
def look_up() -> Any:
    """Tell what became of an opinion."""
    form = ReceiptForm()
    found = _sought(form)
    return _page(form, found=found) if isinstance(found, Opinion) else found


@blueprint.post("/o/receipt/erase")
@open_to_all
def erase_opinion() -> Any:
    """Delete an opinion, asked for twice."""
    form = ReceiptForm()
    found = _sought(form)
    if not isinstance(found, Opinion):
        return found
    if form.sure.data != "yes":
        return _page(form, found=found, asks=True)
    with transaction():
        actions.erase(folded(form.receipt.data or ""))
    return _page(ReceiptForm(formdata=None), message="已经删除。您写的内容和电话都没有了。", erased=True)


def _sought(form: ReceiptForm) -> Any:
    """Return the opinion of a receipt, or the page that says why not; wrong tries of an address are limited."""
    address = request.remote_addr or ""
    if counted(address, Counted.SOUGHT) >= LOOKUPS:
        return _page(form, message=_TOO_OFTEN, status=429)
    if not form.validate():
        return _page(form, status=422)
    found = find_by_receipt(folded(form.receipt.data or ""))
    if found is None:
        with transaction():
            count(address, Counted.SOUGHT)
        return _page(form, message=_NOT_FOUND)
    return found


def _page(
    form: ReceiptForm,
    *,
    found: Opinion | None = None,
    asks: bool = False,
    erased: bool = False,
    message: str = "",
    status: int = 200,
) -> Any:
    page = render_template(
        "voices/public/receipt.html",
        form=form,
        found=found,
        place=place_of(found.form) if found else "",
        said=told(found) if found else None,
        receipt=spaced(folded(form.receipt.data or "")),
        asks=asks,
        erased=erased,
        message=message,
        text_size=text_size_of(),
        **named(),
    )
    return page, status
