"""电话抽测: the batches, a new one, one with its units and numbers, the same as Excel, who dials, its end."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request, url_for

from exports.phone_workbook import phones_xlsx
from forms.spotchecks import BatchForm, DiallersForm, DoForm
from inspect_app.access import Permission
from inspect_app.campaigns.queries import campaign_choices, current_campaigns
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.config import current_settings
from inspect_app.foundation import clock
from inspect_app.projects.views.listing import EXCEL, address_values, number_in
from inspect_app.spotchecks.actions import phones as actions
from inspect_app.spotchecks.models import PhoneBatch
from inspect_app.spotchecks.queries import phones as queries
from inspect_app.spotchecks.queries.phone_sums import sums_by_batch, sums_by_unit
from inspect_app.spotchecks.views import blueprint
from inspect_app.spotchecks.vocabulary.phones import LINE_HEADS, UNIT_HEADS, LineFilter, Part, Sums
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import page_number
from inspect_app.web.responses import attempt, download, rendered

SEEN_BY = (Permission.PLAN_VISITS, Permission.CAPTURE)


@blueprint.get("/phone-tests")
@requires(*SEEN_BY)
def phone_batches() -> Any:
    """List the batches somebody may see."""
    actor = current_actor()
    page = queries.list_batches(actor, page_number())
    return rendered("spotchecks/batches.html", page=page, office=queries.is_office(actor))


@blueprint.route("/phone-tests/new", methods=["GET", "POST"])
@requires(Permission.PLAN_VISITS)
def new_batch() -> Any:
    """Make a batch from the register of windows."""
    today = clock.today()
    running, units = current_campaigns(today), queries.numbers_by_unit()
    form = BatchForm(title=f"{today.month}月{today.day}日电话抽测", campaign=str(running[0].id) if running else "")
    campaigns = [(str(key), name) for key, name in campaign_choices()]
    form.offer(campaigns, [(str(key), f"{name} {count}") for key, name, count in units], queries.dialler_choices())
    made: list[PhoneBatch] = []
    if attempt(form, lambda: made.append(actions.make_batch(current_actor(), form.draft()))):
        flash("拨打单已生成，按单位和承诺排好了。")
        return _to_batch(made[0].id)
    return rendered("spotchecks/batch_new.html", form=form, any_numbers=bool(units))


@blueprint.get("/phone-tests/<int:batch_id>")
@requires(*SEEN_BY)
def phone_batch(batch_id: int) -> Any:
    """Show how a batch went: in all, unit by unit, number by number."""
    return _page(batch_id)


@blueprint.get("/phone-tests/<int:batch_id>/export")
@requires(*SEEN_BY)
def export_batch(batch_id: int) -> Response:
    """Send the same units and numbers as Excel, narrowed as on the screen."""
    batch, now = queries.get_batch(current_actor(), batch_id), clock.now()
    lines = queries.list_lines(batch.id, asked_lines())
    office = current_settings().office_name
    body = phones_xlsx(batch.title, sums_by_unit(batch.id), lines, office=office, made_at=now)
    return download(body, f"{batch.title}_{clock.local(now):%Y%m%d}.xlsx", EXCEL)


@blueprint.post("/phone-tests/<int:batch_id>/diallers")
@requires(Permission.PLAN_VISITS)
def assign_diallers(batch_id: int) -> Any:
    """Say who dials."""
    queries.get_batch(current_actor(), batch_id)
    form = DiallersForm()
    form.diallers.choices = queries.dialler_choices()
    if attempt(form, lambda: actions.assign_diallers(current_actor(), batch_id, form.ids())):
        flash("已保存谁来打，新派的人会收到消息。")
        return _to_batch(batch_id)
    return _page(batch_id, form)


@blueprint.post("/phone-tests/<int:batch_id>/close")
@requires(Permission.PLAN_VISITS)
def close_batch(batch_id: int) -> Any:
    """Close a batch."""
    return _press(batch_id, actions.close_batch, "已结束。没打完的号码不计入接通率。")


@blueprint.post("/phone-tests/<int:batch_id>/open")
@requires(Permission.PLAN_VISITS)
def open_batch(batch_id: int) -> Any:
    """Open a closed batch again."""
    return _press(batch_id, actions.open_batch, "已重新打开，可以接着打。")


@blueprint.post("/phone-tests/<int:batch_id>/give-up")
@requires(Permission.PLAN_VISITS)
def give_up_batch(batch_id: int) -> Any:
    """Remove a batch of which nothing was dialled."""
    queries.get_batch(current_actor(), batch_id)
    if attempt(DoForm(), lambda: actions.give_up_batch(current_actor(), batch_id)):
        flash("已删除这批，没有打过的电话。")
    return redirect(url_for(".phone_batches"), 303)


def asked_lines() -> LineFilter:
    """Return what the address narrows the numbers to."""
    return LineFilter(
        number_in("unit"), HoursKind.find(request.args.get("hours")), Part.find(request.args.get("part"))
    )


def _page(batch_id: int, form: DiallersForm | None = None) -> Any:
    actor, asked = current_actor(), asked_lines()
    batch = queries.get_batch(actor, batch_id)
    if form is None:
        form = DiallersForm(formdata=None, diallers=[str(one.person_id) for one in batch.diallers])
        form.diallers.choices = queries.dialler_choices()
    units = sums_by_unit(batch.id)
    return rendered(
        "spotchecks/batch.html",
        form=form,
        batch=batch,
        sums=sums_by_batch([batch.id]).get(batch.id, Sums()),
        units=units,
        lines=queries.list_lines(batch.id, asked),
        heads=(UNIT_HEADS, LINE_HEADS),
        wanted=asked,
        narrowed=asked != LineFilter(),
        unit_choices=[(str(one.unit_id), one.unit) for one in units],
        parts=Part,
        hours=HoursKind,
        who=queries.dialled_by([batch.id]).get(batch.id, []),
        office=queries.is_office(actor),
        export=url_for(".export_batch", batch_id=batch.id, **address_values()),
    )


def _press(batch_id: int, deed: Callable[..., object], words: str) -> Any:
    queries.get_batch(current_actor(), batch_id)
    if attempt(DoForm(), lambda: deed(current_actor(), batch_id)):
        flash(words)
    return _to_batch(batch_id)


def _to_batch(batch_id: int) -> Any:
    return redirect(url_for(".phone_batch", batch_id=batch_id), 303)
