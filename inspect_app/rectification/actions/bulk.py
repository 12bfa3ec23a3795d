"""Many findings at once: put a batch together, then do it in one transaction, one deed and one entry a row.

A row that is refused is left as it was and listed with the reason; the others are done.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import delete

from inspect_app.access import Actor
from inspect_app.audit.actions import one_of_many
from inspect_app.database import db
from inspect_app.findings.actions.triaging import dispatch, queue
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FileStage, Triage
from inspect_app.foundation import clock, randomness
from inspect_app.foundation.errors import DomainError, Invalid
from inspect_app.rectification.actions.assigning import assign_verifier
from inspect_app.rectification.actions.extending import grant_taken
from inspect_app.rectification.actions.reminding import liaisons_of, remind_locked
from inspect_app.rectification.models.saved_views import BulkBatch
from inspect_app.rectification.queries.bulk import Versions, demand_verb, findings_of, get_batch, refusals_of
from inspect_app.rectification.rules.bulk import STALE, BulkVerb, Given

_KEPT = timedelta(days=7)
_Deed = Callable[[Actor, Finding, Given], object]


def put_together(actor: Actor, verb: BulkVerb, versions: Versions, place: str) -> BulkBatch:
    """Keep what somebody has chosen until it is confirmed; batches of theirs older than a week go."""
    demand_verb(actor, verb)
    now = clock.now()
    old = (BulkBatch.person_id == actor.person_id, BulkBatch.made_at < now - _KEPT)
    db.session.execute(delete(BulkBatch).where(*old))
    batch = BulkBatch(
        token=randomness.token(),
        person_id=actor.person_id,
        verb=verb,
        place=place,
        versions={str(key): version for key, version in versions.items()},
        made_at=now,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def do_batch(actor: Actor, token: str, given: Given) -> BulkBatch:
    """Do a batch once; asked again, return what came of it the first time."""
    batch = get_batch(actor, token, lock=True)
    demand_verb(actor, batch.verb)
    if batch.done_at is not None:
        return batch
    findings = {row.id: row for row in findings_of(actor, batch, lock=True)}
    reasons = dict(refusals_of(actor, batch, findings.values()))
    reasons |= {int(key): STALE for key in batch.versions if int(key) not in findings}
    deed = _deed(batch.verb, given)
    for finding_id in sorted(findings.keys() - reasons.keys()):
        reason = _refused(lambda: deed(actor, findings[finding_id], given))  # noqa: B023 - called at once
        if reason:
            reasons[finding_id] = reason
    batch.refusals = {str(key): reason for key, reason in reasons.items()}
    batch.done_at = clock.now()
    db.session.flush()
    return batch


def _refused(deed: Callable[[], object]) -> str:
    """Do one deed by itself; return why it was refused, or nothing."""
    try:
        with one_of_many():
            deed()
    except DomainError as error:
        return error.message
    return ""


def _deed(verb: BulkVerb, given: Given) -> _Deed:
    return _remind() if verb is BulkVerb.REMIND else _DEEDS[verb]


def _remind() -> _Deed:
    """Ask for the liaisons of a unit once, however many of its findings there are."""
    told: dict[int | None, frozenset[int]] = {}

    def deed(actor: Actor, finding: Finding, given: Given) -> None:
        unit_id = finding.lead_unit_id
        if unit_id not in told:
            told[unit_id] = liaisons_of(unit_id)
        remind_locked(actor, finding, given.note, told[unit_id])

    return deed


def _dispatch(actor: Actor, finding: Finding, _given: Given) -> object:
    return dispatch(actor, finding.id, _as_settled(finding))


def _queue(actor: Actor, finding: Finding, _given: Given) -> object:
    return queue(actor, finding.id, _as_settled(finding))


def _as_settled(finding: Finding) -> Triage:
    """Return what the office has settled of a problem so far, nothing changed."""
    return Triage(
        title=finding.title,
        fact=finding.fact,
        suggestion=finding.suggestion,
        demand=finding.demand,
        category=finding.category,
        pain_type=finding.pain_type,
        grade=finding.grade,
        lead_unit_id=finding.lead_unit_id,
        assist_unit_ids=frozenset(assist.unit_id for assist in finding.assists),
        window_id=finding.window_id,
        item_id=finding.item_id,
        due=finding.due,
        needs_plan=finding.needs_plan,
        file_ids=frozenset(row.file_id for row in finding.files if row.stage is FileStage.FOUND),
        version=finding.version,
    )


def _extend(actor: Actor, finding: Finding, given: Given) -> object:
    if given.due is None:
        raise Invalid("请选延到哪一天。", "due")
    return grant_taken(actor, finding, given.due, given.reason)


def _assign(actor: Actor, finding: Finding, given: Given) -> object:
    if given.person_id is None:
        raise Invalid("请选核验人。", "person")
    return assign_verifier(actor, str(finding.number), given.person_id)


_DEEDS: Mapping[BulkVerb, _Deed] = {
    BulkVerb.EXTEND: _extend,
    BulkVerb.ASSIGN: _assign,
    BulkVerb.DISPATCH: _dispatch,
    BulkVerb.QUEUE: _queue,
}
