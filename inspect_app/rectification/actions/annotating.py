"""What the office keeps on a finding beside its course: 硬任务, 问责, 容错 and data it needs (E8, E9, E19, E22)."""

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db
from inspect_app.findings.actions.moving import move, refresh_lamp
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import clean
from inspect_app.rectification.actions.taking import must_allow, take
from inspect_app.rectification.models import DataNeed
from inspect_app.rectification.vocabulary import DataNeedState, NoteDraft


def annotate(actor: Actor, number: str, draft: NoteDraft, version: int | None = None) -> None:
    """Keep what the office notes; a department never reads it, and no notice prints it.

    A 硬任务 has a fixed date: it becomes the date in force unless feedback has come, the original one stays.
    """
    finding = take(actor, number, version, accountability=draft.accountability)
    must_allow(actor, finding, Step.ANNOTATE)
    changes = {
        "hard_task": (finding.hard_task, draft.hard_task),
        "tolerance": (finding.tolerance, draft.tolerance),
        "accountability": (finding.accountability, clean(draft.accountability)),
    }
    if draft.hard_task:
        _fix_date(finding, draft, changes)
    finding.hard_task, finding.tolerance = draft.hard_task, draft.tolerance
    finding.accountability = clean(draft.accountability)
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    move(actor, finding, Step.ANNOTATE, permission=Permission.TRIAGE, changes=changed)


def note_data_need(
    actor: Actor, number: str, *, supplier: str, field: str, state: DataNeedState, version: int | None = None
) -> DataNeed:
    """Keep which data a fix depends on, from whom, and how far it is; the same field is changed, not doubled."""
    finding = take(actor, number, version, field=field)
    must_allow(actor, finding, Step.ANNOTATE)
    supplier, field = clean(supplier), clean(field)
    if not supplier:
        raise Invalid("请填写数据供方。", "supplier")
    if not field:
        raise Invalid("请填写需要的数据项。", "data_field")
    query = select(DataNeed).where(
        DataNeed.finding_id == finding.id, DataNeed.supplier == supplier, DataNeed.field == field
    )
    row = db.session.scalars(query).one_or_none() or DataNeed(
        finding_id=finding.id, supplier=supplier, field=field, noted_at=clock.now(), noted_by_id=actor.person_id
    )
    row.state = state
    words = f"数据共享需求：{supplier}，{field}，{state.label}"
    move(actor, finding, Step.ANNOTATE, permission=Permission.TRIAGE, text=words)
    db.session.add(row)
    db.session.flush()
    return row


def _fix_date(finding: Finding, draft: NoteDraft, changes: dict[str, tuple[object, object]]) -> None:
    if draft.due is None:
        raise Invalid("硬任务要定完成日期。", "due")
    if draft.due == finding.due:
        return
    if draft.due < clock.today():
        raise Invalid("完成日期不能早于今天。", "due")
    if finding.feedback_at is not None:
        raise Invalid("已经反馈过整改情况，时限不能再改。", "due")
    changes["due"] = (finding.due, draft.due)
    finding.due, finding.due_provisional = draft.due, not work_calendar().is_known(draft.due)
    refresh_lamp(finding)
