"""Deeds of the office before delivery: settle, dispatch (T4), queue a covert finding, dismiss (T3)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.actions.delivering import hand_over
from inspect_app.findings.actions.moving import move
from inspect_app.findings.actions.recurring import lock_original, merge, settle_recurrence
from inspect_app.findings.models import Finding, FindingAssist, FindingFile
from inspect_app.findings.queries import case_facts, lock_finding, names_known
from inspect_app.findings.queries.linked import reference_of
from inspect_app.findings.rules.naming import traces
from inspect_app.findings.rules.workflow import refusal
from inspect_app.findings.vocabulary import FileStage, FindingStatus, Grade, Step, Triage
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.tasks.actions import schedule
from inspect_app.tasks.vocabulary import TaskKind
from inspect_app.visits.models import VisitFile
from inspect_app.visits.vocabulary import VisitStatus

_TEXTS = {"title": "问题标题", "fact": "事实", "suggestion": "建议", "demand": "整改要求"}
_PLAIN = ("category", "pain_type", "grade", "lead_unit_id", "window_id", "item_id", "due")


def save_triage(actor: Actor, finding_id: int, triage: Triage) -> Finding:
    """Keep what the office has settled so far; raise Conflict when somebody else saved first."""
    finding = _lock_for_triage(actor, finding_id)
    changes = _apply(actor, finding, triage)
    record(actor, "finding.triaged", "finding", finding.id, permission=Permission.TRIAGE, **changes)
    db.session.flush()
    return finding


def dispatch(actor: Actor, finding_id: int, triage: Triage) -> Finding:
    """Register an open finding and deliver it at once (T4): number, clocks, event."""
    finding = _lock_for_triage(actor, finding_id)
    _demand_allowed(actor, finding, Step.DISPATCH)
    changes = _apply(actor, finding, triage)
    _demand_ready(finding, triage)
    finding.dispatched_by_id = actor.person_id
    hand_over(actor, finding, clock.now(), permission=Permission.TRIAGE, changes=changes)
    return finding


def queue(actor: Actor, finding_id: int, triage: Triage, release_at: datetime | None = None) -> Finding:
    """Register a covert finding; it is delivered at `release_at` (next working day 09:00 unless given)."""
    finding = _lock_for_triage(actor, finding_id)
    _demand_allowed(actor, finding, Step.QUEUE)
    changes = _apply(actor, finding, triage)
    _demand_ready(finding, triage)
    moment = release_at or default_release()
    if moment <= clock.now():
        raise Invalid("送达时间要晚于现在。", "release_at")
    if finding.due is not None and finding.due < clock.day_of(moment):
        raise Invalid("时限不能早于送达日。", "due")
    move(
        actor,
        finding,
        Step.QUEUE,
        permission=Permission.TRIAGE,
        payload={"release_at": moment.isoformat()},
        changes=changes,
        flush=False,
        lead_unit=finding.lead_unit_id,
        grade=finding.grade,
        release_at=moment,
    )
    finding.release_at, finding.dispatched_by_id = moment, actor.person_id
    db.session.flush()
    schedule(TaskKind.DELIVER_FINDING, finding.id, moment)
    return finding


def default_release() -> datetime:
    """Return when a covert finding is delivered unless the office says otherwise."""
    terms = current_settings().clocks
    return clock.at(work_calendar().next_workday(clock.today()).day, terms.release_at)


def dismiss(actor: Actor, finding_id: int, *, reason: str, duplicate_of: str = "") -> Finding:
    """Decide not to register a finding (T3); a duplicate's evidence is added to the original."""
    original = lock_original(actor, finding_id, duplicate_of) if duplicate_of.strip() else None
    finding, words = _lock_for_triage(actor, finding_id), clean(reason)
    major = finding.grade is Grade.MAJOR
    move(
        actor,
        finding,
        Step.DISMISS,
        permission=Permission.DISMISS_MAJOR if major else Permission.TRIAGE,
        text=words,
        payload={"duplicate_of": original.number or original.id} if original else {},
        changes={"duplicate_of": (None, reference_of(original))} if original else {},
        flush=False,
        reason=words,
    )
    if original is not None:
        merge(actor, finding, original)
    db.session.flush()
    return finding


