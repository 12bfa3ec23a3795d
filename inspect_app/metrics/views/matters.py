"""承诺兑现 of one matter: its lines, the visits behind each number, and a result that came later."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from forms.promise import ResultForm
from inspect_app.access import Permission, may
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.metrics.queries import promise as queries
from inspect_app.metrics.rules.promise import causes, promised_words, proposals, units_asked
from inspect_app.metrics.views import blueprint
from inspect_app.metrics.views.promise import READERS, asked, promise_scope
from inspect_app.metrics.vocabulary import PromiseLine, Proposal, Reader
from inspect_app.visits.actions import note_result
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import Page, page_number
from inspect_app.web.responses import attempt, rendered

_PARTS = {"kept": True, "broken": False}


@blueprint.get("/promises/<int:item_id>")
@requires(*READERS)
def matter(item_id: int) -> Any:
    """Show what was promised of a matter and what was found."""
    return _page(item_id, ResultForm(formdata=None))


@blueprint.get("/promises/<int:item_id>/<line>")
@requires(*READERS)
def matter_visits(item_id: int, line: str) -> Any:
    """Show the visits behind a number of a matter."""
    kind = PromiseLine.find(line)
    if kind is None:
        raise Missing()
    scope, number = _scope(), page_number()
    seen = queries.get_matter(scope, item_id)
    if seen.lines[kind].few:
        raise Missing()
    part = _PARTS.get(request.args.get("part", ""))
    rows, total, untold = queries.visit_lines(scope, item_id, kind, part, number)
    return render_template(
        "metrics/promise_visits.html",
        seen=seen,
        line=kind,
        part=request.args.get("part", "") if part is not None else "",
        page=Page(rows, number, total),
        untold=untold,
        **asked(scope),
    )


@blueprint.post("/promises/<int:item_id>/results/<int:trial_id>")
@requires(Permission.REVIEW_VISITS)
def note_trial_result(item_id: int, trial_id: int) -> Any:
    """Note on which day the result of a trial came."""
    form = ResultForm()
    if attempt(form, lambda: note_result(current_actor(), trial_id, item_id, form.day())):
        flash("已记办结日期。")
        here: dict[str, Any] = asked(_scope())["here"]
        return redirect(url_for("metrics.matter", item_id=item_id, **here), 303)
    return _page(item_id, form, trial_id)


def _scope() -> queries.PromiseScope:
    """Return what the address asks for; unit and batch are those of the matter itself."""
    return replace(promise_scope(), unit_id=None, batch="")


def _page(item_id: int, form: ResultForm, wrong: int | None = None) -> Any:
    scope, actor = _scope(), current_actor()
    seen = queries.get_matter(scope, item_id)
    windows, item = queries.windows_of(scope, item_id), seen.item
    office = scope.reader is Reader.OFFICE
    return rendered(
        "metrics/promise_matter.html",
        form=form,
        wrong=wrong,
        seen=seen,
        promised=promised_words(item.trips, item.promised_amount, item.promised_unit, item.id_only, len(item.papers)),
        windows=windows,
        faults=queries.faults_of(scope, item_id),
        months=queries.months_of(scope, item_id),
        found=queries.findings_of(scope, item_id),
        waiting=queries.waiting_results(scope, item_id) if office else [],
        proposed=proposals(windows) if office else [],
        causes=causes(windows),
        units_asked=units_asked(item.unit_id, windows),
        Proposal=Proposal,
        today=clock.today(),
        may_target=may(actor, Permission.MANAGE_CAMPAIGNS),
        may_project=may(actor, Permission.TRIAGE),
        **asked(scope),
    )
