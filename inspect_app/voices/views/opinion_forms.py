"""Opinion forms at the desk: make, print as poster, labels and paper, close, and enter what paper says."""

from typing import Any

import segno
from flask import flash, redirect, request, url_for

from forms.opinions import NewFormsForm, PaperOpinionForm, SeenForm, UntilForm
from inspect_app.access import Permission
from inspect_app.campaigns.queries import current_campaigns
from inspect_app.catalogue.queries import get_site, item_choices, site_choices, window_choices
from inspect_app.config import current_settings
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.projects.views.listing import READERS, is_office
from inspect_app.voices.actions import opinion_forms as actions
from inspect_app.voices.actions.opinions import enter_paper
from inspect_app.voices.models import OpinionForm
from inspect_app.voices.queries import opinions as queries
from inspect_app.voices.views import blueprint
from inspect_app.voices.vocabulary.opinions import PapersSaid, Satisfied, TripsSaid
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import attempt, rendered

# Labels on an A4 sheet, and how many an address may name.
_A_SHEET, _MOST = 8, 500


@blueprint.get("/voices/forms")
@requires(*READERS)
def opinion_forms() -> Any:
    """List the forms with how many opinions each has."""
    number, today = page_number(), clock.today()
    rows, total = queries.list_forms((number - 1) * PAGE_SIZE, PAGE_SIZE)
    counts = queries.counts_of(rows)
    lines = [(row, queries.place_of(row), queries.form_state(row, today), *counts.get(row.id, (0, 0))) for row in rows]
    return rendered("voices/forms.html", page=Page(lines, number, total), is_office=is_office(current_actor()))


