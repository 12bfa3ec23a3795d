"""The office's side of opinions: the list and its Excel, one opinion, and citizens' word beside inspectors' eyes."""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from forms.opinions import NoteForm, ReasonForm, SeenForm
from inspect_app.access import Permission
from inspect_app.catalogue.queries import site_choices, unit_choices_of_windows
from inspect_app.projects.views.listing import (
    READERS,
    Roll,
    day_in,
    is_office,
    kept_values,
    number_in,
    sheet,
    show,
    text_in,
)
from inspect_app.voices.actions import opinions as actions
from inspect_app.voices.queries import opinion_gaps
from inspect_app.voices.queries import opinions as queries
from inspect_app.voices.views import blueprint
from inspect_app.voices.vocabulary.opinions import (
    OpinionChannel,
    OpinionFilter,
    OpinionState,
    PapersSaid,
    Satisfied,
    TripsSaid,
)
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_YES = "1"


@blueprint.get("/voices/opinions")
@requires(*READERS)
def opinions() -> Any:
    """List what citizens said."""
    return show(_roll())


@blueprint.get("/voices/opinions/export")
@requires(*READERS)
def opinions_export() -> Response:
    """Send the same list as Excel."""
    return sheet(_roll())


@blueprint.get("/voices/opinions/gaps")
@requires(*READERS)
def opinion_gap_list() -> Any:
    """Put satisfaction and trips beside the scores of visits."""
    return show(_gap_roll())


@blueprint.get("/voices/opinions/gaps/export")
@requires(*READERS)
def opinion_gaps_export() -> Response:
    """Send the same comparison as Excel."""
    return sheet(_gap_roll())


@blueprint.get("/voices/opinions/<int:opinion_id>")
@requires(*READERS)
def opinion_page(opinion_id: int) -> Any:
    """Show one opinion."""
    return _page(opinion_id)


@blueprint.post("/voices/opinions/<int:opinion_id>/note")
@requires(Permission.TRIAGE)
def note_opinion(opinion_id: int) -> Any:
    """Note that it was read, with what its receipt tells."""
    queries.get_opinion(opinion_id)
    actor, form = current_actor(), NoteForm()
    if attempt(form, lambda: actions.note(actor, opinion_id, form.reply.data or "", form.seen)):
        flash("已记下。群众查回执时看到的就是这些话。")
        return redirect(url_for(".opinion_page", opinion_id=opinion_id), 303)
    return _page(opinion_id, note=form)


@blueprint.post("/voices/opinions/<int:opinion_id>/pass-on")
@requires(Permission.TRIAGE)
def pass_opinion_on(opinion_id: int) -> Any:
    """Hand it to the inbox, where it becomes a problem, a suggestion or praise."""
    queries.get_opinion(opinion_id)
    actor, form, made = current_actor(), SeenForm(), []
    if attempt(form, lambda: made.append(actions.pass_on(actor, opinion_id, form.seen).id)):
        flash("已转来信办理，请接着分办。")
        return redirect(url_for(".letter", letter_id=made[0]), 303)
    return _page(opinion_id)


@blueprint.post("/voices/opinions/<int:opinion_id>/recognise")
@requires(Permission.TRIAGE)
def recognise_opinion(opinion_id: int) -> Any:
    """Let an opinion that was kept apart count."""
    queries.get_opinion(opinion_id)
    actor, form = current_actor(), SeenForm()
    if attempt(form, lambda: actions.recognise(actor, opinion_id, form.seen)):
        flash("已计入统计。")
        return redirect(url_for(".opinion_page", opinion_id=opinion_id), 303)
    return _page(opinion_id)


@blueprint.post("/voices/opinions/<int:opinion_id>/phone")
@requires(Permission.VIEW_PII)
def read_phone(opinion_id: int) -> Any:
    """Show the telephone number once, for a reason that is kept."""
    queries.get_opinion(opinion_id)
    actor, form, number = current_actor(), ReasonForm(), []
    if attempt(form, lambda: number.append(actions.reveal_phone(actor, opinion_id, form.reason.data or ""))):
        return _page(opinion_id, phone=number[0])
    return _page(opinion_id, reason=form)


