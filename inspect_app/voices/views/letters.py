"""Routes of the inbox: the list, one voice, register, put right, the original, who spoke; and 投诉建议."""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from forms.letters import AttachForm, ComplaintForm, ContactForm, LetterForm, StepForm
from inspect_app.access import Permission
from inspect_app.accounts.queries import unit_choices
from inspect_app.catalogue.queries import item_choices, window_choices
from inspect_app.evidence.views import file_response
from inspect_app.findings.vocabulary import Category
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.foundation.numbering import ratio
from inspect_app.foundation.pasting import Slip, Suggestion, shown, take_all, unified
from inspect_app.projects.views.listing import (
    Filter,
    Roll,
    address_values,
    day_in,
    kept_values,
    number_in,
    sheet,
    text_in,
)
from inspect_app.voices.actions import letters as actions
from inspect_app.voices.models import Letter
from inspect_app.voices.queries import letters as queries
from inspect_app.voices.queries.answers import ticks_of
from inspect_app.voices.queries.triage import near_letters
from inspect_app.voices.rules.triage import steps_from
from inspect_app.voices.views import blueprint
from inspect_app.voices.vocabulary.letters import LetterFilter, LetterSource, LetterState, Private, Replied
from inspect_app.web.guards import current_actor, requires, signed_in
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import attempt, rendered


@blueprint.get("/letters")
@requires(Permission.TRIAGE)
def letters() -> Any:
    """List the inbox."""
    roll, number = roll_of(asked_in_address()), page_number()
    lines, total = roll.read((number - 1) * PAGE_SIZE, PAGE_SIZE)
    export = url_for(".letters_export", **address_values())
    return rendered("voices/letters.html", roll=roll, page=Page(lines, number, total), export=export)


@blueprint.get("/letters/export")
@requires(Permission.TRIAGE)
def letters_export() -> Response:
    """Send the same list as Excel: people by alias only."""
    return sheet(roll_of(asked_in_address()))


