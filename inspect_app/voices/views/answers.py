"""Routes that close a voice: answer, say why nobody can be answered, note what was done and where it was published."""

from typing import Any

from flask import flash

from forms.letters import AnswerLetterForm, PublishForm, ReasonForm, RectifyForm
from inspect_app.access import Permission
from inspect_app.foundation import clock
from inspect_app.rectification.vocabulary import ReplyChannel
from inspect_app.voices.actions import answers as actions
from inspect_app.voices.queries.answers import proposed_answer, proposed_publication
from inspect_app.voices.queries.letters import get_letter, merged_into
from inspect_app.voices.queries.triage import warnings_of
from inspect_app.voices.views import blueprint
from inspect_app.voices.views.triage import step_page, to_letter
from inspect_app.voices.vocabulary.letters import LetterSource
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt


@blueprint.route("/letters/<int:letter_id>/answer", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def answer(letter_id: int) -> Any:
    """Note what whoever spoke was told; what the department proposed stands there to begin with."""
    actor, found = current_actor(), get_letter(current_actor(), letter_id)
    proposed = proposed_answer(found)
    facts = {"text": found.answer or proposed, "on": found.answered_on or clock.today()}
    by_receipt = found.source is LetterSource.OPINION
    # Nobody knows who filled in a form: they read the answer where they look up their receipt.
    channel = found.answer_channel or (ReplyChannel.ONLINE if by_receipt else None)
    form = AnswerLetterForm(version=str(found.version), channel=channel, **facts)
    if not merged_into(found):
        del form.also_merged
    told: list[int] = []
    if attempt(form, lambda: told.append(actions.answer(actor, letter_id, form.answer(), form.seen))):
        flash("答复已记下。" if told[0] == 1 else f"答复已记下，并入的也一起记了，共 {told[0]} 件。")
        return to_letter(letter_id)
    about = "责任单位在问题里写的答复已带出，改好再答复。" if proposed and not found.answer else ""
    about += "群众凭回执码看得到这段答复。" if by_receipt else ""
    return step_page(found, form, "改答复" if found.answer else "答复", "记下答复", about=about)


@blueprint.route("/letters/<int:letter_id>/excuse", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def excuse(letter_id: int) -> Any:
    """Note why nobody can be answered."""
    actor, found = current_actor(), get_letter(current_actor(), letter_id)
    form = ReasonForm(version=str(found.version), reason=found.excuse)
    if attempt(form, lambda: actions.excuse(actor, letter_id, form.reason.data or "", form.seen)):
        flash("已记为无法答复，不计入答复率。")
        return to_letter(letter_id)
    return step_page(found, form, "无法答复", "记为无法答复", about="如：匿名来信，没有留联系方式。不计入答复率。")


@blueprint.route("/letters/<int:letter_id>/rectify", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def rectify(letter_id: int) -> Any:
    """Note that a suggestion was taken up."""
    actor, found = current_actor(), get_letter(current_actor(), letter_id)
    day = found.rectified_on or clock.today()
    form = RectifyForm(version=str(found.version), on=day, words=found.rectified_words)

    def deed() -> None:
        actions.rectify(actor, letter_id, form.on.data or day, form.words.data or "", form.seen)

    if attempt(form, deed):
        flash("落实情况已记下。")
        return to_letter(letter_id)
    return step_page(found, form, "建议落实", "记下落实")


@blueprint.route("/letters/<int:letter_id>/publish", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def publish(letter_id: int) -> Any:
    """Note what was published where; nobody is named in it."""
    actor, found = current_actor(), get_letter(current_actor(), letter_id)
    day, words = found.published_on or clock.today(), found.published_words or proposed_publication(found)
    form = PublishForm(version=str(found.version), on=day, where=found.published_where, words=words)

    def deed() -> None:
        place, text, checked = form.where.data or "", form.words.data or "", bool(form.checked.data)
        actions.publish(actor, letter_id, form.on.data or day, place, text, checked=checked, version=form.seen)

    if attempt(form, deed):
        flash("公示已记下。")
        return to_letter(letter_id)
    return step_page(found, form, "公示", "记下公示", warnings=warnings_of(form.words.data or ""))
