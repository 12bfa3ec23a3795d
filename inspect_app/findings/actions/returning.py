"""Signing by opening, and returns: "not ours" is asked for, ruled on, handed to another (T5–T8)."""

from datetime import date

from inspect_app.access import Actor, Permission
from inspect_app.accounts.queries import get_unit
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.actions.delivering import schedule_auto_accept, start_answering
from inspect_app.findings.actions.holding import forget_holds, hold, release
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import case_facts, lock_finding, signs_by_opening
from inspect_app.findings.rules.clocks import day_zero, restarted_due, stage_due
from inspect_app.findings.rules.workflow import can_sign
from inspect_app.findings.vocabulary import HoldReason, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, NotAllowed
from inspect_app.foundation.text import clean


def accept_on_opening(actor: Actor, finding: Finding) -> bool:
    """Sign for a finding because its department opened it (T5); say whether it was signed now."""
    locked = lock_finding(finding.id)
    if not signs_by_opening(actor, locked):
        return False
    move(actor, locked, Step.ACCEPT, permission=Permission.ANSWER, flush=False)
    start_answering(locked)
    return True


def request_return(
    actor: Actor, finding_id: int, *, basis: str, proposed_unit_id: int, by_scan: bool = False
) -> Finding:
    """Ask, signed, that another department takes a finding (T6); the office's clock C4 starts.

    The head, a deputy or a stand-in signs; `by_scan` when the liaison files a signed sheet. Clear
    `pending_step` before calling, when the step was prepared first.
    """
    finding = lock_finding(finding_id)
    if not by_scan and not can_sign(actor, case_facts(finding, actor)):
        raise NotAllowed("退单要由本单位负责人、分管负责人或代签人签发。")
    proposed = get_unit(proposed_unit_id)
    if proposed.id == finding.lead_unit_id:
        raise Invalid("建议承办单位不能是本单位。", "proposed_unit")
    terms, calendar, now = current_settings().clocks, work_calendar(), clock.now()
    move(
        actor,
        finding,
        Step.REQUEST_RETURN,
        permission=Permission.ANSWER if by_scan else Permission.SIGN_FOR_UNIT,
        text=clean(basis),
        payload={"proposed_unit_id": proposed.id, "by_scan": by_scan},
        flush=False,
        basis=clean(basis),
        proposed_unit=proposed.id,
    )
    finding.return_count += 1
    finding.stage_due = stage_due(now, terms.ruling, calendar, terms)
    hold(finding, HoldReason.RETURN_RULING, day_zero(now, calendar, terms), terms.ruling)
    return finding


def reassign(actor: Actor, finding_id: int, *, lead_unit_id: int, remark: str = "", due: date | None = None) -> Finding:
    """Hand a finding to another department, asked for (T7) or not (T20); it gets the full term from then on."""
    finding, before = lock_finding(finding_id), clock.now()
    former = finding.lead_unit_id
    if lead_unit_id == former:
        raise Invalid("改派要选另一个单位；仍由本单位办的，请驳回退单。", "lead_unit")
    if due is not None and due < clock.today():
        raise Invalid("时限不能早于今天。", "due")
    unit, words = get_unit(lead_unit_id), clean(remark)
    with db.session.no_autoflush:
        # The new department's own from here on: whoever is told of the move is told of that one.
        finding.lead_unit_id = unit.id
        move(
            actor,
            finding,
            Step.REASSIGN,
            permission=Permission.TRIAGE,
            text=words,
            payload={"from_unit_id": former, "lead_unit_id": unit.id},
            changes={"lead_unit_id": (former, unit.id)},
            flush=False,
            lead_unit=unit.id,
            reason=words,
        )
    finding.assists = [assist for assist in finding.assists if assist.unit_id != unit.id]
    _start_again(finding, due)
    finding.stage_due = stage_due(before, current_settings().clocks.accept, work_calendar(), current_settings().clocks)
    db.session.flush()
    schedule_auto_accept(finding)
    return finding


def refuse_return(actor: Actor, finding_id: int, *, ruling: str) -> Finding:
    """Rule that the department keeps the finding (T8), for good; office days beyond C4 are credited."""
    finding, words = lock_finding(finding_id), clean(ruling)
    move(
        actor,
        finding,
        Step.REFUSE_RETURN,
        permission=Permission.RULE,
        text=words,
        flush=False,
        ruling=words,
    )
    finding.return_ruled = True
    release(finding, HoldReason.RETURN_RULING)
    start_answering(finding)
    return finding


def _start_again(finding: Finding, fixed: date | None) -> None:
    """Let the clocks start anew; the original date stays as it was."""
    now, calendar, terms = clock.now(), work_calendar(), current_settings().clocks
    if fixed is not None:
        finding.due, finding.due_provisional = fixed, not calendar.is_known(fixed)
    elif finding.original_due is not None and finding.delivered_at is not None:
        again = restarted_due(finding.delivered_at, finding.original_due, now, calendar, terms)
        finding.due, finding.due_provisional = again.day, again.provisional
    finding.accepted_at, finding.auto_accepted, finding.term_from = None, False, now
    finding.feedback_at = finding.last_feedback_at = finding.verified_at = finding.rework_due = None
    finding.judged_due = finding.on_time = finding.on_time_original = None
    # What was settled with the department before is no matter of the new one's.
    finding.plan_approver_id, finding.dispute, finding.return_ruled = None, None, False
    finding.extension_count = finding.plan_return_count = 0
    forget_holds(finding)
