"""座谈: what a department answers on the spot is typed while it is said and prefills its plan (E4–E6)."""

from datetime import date

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.findings.queries import get_for_office, lock_finding
from inspect_app.findings.rules.workflow import ENDED
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.foundation.text import clean
from inspect_app.rectification.models import DebriefAnswer


def note_debrief(
    actor: Actor,
    finding_id: int,
    *,
    said_by: str,
    explanation: str,
    measures: str = "",
    promised_on: date | None = None,
) -> DebriefAnswer:
    """Keep what was said about a finding at the debrief; a covert finding has no debrief."""
    finding = lock_finding(get_for_office(actor, finding_id).id)
    if finding.is_covert:
        raise Refused("暗访发现的问题不开座谈，不能记现场答复。")
    if finding.status in ENDED or finding.status is FindingStatus.DISMISSED:
        raise Refused(f"问题“{finding.status.label}”，不再记现场答复。")
    query = select(DebriefAnswer).where(DebriefAnswer.finding_id == finding.id)
    row = db.session.scalars(query).one_or_none() or DebriefAnswer(finding_id=finding.id)
    row.said_by, row.explanation = clean(said_by), clean(explanation)
    row.measures, row.promised_on = clean(measures), promised_on
    row.noted_at, row.noted_by_id = clock.now(), actor.person_id or 0
    db.session.add(row)
    record(actor, "finding.debriefed", "finding", finding.number or finding.id, permission=Permission.TRIAGE)
    db.session.flush()
    return row
