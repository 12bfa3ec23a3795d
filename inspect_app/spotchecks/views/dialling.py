"""The dialler's pages, for a telephone in the hand: the list, one number, and what is done with it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for

from forms.spotchecks import DoForm, TryForm
from inspect_app.foundation import clock
from inspect_app.spotchecks.actions import dialling as actions
from inspect_app.spotchecks.models import PhoneLine
from inspect_app.spotchecks.queries import phones as queries
from inspect_app.spotchecks.queries.phone_sums import sums_by_batch
from inspect_app.spotchecks.rules.phones import grouped
from inspect_app.spotchecks.views import blueprint
from inspect_app.spotchecks.views.batches import SEEN_BY
from inspect_app.spotchecks.vocabulary.phones import FAULTY, LineFilter, Sums, Verdict
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, rendered

_WAYS = ("now", "later", "done")


@blueprint.get("/phone-tests/<int:batch_id>/dial")
@requires(*SEEN_BY)
def dial_list(batch_id: int) -> Any:
    """Show what may be dialled now, later, and what is done, by unit and promise."""
    batch, now = queries.get_batch(current_actor(), batch_id), clock.now()
    rows = queries.list_lines(batch.id, LineFilter())
    moments = queries.open_moments(rows, now)
    ways = {
        "now": [row for row in rows if row.id in moments and moments[row.id] <= now],
        "later": [row for row in rows if row.verdict is None and (row.id not in moments or moments[row.id] > now)],
        "done": [row for row in rows if row.verdict is not None],
    }
    way = request.args.get("way", "now")
    way = way if way in _WAYS else "now"
    return rendered(
        "spotchecks/dial.html",
        batch=batch,
        sums=sums_by_batch([batch.id]).get(batch.id, Sums()),
        ways={name: len(found) for name, found in ways.items()},
        way=way,
        groups=grouped(ways[way]),
        moments=moments,
    )


@blueprint.route("/phone-tests/<int:batch_id>/lines/<int:line_id>", methods=["GET", "POST"])
@requires(*SEEN_BY)
def phone_line(batch_id: int, line_id: int) -> Any:
    """Show a number with its tries, and note another."""
    actor = current_actor()
    line = queries.get_line(actor, batch_id, line_id)
    form = TryForm(seen=str(len(line.tries)))
    verdicts: list[Verdict | None] = []

    def deed() -> None:
        verdicts.append(actions.note_try(actor, batch_id, line_id, form.draft(), form.tries_seen).verdict)

    if attempt(form, deed):
        verdict = verdicts[0]
        flash(f"已记下：{verdict.label}。" if verdict else "已记下，换一个半天再打。")
        # A fault is offered as a problem at once; otherwise the next number is what one wants.
        return _to_line(batch_id, line_id) if verdict in FAULTY else _to_list(batch_id)
    return _page(line, form)


@blueprint.post("/phone-tests/<int:batch_id>/lines/<int:line_id>/finding")
@requires(*SEEN_BY)
def list_fault(batch_id: int, line_id: int) -> Any:
    """List what is wrong with a number as a problem, in one tap."""
    return _press(batch_id, line_id, actions.list_fault, "已列为问题，待立项交办。")


@blueprint.post("/phone-tests/<int:batch_id>/lines/<int:line_id>/undo")
@requires(*SEEN_BY)
def take_back_try(batch_id: int, line_id: int) -> Any:
    """Take back the last try of a number."""
    return _press(batch_id, line_id, actions.take_back_try, "已撤销最后一次，可以重新记。")


def _page(line: PhoneLine, form: TryForm) -> Any:
    row, now = queries.line_row(line), clock.now()
    return rendered(
        "spotchecks/line.html",
        form=form,
        batch=line.batch,
        row=row,
        moment=queries.open_moments([row], now).get(row.id),
        now=now,
        can_list=queries.can_list(line),
        office=queries.is_office(current_actor()),
    )


def _press(batch_id: int, line_id: int, deed: Callable[..., object], words: str) -> Any:
    queries.get_line(current_actor(), batch_id, line_id)
    if attempt(DoForm(), lambda: deed(current_actor(), batch_id, line_id)):
        flash(words)
    return _to_line(batch_id, line_id)


def _to_line(batch_id: int, line_id: int) -> Any:
    return redirect(url_for(".phone_line", batch_id=batch_id, line_id=line_id), 303)


def _to_list(batch_id: int) -> Any:
    return redirect(url_for(".dial_list", batch_id=batch_id), 303)