def _lock_for_triage(actor: Actor, finding_id: int) -> Finding:
    finding = lock_finding(finding_id)
    refused = refusal(Step.DISMISS, actor, case_facts(finding, actor), clock.today())
    if isinstance(refused, NotAllowed):
        raise refused
    if finding.status is not FindingStatus.SUBMITTED:
        raise Refused(f"现在是“{finding.status.label}”，立项只在“{FindingStatus.SUBMITTED.label}”时办。")
    if finding.release_at is not None:
        raise Refused("已经立项，正等送达。")
    if finding.visit is not None and finding.visit.status is VisitStatus.RECEIVED:
        raise Refused("这次走访还没有审核，请先审核走访，再办立项。")
    return finding


def _demand_allowed(actor: Actor, finding: Finding, step: Step) -> None:
    refused = refusal(step, actor, case_facts(finding, actor), clock.today())
    if refused is not None:
        raise refused


def _demand_ready(finding: Finding, triage: Triage) -> None:
    """Ask for what a department needs, and for a second look at words that may name people."""
    if finding.lead_unit_id is None:
        raise Invalid("请选一个责任单位。", "lead_unit")
    if triage.due is not None and triage.due < clock.today():
        raise Invalid("时限不能早于今天。", "due")
    words = "\n".join((finding.title, finding.fact, finding.suggestion, finding.demand))
    found = traces(words, names_known(), covert=finding.is_covert)
    if found and not triage.checked:
        raise Invalid(f"文字里有{'、'.join(found)}。请改掉；确属需要的，勾选“已核对”。", "checked")


def _apply(actor: Actor, finding: Finding, triage: Triage) -> dict[str, Any]:
    """Write what was settled; return what changed, old and new."""
    if finding.version != triage.version:
        raise _conflict(finding, triage)
    triage, linked = settle_recurrence(actor, finding, triage)
    wanted: dict[str, Any] = {name: clean(getattr(triage, name)) for name in _TEXTS}
    for name in ("title", "fact"):
        if not wanted[name]:
            raise Invalid(f"请填写{_TEXTS[name]}。", name)
    wanted |= {name: getattr(triage, name) for name in _PLAIN}
    wanted["found_lately"] = triage.found_lately and finding.is_covert
    wanted["needs_plan"] = triage.grade is Grade.MAJOR if triage.needs_plan is None else triage.needs_plan
    changes = {name: (getattr(finding, name), value) for name, value in wanted.items()}
    for name, value in wanted.items():
        setattr(finding, name, value)
    _set_assists(finding, triage.assist_unit_ids)
    _set_files(finding, triage.file_ids)
    return {name: pair for name, pair in changes.items() if pair[0] != pair[1]} | linked


def _conflict(finding: Finding, triage: Triage) -> Conflict:
    return Conflict(
        "这个问题刚被别人改过，两份都留着，请对照后再存。",
        mine={label: str(getattr(triage, name)) for name, label in _TEXTS.items()},
        theirs={label: str(getattr(finding, name)) for name, label in _TEXTS.items()},
    )


def _set_assists(finding: Finding, unit_ids: frozenset[int]) -> None:
    if finding.lead_unit_id in unit_ids:
        raise Invalid("主办单位不用再选为协办。", "assists")
    there = {assist.unit_id for assist in finding.assists}
    finding.assists = [assist for assist in finding.assists if assist.unit_id in unit_ids]
    finding.assists += [FindingAssist(unit_id=unit_id) for unit_id in sorted(unit_ids - there)]


def _set_files(finding: Finding, file_ids: frozenset[int]) -> None:
    """Pass on the photos that were ticked; the others stay with the visit."""
    allowed = set(db.session.scalars(select(VisitFile.file_id).where(VisitFile.visit_id == finding.visit_id)))
    there = {row.file_id: row for row in finding.files if row.stage is FileStage.FOUND}
    if file_ids - allowed - there.keys():
        raise Invalid("选的照片不是这次走访的。", "files")
    for file_id, row in there.items():
        if file_id not in file_ids:
            db.session.delete(row)
    for file_id in sorted(file_ids - there.keys()):
        db.session.add(FindingFile(finding_id=finding.id, file_id=file_id, stage=FileStage.FOUND))
    db.session.flush()
    db.session.expire(finding, ["files"])
