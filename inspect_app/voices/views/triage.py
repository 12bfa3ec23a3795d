"""Routes that settle what becomes of a voice: a problem, a suggestion, praise, nothing, or one with another."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for

from forms.letters import ListFindingForm, PlacedForm, PraiseLetterForm, ReasonForm, StepForm
from inspect_app.access import Permission
from inspect_app.accounts.queries import unit_choices
from inspect_app.campaigns.queries import campaign_choices, current_campaigns
from inspect_app.catalogue.queries import item_choices, window_choices
from inspect_app.findings.vocabulary import Category
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.projects.views.listing import address_values
from inspect_app.voices.actions import triage as actions
from inspect_app.voices.models import Letter
from inspect_app.voices.queries.letters import get_letter
from inspect_app.voices.queries.triage import ids_waiting, outward, titles_of, warnings_of
from inspect_app.voices.views import blueprint
from inspect_app.voices.views.letters import asked_in_address
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_LONGEST_ID = 9


@blueprint.route("/letters/<int:letter_id>/finding", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def list_as_finding(letter_id: int) -> Any:
    """List what a voice says as a problem, in words that may leave the office."""
    actor, found = current_actor(), get_letter(current_actor(), letter_id)
    running = current_campaigns(clock.today())
    form = ListFindingForm(
        **placed(found), title=found.title, fact=outward(found, found.words),
        category=(found.category or Category.OTHER).value, campaign_id=str(running[0].id) if running else "",
    )  # fmt: skip
    offer(form, found)
    if attempt(form, lambda: actions.list_finding(actor, letter_id, form.draft(), form.seen)):
        flash("已列为问题，待立项交办。")
        return to_letter(letter_id)
    return step_page(found, form, "列为问题", "列为问题", warnings=warnings_of(f"{form.title.data}\n{form.fact.data}"))


@blueprint.route("/letters/<int:letter_id>/praise", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def pass_as_praise(letter_id: int) -> Any:
    """Enter praise into its register."""
    actor, found = current_actor(), get_letter(current_actor(), letter_id)
    form = PraiseLetterForm(**placed(found), words=outward(found, found.words))
    offer(form, found)
    if attempt(form, lambda: actions.pass_as_praise(actor, letter_id, form.draft(), form.seen)):
        flash("已转点赞登记簿。")
        return to_letter(letter_id)
    return step_page(found, form, "转点赞", "转点赞", warnings=warnings_of(form.words.data or ""))


@blueprint.post("/letters/<int:letter_id>/suggestion")
@requires(Permission.TRIAGE)
def list_as_suggestion(letter_id: int) -> Any:
    """Take a voice as a suggestion."""
    return _press(letter_id, actions.list_suggestion, "已列为建议。落实、答复、公示三样都办了才算完。")


@blueprint.route("/letters/<int:letter_id>/no-action", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def take_no_action(letter_id: int) -> Any:
    """Settle that nothing is done, and why."""
    actor, found = current_actor(), get_letter(current_actor(), letter_id)
    form = ReasonForm(version=str(found.version))
    if attempt(form, lambda: actions.take_no_action(actor, letter_id, form.reason.data or "", form.seen)):
        flash("已定为不办理，理由已记下。仍然要答复。")
        return to_letter(letter_id)
    return step_page(found, form, "不办理", "定为不办理")


@blueprint.post("/letters/no-action")
@requires(Permission.TRIAGE)
def take_no_action_on_many() -> Any:
    """Count and show what was ticked, or all of the address's filter; settle it once it is confirmed."""
    actor, form, asked = current_actor(), ReasonForm(), asked_in_address()
    confirmed = "reason" in request.form
    ticked = _numbers((form.ids.data or "").split(",")) if confirmed else _ticked()
    ids = ids_waiting(asked, ticked)
    if not ids:
        raise Invalid("选中的来信里没有待分办的，什么也没有改动。")
    done: list[int] = []
    if confirmed and attempt(form, lambda: done.append(actions.take_no_action_on(actor, ids, form.reason.data or ""))):
        flash(f"{done[0]} 件已定为不办理，理由已记下。")
        return redirect(url_for(".letters", **address_values()), 303)
    if not confirmed:
        form = ReasonForm(formdata=None, ids=",".join(map(str, ids)))
    return rendered("voices/letters_no_action.html", form=form, count=len(ids), shown=titles_of(ids[:50]))


@blueprint.post("/letters/<int:letter_id>/merge/<int:into_id>")
@requires(Permission.TRIAGE)
def merge(letter_id: int, into_id: int) -> Any:
    """Merge a voice into another that says the same."""
    get_letter(current_actor(), into_id)
    words = "已并入。原文都留着，各自照样要答复；并错了可以取消。"
    return _press(letter_id, lambda actor, key, version: actions.merge(actor, key, into_id, version), words)


@blueprint.post("/letters/<int:letter_id>/separate")
@requires(Permission.TRIAGE)
def separate(letter_id: int) -> Any:
    """Undo a merge."""
    return _press(letter_id, actions.separate, "已取消并入，重新待分办。")


@blueprint.post("/letters/<int:letter_id>/reopen")
@requires(Permission.TRIAGE)
def reopen(letter_id: int) -> Any:
    """Let a voice be settled anew."""
    return _press(letter_id, actions.reopen, "已重新待分办。")


def to_letter(letter_id: int) -> Any:
    """Lead to the page of a voice."""
    return redirect(url_for(".letter", letter_id=letter_id), 303)


def step_page(
    found: Letter, form: Any, title: str, verb: str, *, about: str = "", warnings: list[str] | None = None
) -> Any:
    """Render the form of one step, with the words it is about beside it."""
    facts = {"letter": found, "title": title, "verb": verb, "about": about, "warnings": warnings or []}
    return rendered("voices/letter_step.html", form=form, **facts)


def placed(found: Letter) -> dict[str, str]:
    """Return the version of a voice and what it is about, as a form begins with them."""
    ids = {"unit_id": found.unit_id, "window_id": found.window_id, "item_id": found.item_id}
    return {"version": str(found.version)} | {name: str(key or "") for name, key in ids.items()}


def offer(form: PlacedForm, found: Letter) -> None:
    """Hand a form the units, windows, matters and campaigns."""
    windows = window_choices(also=[found.window_id] if found.window_id else [])
    numbered = {"window_id": windows, "item_id": item_choices(), "campaign_id": campaign_choices()}
    texts = {name: [(str(key), label) for key, label in known] for name, known in numbered.items()}
    form.offer(unit_id=unit_choices(), **texts)


def _press(letter_id: int, deed: Callable[..., object], words: str) -> Any:
    actor, form = current_actor(), StepForm()
    get_letter(actor, letter_id)
    if attempt(form, lambda: deed(actor, letter_id, form.seen)):
        flash(words)
    return to_letter(letter_id)


def _ticked() -> list[int] | None:
    return None if request.form.get("all") else _numbers(request.form.getlist("ids"))


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID]