def _page(opinion_id: int, note: NoteForm | None = None, reason: ReasonForm | None = None, phone: str = "") -> Any:
    found = queries.get_opinion(opinion_id)
    unit = queries.unit_of(found.form)
    return rendered(
        "voices/opinion.html",
        form=note or reason or NoteForm(formdata=None, version=str(found.version), reply=found.reply),
        note=note or NoteForm(formdata=None, version=str(found.version), reply=found.reply),
        reason=reason or ReasonForm(formdata=None),
        opinion=found,
        place=queries.place_of(found.form),
        unit=unit.short_name if unit else "",
        phone=phone,
        masked=queries.masked_phone_of(found),
        is_office=is_office(current_actor()),
    )


def _asked() -> OpinionFilter:
    args = request.args
    return OpinionFilter(
        set_apart=args.get("apart") == _YES,
        state=OpinionState.find(args.get("state")),
        channel=OpinionChannel.find(args.get("channel")),
        trips=TripsSaid.find(args.get("trips")),
        papers=PapersSaid.find(args.get("papers")),
        satisfied=Satisfied.find(args.get("satisfied")),
        with_words=args.get("words") == _YES,
        wants_call=args.get("call") == _YES,
        form_id=number_in("form"),
        unit_id=number_in("unit"),
        site_id=number_in("site"),
        since=day_in("from"),
        until=day_in("to"),
        text=text_in("q"),
    )


def _roll() -> Roll:
    asked = _asked()
    here = url_for(".opinions", apart=_YES if asked.set_apart else None)
    narrowed = asked != OpinionFilter(set_apart=asked.set_apart)
    return Roll(
        title="群众意见",
        about="另存的不计入任何统计" if asked.set_apart else "意见征集表收到的意见，只记日期，不记是谁",
        columns=queries.COLUMNS,
        read=lambda offset, limit: queries.list_opinions(asked, offset, limit),
        unit="份",
        tabs=_tabs(asked.set_apart),
        filters=_filters(asked),
        dates=(asked.since, asked.until),
        search=asked.text,
        kept=kept_values("q", "from", "to"),
        new=("意见征集表", url_for(".opinion_forms")),
        clear=here if narrowed else None,
        export=".opinions_export",
        empty=("还没有群众意见", "给窗口、事项或专项建一张意见征集表，贴出二维码，群众扫码填的会出现在这里。"),
    )


def _tabs(apart: bool) -> list[tuple[str, str, int | None, bool]]:
    rows = queries.count_opinions(OpinionFilter()), queries.count_apart()
    return [
        ("意见", url_for(".opinions"), rows[0], not apart),
        ("超量另存", url_for(".opinions", apart=_YES), rows[1], apart),
        ("和走访对照", url_for(".opinion_gap_list"), None, False),
    ]


def _filters(asked: OpinionFilter) -> list[Any]:
    units = [(str(key), name) for key, name in unit_choices_of_windows()]
    sites = [(str(key), name) for key, name in site_choices()]
    forms = [(str(form.id), queries.place_of(form)) for form in queries.forms_by_id([asked.form_id or 0])]
    return [
        ("办理", "state", OpinionState.choices(), asked.state),
        ("满意吗", "satisfied", Satisfied.choices(), asked.satisfied),
        ("几趟", "trips", TripsSaid.choices(), asked.trips),
        ("材料", "papers", PapersSaid.choices(), asked.papers),
        ("写了话", "words", [(_YES, "写了话的")], _YES if asked.with_words else None),
        ("回访", "call", [(_YES, "希望回访的")], _YES if asked.wants_call else None),
        ("怎么来的", "channel", OpinionChannel.choices(), asked.channel),
        ("单位", "unit", units, asked.unit_id),
        ("网点", "site", sites, asked.site_id),
        *([("征集表", "form", forms, asked.form_id)] if forms else []),
    ]


def _gap_roll() -> Roll:
    by_site, since, until = request.args.get("by") == "site", day_in("from"), day_in("to")
    return Roll(
        title="群众意见和走访对照",
        about="满意含基本满意；3 趟或更多按 3 趟计，还没办好的不计；不满 3 份不排位次，市直和区县分开排",
        columns=opinion_gaps.columns(by_site),
        read=lambda offset, limit: opinion_gaps.list_gaps(by_site, since, until, offset, limit),
        unit="个",
        tabs=[(label, href, count, label == "和走访对照") for label, href, count, _here in _tabs(False)],
        filters=[("看", "by", [("site", "按网点")], "site" if by_site else None)],
        dates=(since, until),
        kept=kept_values("from", "to"),
        clear=url_for(".opinion_gap_list") if since or until or by_site else None,
        export=".opinion_gaps_export",
        empty=("还没有可以对照的", "收到群众意见或者有审核过的走访后，这里按单位对照。"),
    )
