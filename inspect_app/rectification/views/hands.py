"""Hands inside and beside a department: 转办, 交回, 收回, 协办意见, 答复当事人, and what the office notes."""

from typing import Any

from flask import flash, redirect, url_for

from forms.hands import DataNeedForm, DebriefForm, HandDownForm, NoteForm, OpinionForm, PassUpForm, ReplyForm
from forms.rectification import RemarkForm
from inspect_app.access import Permission
from inspect_app.findings.queries import get_for_office
from inspect_app.findings.vocabulary import Step
from inspect_app.rectification.actions import annotating, assisting, handing_down
from inspect_app.rectification.actions.debriefing import note_debrief
from inspect_app.rectification.queries.hands import debrief_of, units_below
from inspect_app.rectification.queries.overview import CaseView
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.views.case import case_url
from inspect_app.rectification.views.opening import done_or, view_for
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered


@blueprint.route("/case/<number>/hand-down", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def hand_down(number: str) -> Any:
    """Hand a finding down to a unit below."""
    actor, view = current_actor(), view_for(number, Step.HAND_DOWN)
    form = HandDownForm(version=view.finding.version)
    form.unit.choices = [("", "请选择"), *units_below(view.finding)]

    def deed() -> None:
        unit_id = int(form.unit.data)
        handing_down.hand_down(actor, number, unit_id=unit_id, note=form.note.data or "", version=form.seen)

    return done_or(view, form, deed, "已转办。时限不变，对方交回后由您反馈。", "hand_down")


@blueprint.route("/case/<number>/pass-up", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def pass_up(number: str) -> Any:
    """Answer whoever handed it down, in one sentence."""
    actor, view = current_actor(), view_for(number, Step.PASS_UP)
    form = PassUpForm(version=view.finding.version)
    uploads = form.files.uploads() if form.is_submitted() else []

    def deed() -> None:
        handing_down.pass_up(actor, number, form.text.data or "", uploads, form.seen)

    return done_or(view, form, deed, "办理情况已交回。", "pass_up")


@blueprint.route("/case/<number>/take-back", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def take_back(number: str) -> Any:
    """Take a finding back from below."""
    actor, view = current_actor(), view_for(number, Step.TAKE_BACK)
    form = HandDownForm(version=view.finding.version)
    del form.unit

    def deed() -> None:
        handing_down.take_back(actor, number, form.note.data or "", form.seen)

    return done_or(view, form, deed, "转办已收回，由您直接办理。", "take_back")


@blueprint.route("/case/<number>/opinion", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def opinion(number: str) -> Any:
    """Give the opinion of an assisting unit."""
    actor, view = current_actor(), view_for(number, Step.GIVE_OPINION)
    form = OpinionForm(version=view.finding.version)

    def deed() -> None:
        assisting.give_opinion(actor, number, form.text.data or "", form.seen)

    return done_or(view, form, deed, "协办意见已记下，主办单位可以看到。", "opinion")


@blueprint.route("/case/<number>/reply", methods=["GET", "POST"])
@requires(Permission.ANSWER, Permission.TRIAGE)
def reply(number: str) -> Any:
    """Note what the citizen, netizen or complainant was told."""
    actor, view = current_actor(), view_for(number, Step.REPLY_SOURCE)
    form = ReplyForm(version=view.finding.version)

    def deed() -> None:
        assisting.reply_source(actor, number, form.text.data or "", form.chosen(), form.seen)

    return done_or(view, form, deed, "已记下对当事人的答复。", "reply")


@blueprint.post("/case/<number>/callback")
@requires(Permission.TRIAGE)
def callback(number: str) -> Any:
    """Note whether the person who was told is content."""
    actor, form = current_actor(), RemarkForm()
    satisfied = form.verb.data == "satisfied"
    if not attempt(form, lambda: assisting.note_satisfaction(actor, number, satisfied, form.seen)):
        return redirect(url_for("rectification.reply", number=number), 303)
    flash("已记：当事人满意。" if satisfied else "已记：当事人不满意。")
    return redirect(case_url(actor, number), 303)


@blueprint.route("/case/<number>/notes", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def notes(number: str) -> Any:
    """Keep what the office notes on a finding."""
    actor, view = current_actor(), view_for(number, Step.ANNOTATE)
    finding = view.finding
    form = NoteForm(
        version=finding.version,
        hard_task=finding.hard_task,
        due=finding.due,
        tolerance=finding.tolerance,
        accountability=finding.accountability,
    )
    if attempt(form, lambda: annotating.annotate(actor, number, form.draft(), form.seen)):
        flash("补充登记已保存，责任单位看不到。")
        return redirect(case_url(actor, number), 303)
    needs = DataNeedForm(formdata=None, version=finding.version)
    return _notes_page(view, form, needs)


@blueprint.post("/case/<number>/data-needs")
@requires(Permission.TRIAGE)
def data_need(number: str) -> Any:
    """Keep which data a fix depends on."""
    actor, view = current_actor(), view_for(number, Step.ANNOTATE)
    form = DataNeedForm()

    def deed() -> None:
        facts = {"supplier": form.supplier.data or "", "field": form.data_field.data or ""}
        annotating.note_data_need(actor, number, version=form.seen, state=form.chosen(), **facts)

    if attempt(form, deed):
        flash("数据共享需求已记下。")
        return redirect(url_for("rectification.notes", number=number), 303)
    return _notes_page(view, NoteForm(formdata=None, version=view.finding.version), form)


@blueprint.route("/findings/<int:finding_id>/debrief", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def debrief(finding_id: int) -> Any:
    """Type what the department answers at the debrief."""
    actor = current_actor()
    finding, known = get_for_office(actor, finding_id), debrief_of(finding_id)
    form = DebriefForm(obj=known)

    def deed() -> None:
        facts = {name: form[name].data or "" for name in ("said_by", "explanation", "measures")}
        note_debrief(actor, finding_id, promised_on=form.promised_on.data, decided=bool(form.decided.data), **facts)

    if attempt(form, deed):
        decided = "座谈答复已记下，措施现场定了，部门不用再报计划。"
        flash(decided if form.decided.data else "座谈答复已记下，部门报计划时会自动带出。")
        return redirect(url_for("findings.triage_finding", finding_id=finding_id), 303)
    return rendered("rectification/debrief.html", form=form, finding=finding)


def _notes_page(view: CaseView, form: NoteForm, needs_form: DataNeedForm) -> Any:
    bad = form if form.errors else needs_form
    page, _ = rendered("rectification/notes.html", form=form, needs_form=needs_form, view=view, finding=view.finding)
    return page, 422 if bad.errors else 200
