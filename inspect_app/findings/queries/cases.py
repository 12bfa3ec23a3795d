"""One finding: who may see it, what the rules need to know of it, its lamp."""

from datetime import date

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import joinedload

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingAssist
from inspect_app.findings.rules.clocks import LampView, judged_due, lamp, stage_due
from inspect_app.findings.rules.workflow import CaseFacts, refusal
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import office_sees


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that limits findings to what a person may see.

    The office and leaders see all, a department what was delivered to it, a verifier what waits for
    verification. Authors see their own on their own pages, never through the ledger.
    """
    if actor.is_system or may(actor, Permission.TRIAGE):
        return true()
    delivered = Finding.delivered_at.is_not(None)
    if may(actor, Permission.READ_ALL_FINDINGS):
        return delivered
    conditions: list[ColumnElement[bool]] = [false()]
    units = units_of(actor, Permission.READ_UNIT_FINDINGS)
    if units:
        assisted = select(FindingAssist.finding_id).where(FindingAssist.unit_id.in_(units))
        ours = Finding.lead_unit_id.in_(units) | Finding.handler_unit_id.in_(units)
        conditions.append(ours | Finding.id.in_(assisted))
    if may(actor, Permission.VERIFY):
        conditions.append(Finding.status == FindingStatus.PENDING_VERIFICATION)
    return delivered & or_(*conditions)


def get_finding(actor: Actor, number: str) -> Finding:
    """Return a delivered finding by its number, or raise Missing: what one may not see isn't there."""
    return _one(select(Finding).where(Finding.number == number, visible_to(actor)))


def get_for_office(actor: Actor, finding_id: int) -> Finding:
    """Return a finding by id for triage, or raise Missing: a draft would tell of a covert visit that is under way."""
    if not may(actor, Permission.TRIAGE):
        raise Missing()
    known = select(Visit.id).where(office_sees(actor))
    query = select(Finding).where(Finding.id == finding_id)
    is_draft = Finding.status == FindingStatus.DRAFT
    return _one(query.where(or_(~is_draft, Finding.visit_id.is_(None), Finding.visit_id.in_(known))))


def lock_finding(finding_id: int) -> Finding:
    """Return a finding locked for change, read anew; only inside a transaction."""
    query = select(Finding).where(Finding.id == finding_id).with_for_update()
    finding = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if finding is None:
        raise Missing()
    return finding


def case_facts(finding: Finding, actor: Actor) -> CaseFacts:
    """Return what the rules need to know of a finding, seen from one person."""
    return CaseFacts(
        status=finding.status,
        grade=finding.grade,
        lead_unit_id=finding.lead_unit_id,
        assist_unit_ids=frozenset(assist.unit_id for assist in finding.assists),
        is_covert=finding.is_covert,
        is_author=is_author(finding.visit, actor),
        needs_plan=finding.needs_plan,
        pending_step=finding.pending_step,
        plan_approver_id=finding.plan_approver_id,
        accept_until=_accept_until(finding),
        return_count=finding.return_count,
        return_ruled=finding.return_ruled,
        plan_return_count=finding.plan_return_count,
        verified=finding.round_passed,
        handler_unit_id=finding.handler_unit_id,
        dispute_until=_dispute_until(finding),
        answer_by=_answer_by(finding),
        extension_count=finding.extension_count,
        extension_asker_id=finding.extension_asker_id,
        dispute=finding.dispute,
        deferral_asker_id=finding.deferral_asker_id,
        answered=finding.feedback_at is not None,
        listed=finding.listed_on is not None,
        queued=finding.status is FindingStatus.SUBMITTED and finding.release_at is not None,
    )


def signs_by_opening(actor: Actor, finding: Finding) -> bool:
    """Say whether this person signs for a finding by opening it."""
    if finding.status is not FindingStatus.DISPATCHED:
        return False
    return refusal(Step.ACCEPT, actor, case_facts(finding, actor), clock.today()) is None


def lamp_of(finding: Finding) -> LampView:
    """Return the lamp of a finding today."""
    near = current_settings().clocks.near
    return lamp(finding.status, finding.lamp_due, clock.today(), near, work_calendar())


def is_author(visit: Visit | None, actor: Actor) -> bool:
    """Say whether somebody carried out a visit, or enters it for its author (代录)."""
    if visit is None or actor.person_id is None:
        return False
    if actor.person_id in (visit.author_id, visit.entered_by_id):
        return True
    return visit.author_tag == current_sealer().author_tag(actor.person_id)


def _accept_until(finding: Finding) -> date | None:
    """C2 counts from the department's own delivery, also after opening has signed for the finding."""
    if finding.term_from is None:
        return None
    terms = current_settings().clocks
    return stage_due(finding.term_from, terms.accept, work_calendar(), terms)


def _answer_by(finding: Finding) -> date | None:
    """The date in force with what the office held; before delivery there is none, and no calendar is asked."""
    return judged_due(finding.due, finding.held_days, work_calendar()) if finding.due is not None else None


def _dispute_until(finding: Finding) -> date | None:
    """C5 counts from signing, whether a plan is asked for or not."""
    if finding.accepted_at is None:
        return None
    terms = current_settings().clocks
    return stage_due(finding.accepted_at, terms.plan, work_calendar(), terms)


def _one(query: Select[Finding]) -> Finding:
    shown = (Finding.lead_unit, Finding.window, Finding.item)
    loaded = query.options(*(joinedload(part) for part in shown))
    finding = db.session.scalars(loaded).one_or_none()
    if finding is None:
        raise Missing()
    return finding
