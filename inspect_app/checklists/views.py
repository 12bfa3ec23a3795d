"""Routes of checklists: the list, one with its versions, the draft and its items, the workbook."""

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from exports.checklist_workbook import checklist_template
from forms.checklists import (
    AddItemForm,
    ConfirmImportForm,
    ItemForm,
    NewChecklistForm,
    SeenForm,
    WorkbookForm,
    item_data,
    stepped,
)
from forms.checklists_workbook import read_checklist_workbook
from inspect_app.access import Permission
from inspect_app.checklists import actions, queries
from inspect_app.checklists.rules import (
    add_item,
    blank_item,
    body_from_sheet,
    move_item,
    new_key,
    preview,
    remove_item,
    replace_item,
    with_all_parts,
)
from inspect_app.checklists.vocabulary import ChecklistBody, Item, SheetReading
from inspect_app.database import transaction
from inspect_app.foundation.errors import Missing
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, download, rendered

blueprint = Blueprint("checklists", __name__)
_MANAGE = Permission.MANAGE_CHECKLISTS
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ONE = "/checklists/<int(max=2147483647):checklist_id>"


@blueprint.get("/checklists")
@requires(_MANAGE)
def index() -> Any:
    """List the checklists."""
    return render_template("checklists/index.html", rows=queries.list_checklists())


@blueprint.route("/checklists/new", methods=["GET", "POST"])
@requires(_MANAGE)
def create() -> Any:
    """Make a checklist from a preset or empty."""
    form = NewChecklistForm(preset=request.args.get("preset", ""))
    if attempt(form, lambda: actions.create_checklist(current_actor(), **form.facts())):
        return redirect(url_for(".find", code=form.code.data))
    return rendered("checklists/new.html", form)


@blueprint.get("/checklists/template.xlsx")
@requires(_MANAGE)
def template() -> Any:
    """Download the empty workbook."""
    return download(checklist_template(), "检查表模板.xlsx", _XLSX)


@blueprint.route("/checklists/import", methods=["GET", "POST"])
@requires(_MANAGE)
def check_workbook() -> Any:
    """Read a workbook and show what it says and what is wrong, without keeping anything."""
    upload = WorkbookForm()
    if not upload.validate_on_submit():
        return _import_page(upload, upload)
    reading = read_checklist_workbook(upload.file.data.read())
    body = body_from_sheet(reading.items) if reading.is_clean else None
    page, status = _import_page(upload, upload, reading=reading, body=body)
    return page, status if body else 422


@blueprint.route("/checklists/import/keep", methods=["GET", "POST"])
@requires(_MANAGE)
def keep_workbook() -> Any:
    """Keep what was read from a workbook as a draft."""
    form = ConfirmImportForm()
    facts = form.facts()
    if attempt(form, lambda: actions.import_body(current_actor(), form.read_body(), **facts)):
        flash("已导入为草稿。发布后才能用。")
        return redirect(url_for(".find", code=facts["code"]))
    return _import_page(WorkbookForm(formdata=None, **facts), form)


@blueprint.get("/checklists/by-code")
@requires(_MANAGE)
def find() -> Any:
    """Go to the draft of the checklist with a code."""
    checklist = queries.find_by_code(request.args.get("code", ""))
    if checklist is None:
        raise Missing()
    return redirect(url_for(".draft", checklist_id=checklist.id))


@blueprint.get(_ONE)
@requires(_MANAGE)
def show(checklist_id: int) -> Any:
    """Show a checklist with its versions."""
    checklist = queries.get_checklist(checklist_id)
    versions, draft = queries.list_versions(checklist_id), queries.find_draft(checklist_id)
    return render_template("checklists/show.html", checklist=checklist, versions=versions, draft=draft)


@blueprint.get(f"{_ONE}/versions/<int(max=2147483647):number>")
@requires(_MANAGE)
def version(checklist_id: int, number: int) -> Any:
    """Show one version as the tablet does."""
    found = queries.get_version(checklist_id, number)
    parts = preview(queries.body_of(found))
    return render_template("checklists/version.html", version=found, parts=parts)


@blueprint.post(f"{_ONE}/draft/start")
@requires(_MANAGE)
def start_draft(checklist_id: int) -> Any:
    """Start the next version."""
    with transaction():
        actions.start_draft(current_actor(), checklist_id)
    return redirect(url_for(".draft", checklist_id=checklist_id))


