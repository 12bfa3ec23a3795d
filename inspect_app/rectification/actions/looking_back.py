"""Looking again after closure (回头看): planned by the system, done by a verifier; what rebounded is a new finding."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from inspect_app.access import SYSTEM, Actor, Permission, may
from inspect_app.accounts.queries import actor_of, get_person
from inspect_app.audit.actions import record
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_sealer
from inspect_app.database import db, is_sqlite
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding, FindingRecurrence
from inspect_app.findings.queries import case_facts, lock_finding
from inspect_app.findings.rules.recurrence import raised
from inspect_app.findings.vocabulary import FindingStatus, SourceKind, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.rectification.models import LookBack
from inspect_app.rectification.rules.assigning import distance_refusal
from inspect_app.rectification.rules.look_back import AFTER_DAYS, due_on, is_sampled
from inspect_app.rectification.vocabulary import LookBackState, VerificationMethod
from inspect_app.visits.actions import plan_visit
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitMode, VisitPlan

# What was closed longer ago than this is left alone; every nightly run looks at the same closures again.
_LOOKED_AT = timedelta(days=14)


def plan_look_backs(since: datetime | None = None) -> int:
    """Plan looking again at what was closed lately, each once; return how many were planned."""
    calendar, begin = work_calendar(), since or clock.now() - _LOOKED_AT
    columns = (Finding.id, Finding.number, Finding.grade, Finding.closed_at)
    closed = (Finding.status == FindingStatus.CLOSED, Finding.closed_at >= begin)
    rows = [
        {"finding_id": row.id, "closed_at": row.closed_at, "days": days, "state": LookBackState.PLANNED, "note": ""}
        | {"due_on": due_on(clock.day_of(row.closed_at), days, calendar)}
        for row in db.session.execute(select(*columns).where(*closed).order_by(Finding.id))
        if row.closed_at is not None and is_sampled(row.grade, row.number or "")
        for days in AFTER_DAYS
    ]
    planned = _insert_new(rows)
    if planned:
        record(SYSTEM, "finding.look_backs_planned", "finding", "all", planned=planned)
    return planned


def note_look_back(
    actor: Actor, look_back_id: int, result: LookBackState, method: VerificationMethod, note: str
) -> Finding | None:
    """Say what looking again showed; return the new finding when it rebounded.

    The closed finding stays closed. The new one is a grade higher and waits for triage. Done covertly, no
    person is kept.
    """
    look, words = _take(actor, look_back_id), clean(note)
    if result not in (LookBackState.FINE, LookBackState.REBOUNDED):
        raise Invalid("请选回头看的结果。", "result")
    if not words:
        raise Invalid("请写看到了什么。", "note")
    finding, covert = lock_finding(look.finding_id), _is_covert(look, method)
    if covert and method is not VerificationMethod.COVERT:
        raise Invalid("这次是暗访，请选暗访复核。", "method")
    move(actor, finding, Step.LOOK_BACK, permission=Permission.VERIFY, text=f"{result.label}：{words}", covert=covert)
    look.state, look.method, look.note, look.done_at = result, method, words, clock.now()
    _name(look, actor, covert)
    again = _found_again(actor, finding, look, words, covert) if result is LookBackState.REBOUNDED else None
    look.recurrence_id = again.id if again is not None else None
    db.session.flush()
    return again


def plan_look_back_visit(actor: Actor, look_back_id: int, plan: VisitPlan) -> Visit:
    """Plan a visit, open or covert, to look again; raise Invalid naming the form's field."""
    if not may(actor, Permission.PLAN_VISITS):
        raise NotAllowed("走访由跑改办安排。")
    look = _take(actor, look_back_id)
    if look.visit_id is not None:
        raise Refused("这次回头看已经安排了走访。")
    visitor = actor_of(get_person(plan.person_id))
    case = case_facts(db.session.get_one(Finding, look.finding_id), visitor)
    if refused := distance_refusal(visitor, case, clock.today(), Step.LOOK_BACK):
        raise Invalid(refused, "author")
    visit = plan_visit(actor, plan)
    look.visit_id = visit.id
    db.session.flush()
    return visit


def _insert_new(rows: list[dict[str, Any]]) -> int:
    if not rows:
        return 0
    insert = sqlite.insert(LookBack) if is_sqlite() else postgresql.insert(LookBack)
    keys = [LookBack.finding_id, LookBack.closed_at, LookBack.days]
    planned = 0
    for start in range(0, len(rows), 500):
        part = insert.values(rows[start : start + 500]).on_conflict_do_nothing(index_elements=keys)
        planned += len(db.session.execute(part.returning(LookBack.id)).all())
    return planned


def _take(actor: Actor, look_back_id: int) -> LookBack:
    """Return one that is planned, locked; raise Missing, or Refused when it was done already."""
    if not may(actor, Permission.VERIFY):
        raise Missing()
    query = select(LookBack).where(LookBack.id == look_back_id).with_for_update()
    look = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if look is None:
        raise Missing()
    if look.state is not LookBackState.PLANNED:
        raise Refused(f"这次回头看已经登记为“{look.state.label}”。")
    return look


def _is_covert(look: LookBack, method: VerificationMethod) -> bool:
    visit = db.session.get(Visit, look.visit_id) if look.visit_id else None
    return method is VerificationMethod.COVERT or (visit is not None and visit.mode is VisitMode.COVERT)


def _name(look: LookBack, actor: Actor, covert: bool) -> None:
    if not covert:
        look.checker_id = actor.person_id
    elif actor.person_id is not None:
        sealer = current_sealer()
        look.checker_seal, look.checker_tag = sealer.seal_author(actor.person_id), sealer.author_tag(actor.person_id)


def _found_again(actor: Actor, old: Finding, look: LookBack, words: str, covert: bool) -> Finding:
    """Register the same problem anew: a grade higher, with the words of who looked, waiting for triage."""
    visit = db.session.get(Visit, look.visit_id) if look.visit_id else None
    finding = Finding(
        campaign_id=old.campaign_id,
        visit_id=visit.id if visit is not None and visit.submitted_at is not None else None,
        source_kind=SourceKind.OFFICE,
        source_ref=f"回头看 {old.number}",
        method=old.method,
        is_covert=covert,
        found_on=clock.today(),
        pain_type=old.pain_type,
        category=old.category,
        grade=raised(old.grade),
        lead_unit_id=old.lead_unit_id,
        window_id=old.window_id,
        item_id=old.item_id,
        clause=old.clause,
        title=old.title,
        fact=words,
        suggestion=old.suggestion,
        status=FindingStatus.SUBMITTED,
        recurrence_of_id=old.id,
    )
    db.session.add(finding)
    db.session.flush()
    settled = FindingRecurrence(finding_id=finding.id, grade_before=old.grade, accepted_at=clock.now())
    settled.accepted_by_id = None if covert else actor.person_id
    db.session.add(settled)
    return finding
