"""How a reviewer found a visit, point by point; which of its trials no longer count."""

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.visits.models import Trial, VisitCheck
from inspect_app.visits.queries import lock_visit, office_sees
from inspect_app.visits.vocabulary import CheckWords, ScriptBreak, VisitStatus

_HANDED_IN = frozenset({VisitStatus.RECEIVED, VisitStatus.ACCEPTED})


def keep_check(actor: Actor, public_id: str, words: CheckWords) -> VisitCheck:
    """Keep what a reviewer notes of a round; a later word replaces an earlier one until the visit is accepted."""
    _demand_reviewer(actor)
    visit = lock_visit(public_id, office_sees(actor))
    if visit.status is not VisitStatus.RECEIVED:
        raise Refused(f"这次走访现在是“{visit.status.label}”，不用再核对。")
    if words.script_kept is not None and visit.script_id is None:
        raise Invalid("这次走访没有安排脚本。", "script_kept")
    check = db.session.get(VisitCheck, (visit.id, visit.round)) or VisitCheck(visit_id=visit.id, round=visit.round)
    check.facts_clear, check.evidence_enough = words.facts_clear, words.evidence_enough
    check.script_kept, check.note = words.script_kept, clean(words.note)
    check.by_id, check.at = actor.person_id or 0, clock.now()
    db.session.add(check)
    db.session.flush()
    record(
        actor,
        "visit.checked",
        "visit",
        public_id,
        permission=Permission.REVIEW_VISITS,
        facts_clear=check.facts_clear,
        evidence_enough=check.evidence_enough,
        script_kept=check.script_kept,
    )
    return check


def mark_trial(actor: Actor, public_id: str, trial_id: int, broken: ScriptBreak | None) -> Trial:
    """Say that a trial doesn't count, or counts again; also later, when an exposure comes to light."""
    _demand_reviewer(actor)
    visit = lock_visit(public_id, office_sees(actor))
    if visit.status not in _HANDED_IN:
        raise Refused("走访交来以后才能标记。")
    trial = next((trial for trial in visit.trials if trial.id == trial_id), None)
    if trial is None:
        raise Missing()
    before, trial.script_break = trial.script_break, broken
    db.session.flush()
    record(
        actor,
        "visit.trial_marked",
        "visit",
        public_id,
        permission=Permission.REVIEW_VISITS,
        trial=trial_id,
        script_break=(before.value if before else "", broken.value if broken else ""),
    )
    return trial


def _demand_reviewer(actor: Actor) -> None:
    if not may(actor, Permission.REVIEW_VISITS):
        raise NotAllowed("走访由跑改办审核。")
