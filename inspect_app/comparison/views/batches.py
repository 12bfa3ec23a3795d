"""Routes of batches: how far, what came of it, case by case, as Excel, and undo."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, request, url_for

from forms.comparison import UndoForm
from inspect_app.access import Permission
from inspect_app.comparison.actions.undoing import undo_batch
from inspect_app.comparison.models import ComparedCase
from inspect_app.comparison.queries import batches as queries
from inspect_app.comparison.queries.groups import (
    count_groups,
    groups_of,
    list_cases,
    place_of,
    real_of,
    sides_of,
)
from inspect_app.comparison.queries.matching import promises_held
from inspect_app.comparison.rules import case_words
from inspect_app.comparison.views import blueprint
from inspect_app.comparison.vocabulary import IN_WORK, Aspect, BatchState, Group, Promise, Tally
from inspect_app.evidence.actions import forget_document
from inspect_app.projects.views.listing import Roll, number_in, sheet, show
from inspect_app.projects.vocabulary.lists import ListColumn, ListLine
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import PAGE_SIZE, Page, page_number
from inspect_app.web.responses import attempt, rendered

_GROUP_COLUMNS = (
    ListColumn("事项", 36),
    ListColumn("窗口", 24),
    ListColumn("没有做到", 12, "num"),
    *(ListColumn(aspect.label, 12, "num more") for aspect in Aspect),
    ListColumn("问题", 10),
)
_CASE_COLUMNS = (
    ListColumn("办件编号", 20),
    ListColumn("行", 8, "num more"),
    ListColumn("办结日期", 12, "day more"),
    ListColumn("事项", 32),
    ListColumn("窗口", 24, "more"),
    ListColumn("没有做到", 44),
)


@blueprint.get("/batches/<int:batch_id>")
@requires(Permission.TRIAGE)
def batch(batch_id: int) -> Any:
    """Show how far a batch is, and what came of it."""
    return _page(batch_id, UndoForm(formdata=None))


@blueprint.get("/batches/<int:batch_id>/export")
@requires(Permission.TRIAGE)
def batch_export(batch_id: int) -> Response:
    """Send the same list as Excel."""
    return sheet(_groups_roll(batch_id))


@blueprint.get("/batches/<int:batch_id>/cases")
@requires(Permission.TRIAGE)
def cases(batch_id: int) -> Any:
    """List the cases that were worse than promised, of one problem when it is named."""
    return show(_cases_roll(batch_id))


@blueprint.get("/batches/<int:batch_id>/cases/export")
@requires(Permission.TRIAGE)
def cases_export(batch_id: int) -> Response:
    """Send the same list as Excel."""
    return sheet(_cases_roll(batch_id))


@blueprint.post("/batches/<int:batch_id>/undo")
@requires(Permission.TRIAGE)
def undo(batch_id: int) -> Any:
    """Take a batch back as long as nobody has worked on one of its problems."""
    queries.get_batch(batch_id)
    actor, form, gone = current_actor(), UndoForm(), []
    if not attempt(form, lambda: gone.append(undo_batch(actor, batch_id, form.reason.data or ""))):
        return _page(batch_id, form)
    count, key = gone[0]
    if key:
        forget_document(key)
    flash(f"已撤销，{count} 个问题不予立项，这些办件可以重新比对。")
    return redirect(url_for(".batch", batch_id=batch_id), 303)


def _page(batch_id: int, undo_form: UndoForm) -> Any:
    found, roll, number = queries.get_batch(batch_id), _groups_roll(batch_id), page_number()
    lines, total = roll.read((number - 1) * PAGE_SIZE, PAGE_SIZE)
    cases, broken = queries.counts_of(batch_id)
    undone = found.state is BatchState.UNDONE
    return rendered(
        "comparison/batch.html",
        form=undo_form,
        batch=found,
        in_work=found.state in IN_WORK,
        roll=roll,
        page=Page(lines, number, total),
        cases=cases,
        broken=broken,
        problems=0 if undone else len(queries.problems_of(batch_id)),
        touched=[] if undone else queries.touched_in(batch_id),
    )


def _groups_roll(batch_id: int) -> Roll:
    found = queries.get_batch(batch_id)

    def read(offset: int, limit: int | None) -> tuple[list[ListLine], int]:
        return [_group_line(batch_id, one) for one in groups_of(batch_id, offset, limit)], count_groups(batch_id)

    return Roll(
        title=f"数据比对第 {found.id} 批",
        about=f"{found.source.name}，{found.file_name}",
        columns=_GROUP_COLUMNS,
        read=read,
        unit="项",
        export=".batch_export",
        empty=("没有比承诺差的", "比过的办件都做到了承诺。"),
    )


def _group_line(batch_id: int, group: Group) -> ListLine:
    sides = [group.tallies[aspect] for aspect in Aspect]
    cells = (
        group.matter, group.place, _part(Tally(group.cases, group.broken)), *map(_part, sides),
        f"#{group.finding_id}" if group.finding_id else "",
    )  # fmt: skip
    return ListLine(cells, url_for(".cases", batch_id=batch_id, finding=group.finding_id))


def _part(tally: Tally) -> str:
    return f"{tally.broken}/{tally.compared}" if tally.compared else ""


def _cases_roll(batch_id: int) -> Roll:
    found, finding_id = queries.get_batch(batch_id), number_in("finding")

    def read(offset: int, limit: int | None) -> tuple[list[ListLine], int]:
        rows, total = list_cases(batch_id, finding_id, offset, limit)
        return _case_lines(rows), total

    about = f"{found.source.name}，第 {found.id} 批"
    return Roll(
        title="比承诺差的办件",
        about=f"{about}，问题 #{finding_id}" if finding_id is not None else about,
        columns=_CASE_COLUMNS,
        read=read,
        tabs=[("按事项和窗口", url_for(".batch", batch_id=batch_id), None, False), ("逐件", request.path, None, True)],
        export=".cases_export",
        clear=url_for(".cases", batch_id=batch_id) if finding_id is not None else None,
        empty=("没有比承诺差的办件", "比过的办件都做到了承诺，或者这一批已经撤销。"),
    )


def _case_lines(rows: Sequence[ComparedCase]) -> list[ListLine]:
    promises = promises_held(rows[0].batch_id, {one.item_id for one in rows}) if rows else {}
    return [
        ListLine(
            (one.case_no, one.row, one.day, one.item.name, place_of(one.window), _told(one, promises[one.item_id])),
            url_for("findings.triage_finding", finding_id=one.finding_id) if one.finding_id else "",
        )
        for one in rows
    ]


def _told(case: ComparedCase, promise: Promise) -> str:
    broken = [aspect for aspect, kept in sides_of(case).items() if not kept]
    return "；".join(case_words(aspect, real_of(case, aspect, promise), promise) for aspect in broken)