@blueprint.route(f"{_ONE}/draft", methods=["GET", "POST"])
@requires(_MANAGE)
def draft(checklist_id: int) -> Any:
    """Edit the draft beside its preview; posting adds an item."""
    found = queries.get_draft(checklist_id)
    form = AddItemForm(seen=found.version)

    def add() -> None:
        body = queries.body_of(found)
        taken = {item.key for item in body.items} | set(queries.item_kinds(checklist_id))
        item = blank_item(new_key(frozenset(taken)), form.chosen_kind, form.chosen_text)
        _save(checklist_id, form, add_item(body, form.chosen_part, item))

    if attempt(form, add):
        return redirect(url_for(".draft", checklist_id=checklist_id, _anchor="add"))
    return _draft_page(checklist_id, form)


@blueprint.route(f"{_ONE}/draft/steps", methods=["GET", "POST"])
@requires(_MANAGE)
def step(checklist_id: int) -> Any:
    """Move an item up or down, or take it out."""
    form = SeenForm()
    verb, _, key = request.form.get("do", "").partition(":")
    body = queries.body_of(queries.get_draft(checklist_id))
    way = {"up": -1, "down": 1}.get(verb, 0)
    body = remove_item(body, key) if verb == "remove" else move_item(body, key, way)
    if attempt(form, lambda: _save(checklist_id, form, body)):
        return redirect(url_for(".draft", checklist_id=checklist_id, _anchor=f"item-{key}"))
    return _draft_page(checklist_id, form)


@blueprint.route(f"{_ONE}/draft/items/<key>", methods=["GET", "POST"])
@requires(_MANAGE)
def edit_item(checklist_id: int, key: str) -> Any:
    """Edit one item; a step on its options saves what was typed and comes back here."""
    found = queries.get_draft(checklist_id)
    body = queries.body_of(found)
    item, earlier = body.find_item(key), _before(body, key)
    if item is None:
        raise Missing()
    form = ItemForm(seen=found.version, **({} if request.method == "POST" else item_data(item, earlier)))
    form.offer_conditions(earlier, item.show_when)
    do = request.form.get("do", "")

    def save() -> None:
        _save(checklist_id, form, replace_item(body, stepped(form.edited(item, earlier), do)))

    if attempt(form, save):
        here = url_for(".edit_item", checklist_id=checklist_id, key=key, _anchor="rows")
        return redirect(here if do else url_for(".draft", checklist_id=checklist_id, _anchor=f"item-{key}"))
    return rendered("checklists/item.html", form, version=found, item=item, part=body.part_of(key))


@blueprint.route(f"{_ONE}/draft/publish", methods=["GET", "POST"])
@requires(_MANAGE)
def publish(checklist_id: int) -> Any:
    """Publish the draft."""
    form = SeenForm()
    if attempt(form, lambda: actions.publish(current_actor(), checklist_id, seen=form.seen_version)):
        flash("已发布。这一版不会再变，走访从现在起可以用。")
        return redirect(url_for(".show", checklist_id=checklist_id))
    return _draft_page(checklist_id, form)


@blueprint.route(f"{_ONE}/draft/drop", methods=["GET", "POST"])
@requires(_MANAGE)
def drop_draft(checklist_id: int) -> Any:
    """Throw the draft away."""
    form = SeenForm()
    if attempt(form, lambda: actions.drop_draft(current_actor(), checklist_id, seen=form.seen_version)):
        flash("草稿已丢弃，已发布的版本没有变。")
        return redirect(url_for(".show", checklist_id=checklist_id))
    return _draft_page(checklist_id, form)


def _save(checklist_id: int, form: SeenForm, body: ChecklistBody) -> None:
    actions.save_draft(current_actor(), checklist_id, seen=form.seen_version, body=body)


def _before(body: ChecklistBody, key: str) -> tuple[Item, ...]:
    """Return the written items a condition of this one may look at: those before it."""
    keys = [item.key for item in body.items]
    place = keys.index(key) if key in keys else 0
    return tuple(item for item in body.items[:place] if not item.is_empty_slot)


def _draft_page(checklist_id: int, refused: FlaskForm) -> Any:
    """Show the draft beside its preview; `refused` is the form that was sent, or the empty one."""
    found = queries.get_draft(checklist_id)
    adding = (
        refused if isinstance(refused, AddItemForm) else AddItemForm(formdata=None, seen=found.version)
    )
    body = with_all_parts(queries.body_of(found))
    return rendered("checklists/draft.html", refused, adding=adding, version=found, parts=preview(body))


def _import_page(
    upload: WorkbookForm,
    refused: FlaskForm,
    *,
    reading: SheetReading | None = None,
    body: ChecklistBody | None = None,
) -> Any:
    """Show the upload form and, once a workbook was read, what it says and a button to keep it."""
    raw = json.dumps(body.to_json(), ensure_ascii=False) if body else ""
    return rendered(
        "checklists/import.html", refused, upload=upload, reading=reading, body=raw,
        parts=preview(body) if body else (),
    )  # fmt: skip
