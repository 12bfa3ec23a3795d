"""Slips (督办单): the office's three tabs, a department's own, one slip with what may be done, the printed sheet."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from forms.base import ChineseForm
from forms.supervision import AnswerSlipForm, CancelSlipForm, DropItemForm, IssueSlipForm
from inspect_app.access import Permission, may
from inspect_app.accounts.queries import unit_choices
from inspect_app.config import current_settings
from inspect_app.database import transaction
from inspect_app.findings.vocabulary import Level
from inspect_app.foundation import clock
from inspect_app.rectification.actions import slips
from inspect_app.rectification.models import SupervisionSlip
from inspect_app.rectification.queries.slips import (
    SlipFilter,
    SlipTab,
    count_slips,
    get_slip,
    list_slips,
    may_answer,
    tabs_for,
)
from inspect_app.rectification.rules.deadlines import day_words
from inspect_app.rectification.rules.escalation import ON_PAPER
from inspect_app.rectification.rules.slips import standard_demand
from inspect_app.rectification.views import blueprint
from inspect_app.rectification.vocabulary import SlipState
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import attempt, rendered

READERS = (Permission.READ_ALL_FINDINGS, Permission.READ_UNIT_FINDINGS)
_OPEN_TO_ANSWER = frozenset({SlipState.ISSUED, SlipState.SIGNED})
_TO_CANCEL = frozenset({SlipState.PROPOSED, SlipState.ISSUED, SlipState.SIGNED})


@blueprint.get("/slips")
@requires(*READERS)
def slip_list() -> Any:
    """List slips under the tab of the address."""
    actor, number = current_actor(), page_number()
    tabs = tabs_for(actor)
    chosen = SlipTab.find(request.args.get("tab"))
    asked = SlipFilter(chosen if chosen in tabs else tabs[0], _level(), _unit())
    rows, total = list_slips(actor, asked, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    counts = count_slips(actor)
    return render_template(
        "rectification/slips.html",
        page=Page(rows, number, total),
        sought=asked,
        tabs=[(tab.label, _address(tab), counts[tab], tab is asked.tab) for tab in tabs],
        levels=[(level.value, level.label) for level in ON_PAPER],
        units=unit_choices() if may(actor, Permission.READ_ALL_FINDINGS) else [],
        standing=slips.standing,
        today=clock.today(),
    )


@blueprint.get("/slips/<int:slip_id>")
@requires(*READERS)
def slip(slip_id: int) -> Any:
    """Show a slip; its department signs for it by opening it."""
    found = get_slip(current_actor(), slip_id)
    if found.state is SlipState.ISSUED and may_answer(current_actor(), found):
        with transaction():
            slips.sign_by_opening(current_actor(), slip_id)
    return _page(slip_id)


@blueprint.get("/slips/<int:slip_id>/sheet")
@requires(*READERS)
def slip_sheet(slip_id: int) -> Any:
    """Show 《督办单》 as it prints."""
    found = get_slip(current_actor(), slip_id)
    office = current_settings().office_name
    return render_template("rectification/sheet_slip.html", slip=found, items=slips.standing(found), office=office)


@blueprint.post("/slips/<int:slip_id>/issue")
@requires(Permission.TRIAGE)
def issue_slip(slip_id: int) -> Any:
    """Issue a proposal."""
    actor, form = current_actor(), IssueSlipForm()

    def deed() -> None:
        slips.issue_slip(actor, slip_id, form.demand.data or "", form.answer_days.data or 0, form.seen)

    return _do(slip_id, form, deed, "督办单已发，单位联络员和负责人会收到消息。")


@blueprint.post("/slips/<int:slip_id>/drop")
@requires(Permission.TRIAGE)
def drop_slip_item(slip_id: int) -> Any:
    """Take a finding off a proposal."""
    actor, form = current_actor(), DropItemForm()
    number = form.number.data or ""
    return _do(slip_id, form, lambda: slips.drop_item(actor, slip_id, number), f"{number} 已从督办单里撤下。")


@blueprint.post("/slips/<int:slip_id>/cancel")
@requires(Permission.TRIAGE)
def cancel_slip(slip_id: int) -> Any:
    """Take a slip back."""
    actor, form = current_actor(), CancelSlipForm()
    return _do(slip_id, form, lambda: slips.cancel_slip(actor, slip_id, form.reason.data or ""), "督办单已撤销。")


@blueprint.post("/slips/<int:slip_id>/answer")
@requires(Permission.ANSWER)
def answer_slip(slip_id: int) -> Any:
    """Answer a slip, once."""
    actor, form = current_actor(), AnswerSlipForm()
    return _do(slip_id, form, lambda: slips.answer_slip(actor, slip_id, form.answer.data or ""), "督办单已回复。")


def _do(slip_id: int, form: ChineseForm, deed: Callable[[], object], told: str) -> Any:
    get_slip(current_actor(), slip_id)
    if attempt(form, deed):
        flash(told)
        return redirect(url_for("rectification.slip", slip_id=slip_id), 303)
    return _page(slip_id, form)


def _page(slip_id: int, refused: ChineseForm | None = None) -> Any:
    actor, found = current_actor(), get_slip(current_actor(), slip_id)
    items = slips.standing(found)
    return rendered(
        "rectification/slip.html",
        form=refused,
        slip=found,
        items=items,
        dropped=[str(item.finding.number) for item in found.items if item.dropped_at is not None],
        told=_told(found),
        forms=_forms(found, len(items), refused),
        is_office=may(actor, Permission.TRIAGE),
        answers=found.state in _OPEN_TO_ANSWER and may_answer(actor, found),
        can_cancel=found.state in _TO_CANCEL,
        today=clock.today(),
    )


def _told(found: SupervisionSlip) -> list[tuple[str, str]]:
    """Return what became of a slip, as (name, value), without what has not happened."""
    moments = (("发出", found.issued_at), ("签收", found.signed_at), ("撤销", found.cancelled_at))
    rows = [("状态", found.state.label), ("要求", found.demand)]
    rows += [(name, f"{clock.local(at):%m-%d %H:%M}" if at else "") for name, at in moments]
    rows += [
        ("请于何日前回复", day_words(found.answer_by) if found.answer_by else ""),
        ("撤销理由", found.cancel_reason),
    ]
    return [(name, value) for name, value in rows if value]


def _forms(found: SupervisionSlip, count: int, refused: ChineseForm | None) -> dict[str, ChineseForm]:
    """Return the forms of the page; a refused one keeps what was written."""
    fresh: dict[str, ChineseForm] = {
        "issue": IssueSlipForm(formdata=None, version=found.version, demand=standard_demand(found.level, count)),
        "cancel": CancelSlipForm(formdata=None),
        "answer": AnswerSlipForm(formdata=None),
    }
    return {name: refused if type(refused) is type(form) and refused else form for name, form in fresh.items()}


def _address(tab: SlipTab) -> str:
    level, unit = request.args.get("level"), request.args.get("unit")
    return url_for(".slip_list", tab=tab.value, level=level, unit=unit)


def _level() -> Level | None:
    level = Level.find(request.args.get("level"))
    return level if level in ON_PAPER else None


def _unit() -> int | None:
    text = request.args.get("unit", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
