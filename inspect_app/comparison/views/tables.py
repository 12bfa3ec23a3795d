"""Routes of tables: try one, download what can't be compared, let exactly what was tried be compared."""

import hashlib
from typing import Any

from flask import flash, redirect, url_for

from forms.comparison import UploadForm
from forms.comparison_csv import narrowed, read_cases
from forms.csv_tables import written
from forms.tried import TicketForm
from inspect_app.access import Permission
from inspect_app.campaigns.queries import current_campaigns
from inspect_app.comparison.actions import comparing as actions
from inspect_app.comparison.models import ComparisonBatch, ComparisonSource
from inspect_app.comparison.queries.batches import get_source
from inspect_app.comparison.rules import is_mapped
from inspect_app.comparison.views import blueprint
from inspect_app.comparison.vocabulary import Column, Grouping, TrialReport
from inspect_app.database import transaction
from inspect_app.evidence.views import keep_tried, open_tried
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import download, hang, rendered

_SHOWN = 100


@blueprint.route("/sources/<int:source_id>/compare", methods=["GET", "POST"])
@requires(Permission.TRIAGE)
def try_table(source_id: int) -> Any:
    """Try a table: say what comparing it would come to, and write nothing."""
    found, form = get_source(source_id), _upload_form()
    if not form.validate_on_submit():
        return _page(found, form)
    try:
        name, data = form.given()
        digest = hashlib.sha256(data).hexdigest()
        actions.demand_new_file(source_id, digest)
        kept = narrowed(data, _columns(found))
        report = actions.try_table(source_id, read_cases(kept, clock.today()))
        actions.demand_use(report, form.chosen)
    except Invalid as error:
        hang(form, error)
        return _page(found, form)
    facts = {"name": name, "digest": digest, "source": str(source_id), **form.facts()}
    ticket = keep_tried(kept, actions.PURPOSE, current_actor(), facts)
    return _page(found, form, report, TicketForm(formdata=None, ticket=ticket))


@blueprint.post("/sources/<int:source_id>/problems")
@requires(Permission.TRIAGE)
def table_problems(source_id: int) -> Any:
    """Send every line of a tried table that can't be compared, with what is wrong with it."""
    found, form = get_source(source_id), TicketForm()
    try:
        kept, _facts = _opened(form, source_id)
    except Invalid as error:
        return _refused(found, error)
    report = actions.try_table(source_id, read_cases(kept, clock.today()))
    rows = [("位置", "怎么了"), *((problem.place or "整个文件", problem.text) for problem in report.problems)]
    return download(written(rows), f"{found.name}_不能比对的行.csv", "text/csv")


@blueprint.post("/sources/<int:source_id>/confirm")
@requires(Permission.TRIAGE)
def confirm_table(source_id: int) -> Any:
    """Let the table that was tried be compared in the background."""
    found, form = get_source(source_id), TicketForm()
    try:
        kept, facts = _opened(form, source_id)
        batch = _begun(source_id, kept, facts)
    except Invalid as error:
        return _refused(found, error)
    flash("开始比对，可以离开这一页。")
    return redirect(url_for(".batch", batch_id=batch.id), 303)


def _begun(source_id: int, kept: bytes, facts: dict[str, str]) -> ComparisonBatch:
    table, grouping = read_cases(kept, clock.today()), Grouping.find(facts["grouping"]) or Grouping.GROUPED
    with transaction():
        return actions.begin(
            current_actor(), source_id, table, campaign_id=int(facts["campaign"]), grouping=grouping,
            file_name=facts["name"], digest=facts["digest"], storage_key=facts["key"],
        )  # fmt: skip


def _opened(form: TicketForm, source_id: int) -> tuple[bytes, dict[str, str]]:
    ticket = str(form.ticket.data) if form.validate_on_submit() else ""
    kept, facts = open_tried(ticket, actions.PURPOSE, current_actor())
    if facts["source"] != str(source_id):
        raise Invalid("试读的是另一个系统的文件，请重新上传。", "file")
    return kept, facts


def _columns(found: ComparisonSource) -> dict[Column, str]:
    columns = {column: str(found.columns[column.value]) for column in Column if column.value in found.columns}
    if not is_mapped(columns):
        raise Invalid("请先到“对应关系”里核对哪一列是什么，保存一次再上传。", "file")
    return columns


def _upload_form() -> UploadForm:
    campaigns = [(str(one.id), one.name) for one in current_campaigns(clock.today())]
    form = UploadForm()
    form.offer(campaigns)
    if len(campaigns) == 1 and not form.campaign_id.data:
        form.campaign_id.data = campaigns[0][0]
    return form


def _refused(found: ComparisonSource, error: Invalid) -> Any:
    form = _upload_form()
    hang(form, error)
    return _page(found, form)


def _page(
    found: ComparisonSource, form: UploadForm, report: TrialReport | None = None, confirm: TicketForm | None = None
) -> Any:
    columns = [(column.label, found.columns[column.value]) for column in Column if column.value in found.columns]
    facts: dict[str, Any] = {"source": found, "columns": columns, "report": report, "confirm": confirm, "shown": _SHOWN}
    facts["has_campaigns"] = len(form.campaign_id.choices or ()) > 1
    return rendered("comparison/table.html", form=form, **facts)