@blueprint.route("/voices/forms/new", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def new_opinion_forms() -> Any:
    """Make a form, or one for each window of a site."""
    actor, form, made = current_actor(), NewFormsForm(), []
    campaigns = [(one.id, one.name) for one in current_campaigns(clock.today())]
    form.offer(site_choices(), window_choices(), item_choices(), campaigns)

    def deed() -> None:
        made.extend(actions.make_forms(actor, form.draft(_windows_of(form.site_id))))

    if attempt(form, deed):
        if len(made) > 1:
            flash(f"已建 {len(made)} 张意见征集表，可以打印整页标签。")
            return redirect(url_for(".opinion_labels", ids=[one.id for one in made]), 303)
        flash("意见征集表已建好，请打印海报或标签贴到窗口。")
        return redirect(url_for(".opinion_form", form_id=made[0].id), 303)
    return rendered("voices/form_new.html", form=form)


@blueprint.get("/voices/forms/<int:form_id>")
@requires(*READERS)
def opinion_form(form_id: int) -> Any:
    """Show a form: its QR code, what came of it, what may be done."""
    return _page(queries.get_form(form_id))


@blueprint.post("/voices/forms/<int:form_id>/until")
@requires(Permission.TRIAGE)
def change_opinion_form(form_id: int) -> Any:
    """Change its last day."""
    found, actor, form = queries.get_form(form_id), current_actor(), UntilForm()
    if attempt(form, lambda: actions.set_until(actor, form_id, form.until.data, form.seen)):
        flash("截止日期已改。")
        return redirect(url_for(".opinion_form", form_id=form_id), 303)
    return _page(found, form)


@blueprint.post("/voices/forms/<int:form_id>/close")
@requires(Permission.TRIAGE)
def close_opinion_form(form_id: int) -> Any:
    """Stop taking opinions."""
    found, actor, form = queries.get_form(form_id), current_actor(), SeenForm()
    if attempt(form, lambda: actions.close_form(actor, form_id, form.seen)):
        flash("已停用。贴着的二维码扫开会说明不再收意见，可以随时恢复。")
        return redirect(url_for(".opinion_form", form_id=form_id), 303)
    return _page(found)


@blueprint.post("/voices/forms/<int:form_id>/reopen")
@requires(Permission.TRIAGE)
def reopen_opinion_form(form_id: int) -> Any:
    """Take opinions again."""
    found, actor, form = queries.get_form(form_id), current_actor(), SeenForm()
    if attempt(form, lambda: actions.reopen_form(actor, form_id, form.seen)):
        flash("已恢复征集。")
        return redirect(url_for(".opinion_form", form_id=form_id), 303)
    return _page(found)


@blueprint.get("/voices/forms/<int:form_id>/poster")
@requires(*READERS)
def opinion_poster(form_id: int) -> Any:
    """Show the A4 poster to print."""
    found = queries.get_form(form_id)
    return rendered("voices/print/poster.html", label=_label(found), form_id=form_id)


@blueprint.get("/voices/forms/labels")
@requires(*READERS)
def opinion_labels() -> Any:
    """Show sheets of labels to print: of the forms in the address, or of all that are open."""
    given = request.args.getlist("ids")[:_MOST]
    asked = [int(text) for text in given if text.isascii() and text.isdigit() and len(text) < 10]
    forms = queries.forms_by_id(asked) if asked else queries.open_forms()
    labels = [_label(form) for form in forms]
    sheets = [labels[start : start + _A_SHEET] for start in range(0, len(labels), _A_SHEET)]
    return rendered("voices/print/labels.html", sheets=sheets, total=len(labels))


@blueprint.get("/voices/forms/<int:form_id>/paper")
@requires(*READERS)
def opinion_paper(form_id: int) -> Any:
    """Show the paper form to print."""
    asks = (("这件事您一共跑了几趟？", TripsSaid), ("材料带齐了吗？", PapersSaid), ("您满意吗？", Satisfied))
    questions = [(text, [label for _value, label in kind.choices()]) for text, kind in asks]
    found = queries.get_form(form_id)
    return rendered("voices/print/paper.html", label=_label(found), form_id=form_id, questions=questions)


@blueprint.route("/voices/forms/<int:form_id>/enter", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def enter_opinion(form_id: int) -> Any:
    """Enter what a paper form says, one after the other."""
    found, actor = queries.get_form(form_id), current_actor()
    form = PaperOpinionForm(said_on=clock.today())

    def deed() -> None:
        if form.lacks_phone:
            raise Invalid("勾了希望回访，请填电话号码。", "phone")
        day: Any = form.said_on.data
        enter_paper(actor, form_id, form.draft(), day)

    if attempt(form, deed):
        flash("这一张已录入，请录下一张。")
        return redirect(url_for(".enter_opinion", form_id=form_id), 303)
    return rendered("voices/enter.html", form=form, row=found, place=queries.place_of(found))


def _page(found: OpinionForm, form: UntilForm | None = None) -> Any:
    counted = queries.counts_of([found]).get(found.id, (0, 0))
    return rendered(
        "voices/form.html",
        form=form or UntilForm(formdata=None, version=str(found.version), until=found.until),
        row=found,
        label=_label(found),
        state=queries.form_state(found, clock.today()),
        counted=counted,
        is_office=is_office(current_actor()),
    )


def _label(found: OpinionForm) -> dict[str, str]:
    """Return what a poster or label prints: the place, its address and the QR code as a picture."""
    base = current_settings().address or request.url_root.rstrip("/")
    address = f"{base}/o/{found.code}"
    picture = segno.make(address, error="m", micro=False).svg_inline(
        border=4, svgclass="qr", lineclass="qr-line", omitsize=True
    )
    unit = queries.unit_of(found)
    until = f"{found.until:%Y-%m-%d}" if found.until else ""
    place = queries.place_of(found)
    return {
        "place": place, "address": address, "code": found.code, "picture": picture, "until": until,
        "unit": unit.short_name if unit else "", "office": current_settings().office_name,
    }  # fmt: skip


def _windows_of(site_id: int | None) -> tuple[int, ...]:
    return tuple(window.id for window in get_site(site_id).windows if window.active) if site_id is not None else ()
