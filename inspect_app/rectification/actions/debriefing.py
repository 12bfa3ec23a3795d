"""座谈: what a department answers on the spot prefills its plan (E4–E6); what was decided there needs none (B9)."""

from datetime import date

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.actions.moving import after_move
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import get_for_office, lock_finding
from inspect_app.findings.rules.clocks import stage_due
from inspect_app.findings.rules.workflow import ENDED
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.foundation.text import clean
from inspect_app.rectification.models import DebriefAnswer

# Until a plan is handed in it can be settled that none is needed.
_BEFORE_A_PLAN = frozenset(
    {
        FindingStatus.DRAFT, FindingStatus.SUBMITTED, FindingStatus.DISPATCHED,
        FindingStatus.RETURN_REQUESTED, FindingStatus.ACCEPTED,
    }
)  # fmt: skip
_SETS_PLAN = frozenset({Step.DISPATCH, Step.QUEUE})


def note_debrief(
    actor: Actor,
    finding_id: int,
    *,
    said_by: str,
    explanation: str,
    measures: str = "",
    promised_on: date | None = None,
    decided: bool = False,
) -> DebriefAnswer:
    """Keep what was said about a finding at the debrief; a covert finding has no debrief.

    With `decided` its measures stand as they were settled on the spot: the department hands in no plan.
    """
    finding = lock_finding(get_for_office(actor, finding_id).id)
    if finding.is_covert:
        raise Refused("暗访发现的问题不开座谈，不能记现场答复。")
    if finding.status in ENDED or finding.status is FindingStatus.DISMISSED:
        raise Refused(f"问题“{finding.status.label}”，不再记现场答复。")
    row = _answer_to(finding) or DebriefAnswer(finding_id=finding.id, decided=False, plan_waived=False)
    row.said_by, row.explanation = clean(said_by), clean(explanation)
    row.measures, row.promised_on = clean(measures), promised_on
    row.noted_at, row.noted_by_id = clock.now(), actor.person_id or 0
    db.session.add(row)
    if decided is not row.decided:
        _decide(actor, finding, row, decided=decided)
    record(
        actor, "finding.debriefed", "finding", finding.number or finding.id, permission=Permission.TRIAGE,
        decided_on_site=decided,
    )  # fmt: skip
    db.session.flush()
    return row


@after_move
def keep_waived(_actor: Actor, finding: Finding, step: Step) -> None:
    """Let what was decided on the spot before the dispatch stay so: triage sets anew whether a plan is due."""
    if step not in _SETS_PLAN or not finding.needs_plan:
        return
    row = _answer_to(finding)
    if row is not None and row.decided:
        _waive(finding, row)


def _decide(actor: Actor, finding: Finding, row: DebriefAnswer, *, decided: bool) -> None:
    if finding.status not in _BEFORE_A_PLAN:
        raise Refused(f"问题现在是“{finding.status.label}”，要不要报计划不能再改。")
    if decided and not (row.measures and row.promised_on):
        raise Invalid("现场定的措施，要写怎么改、改到哪天。", "measures" if not row.measures else "promised_on")
    if finding.grade is Grade.MAJOR and not may(actor, Permission.APPROVE_MAJOR):
        raise Refused("重大问题的措施由跑改办负责人现场定。")
    row.decided = decided
    if decided and finding.needs_plan:
        _waive(finding, row)
    elif not decided and row.plan_waived:
        row.plan_waived, finding.needs_plan = False, True
        if finding.status is FindingStatus.ACCEPTED:
            terms = current_settings().clocks
            finding.stage_due = stage_due(clock.now(), terms.plan, work_calendar(), terms)


def _waive(finding: Finding, row: DebriefAnswer) -> None:
    """No plan is due: the clock of one that ran stops."""
    row.plan_waived, finding.needs_plan = True, False
    if finding.status is FindingStatus.ACCEPTED:
        finding.stage_due = None


def _answer_to(finding: Finding) -> DebriefAnswer | None:
    return db.session.scalars(select(DebriefAnswer).where(DebriefAnswer.finding_id == finding.id)).one_or_none()