@blueprint.route("/letters/new", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def new_letter() -> Any:
    """Register a voice; pasted text is looked at first when asked."""
    form = _offered(LetterForm(received_on=clock.today()))
    if (slips := _cleaning(form)) is not None:
        return rendered("voices/letter_form.html", form=form, letter=None, slips=slips)
    made: list[Letter] = []
    deed = lambda: made.append(actions.register(current_actor(), form.draft(), form.files.uploads()))  # noqa: E731
    if attempt(form, deed):
        flash("已登记，待分办。")
        return redirect(url_for(".letter", letter_id=made[0].id), 303)
    return rendered("voices/letter_form.html", form=form, letter=None, slips=None)


@blueprint.get("/letters/<int:letter_id>")
@requires(Permission.TRIAGE)
def letter(letter_id: int) -> Any:
    """Show a voice: its words, what became of it, what may be done now."""
    return letter_page(letter_id)


@blueprint.route("/letters/<int:letter_id>/correct", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def correct_letter(letter_id: int) -> Any:
    """Put right what was registered; names that are left empty stay as they are, and are not shown for it."""
    actor, found = current_actor(), queries.get_letter(current_actor(), letter_id)
    form = _offered(LetterForm(obj=found, version=str(found.version)), found)

    def deed() -> None:
        actions.correct(actor, letter_id, form.draft(), form.seen)

    if attempt(form, deed):
        flash("已更正。")
        return redirect(url_for(".letter", letter_id=letter_id), 303)
    return rendered("voices/letter_form.html", form=form, letter=found, slips=None)


@blueprint.post("/letters/<int:letter_id>/files")
@requires(Permission.TRIAGE)
def attach_files(letter_id: int) -> Any:
    """Add scans or photos of the original."""
    queries.get_letter(current_actor(), letter_id)
    actor, form = current_actor(), AttachForm()
    if attempt(form, lambda: actions.attach(actor, letter_id, form.files.uploads())):
        flash("原件已添加。")
        return redirect(url_for(".letter", letter_id=letter_id), 303)
    return letter_page(letter_id, attach=form)


@blueprint.get("/letters/<int:letter_id>/files/<int:file_id>")
@requires(Permission.TRIAGE)
def letter_file(letter_id: int, file_id: int) -> Response:
    """Send a scan of the original."""
    found = queries.get_letter(current_actor(), letter_id)
    kept = next((one for one in found.files if one.id == file_id), None)
    if kept is None:
        raise Missing()
    return file_response(kept.file, "来信原件", request.args.get("size", "copy"))


@blueprint.post("/letters/<int:letter_id>/contact")
@requires(Permission.VIEW_PII)
def letter_contact(letter_id: int) -> Any:
    """Show who spoke, for a reason that is kept."""
    queries.get_letter(current_actor(), letter_id)
    actor, form = current_actor(), ContactForm()
    opened: list[Private] = []
    if attempt(form, lambda: opened.append(actions.read_contact(actor, letter_id, form.reason.data or ""))):
        return letter_page(letter_id, private=opened[0])
    return letter_page(letter_id, contact=form)


@blueprint.route("/complaints", methods=["GET", "POST"])
@signed_in
def complaints() -> Any:
    """Take what somebody says about this tool, and show what became of what they said before."""
    actor, form = current_actor(), ComplaintForm()
    if attempt(form, lambda: actions.complain(actor, form.words.data or "")):
        flash("收到了，答复会写在这一页。")
        return redirect(url_for(".complaints"), 303)
    return rendered("voices/complaints.html", form=form, own=queries.own_complaints(actor))


def asked_in_address() -> LetterFilter:
    """Return what the address narrows the inbox to."""
    args = request.args
    return LetterFilter(
        source=LetterSource.find(args.get("source")),
        state=LetterState.find(args.get("state")),
        replied=Replied.find(args.get("reply")),
        category=Category.find(args.get("category")),
        unit_id=number_in("unit"),
        batch_id=number_in("batch"),
        since=day_in("from"),
        until=day_in("to"),
        text=text_in("q"),
    )


def roll_of(asked: LetterFilter) -> Roll:
    """Return the inbox as its page and its sheet show it."""
    answered, due = queries.reply_rate(asked)
    return Roll(
        title="来信来电网民",
        about=f"答复率 {ratio(answered, due)}",
        columns=queries.COLUMNS,
        read=lambda offset, limit: queries.list_letters(asked, offset, limit),
        filters=_filters(asked),
        dates=(asked.since, asked.until),
        search=asked.text,
        kept=kept_values("q"),
        new=("登记来信", url_for(".new_letter")),
        clear=url_for(".letters") if asked != LetterFilter() else None,
        export=".letters_export",
        empty=("还没有来信", "来信、来电、网民留言、媒体报道和平台工单登记在这里，一件一件分办、答复。"),
    )


def _filters(asked: LetterFilter) -> list[Filter]:
    batch: list[Filter] = []
    if asked.batch_id is not None:
        batch = [("批次", "batch", [(str(asked.batch_id), f"第 {asked.batch_id} 批导入")], str(asked.batch_id))]
    return [
        *batch,
        ("办理", "state", LetterState.choices(), asked.state),
        ("答复", "reply", Replied.choices(), asked.replied),
        ("来源", "source", LetterSource.choices(), asked.source),
        ("单位", "unit", queries.units_with_letters(), str(asked.unit_id or "")),
        ("主题", "category", Category.choices(), asked.category),
    ]


def _offered(form: LetterForm, found: Letter | None = None) -> LetterForm:
    windows = window_choices(also=[found.window_id] if found is not None and found.window_id else [])
    form.offer(unit_id=unit_choices(), window_id=_texts(windows), item_id=_texts(item_choices()))
    return form


def _texts(choices: list[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in choices]


def letter_page(
    letter_id: int,
    *,
    attach: AttachForm | None = None,
    contact: ContactForm | None = None,
    private: Private | None = None,
) -> Any:
    """Render a voice; `attach` and `contact` are forms that were refused, `private` is who spoke, just asked for."""
    found = queries.get_letter(current_actor(), letter_id)
    refused = next((form for form in (attach, contact) if form is not None and form.errors), None)
    return rendered(
        "voices/letter.html",
        form=refused,
        letter=found,
        reference=queries.reference(found),
        steps=steps_from(found.state),
        ticks=ticks_of(found),
        near=near_letters(found),
        merged=queries.merged_into(found),
        attach=attach or AttachForm(formdata=None),
        contact=contact or ContactForm(formdata=None),
        plain=StepForm(formdata=None, version=str(found.version)),
        private=private,
    )


def _cleaning(form: LetterForm) -> list[tuple[Suggestion, tuple[str, str, str]]] | None:
    """Look at pasted words, and clean them as the button says; return what looks wrong. Nothing is kept yet."""
    chosen, _, kind = request.form.get("do", "").partition(" ")
    if chosen not in ("look", "take"):
        return None
    words, slip = unified(form.words.data or ""), Slip.find(kind)
    # A lost point is pointed at and never guessed.
    if chosen == "take" and slip is not None and slip is not Slip.POINT:
        words = take_all(words, slip)
    form.words.data = words
    return shown(words)
