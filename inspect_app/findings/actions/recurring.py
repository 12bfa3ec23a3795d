"""Deeds between findings that repeat each other: taken as a recurrence, merged as a duplicate, found by their words."""

from dataclasses import replace
from typing import Any

from sqlalchemy import delete, insert, select

from inspect_app.access import Actor, Permission
from inspect_app.database import db
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding, FindingBand, FindingFile, FindingRecurrence
from inspect_app.findings.queries import lock_finding
from inspect_app.findings.queries.linked import earlier_of, get_earlier, get_original, reference_of
from inspect_app.findings.rules.likeness import bands, grams
from inspect_app.findings.rules.recurrence import is_below, raised
from inspect_app.findings.rules.workflow import OPEN
from inspect_app.findings.vocabulary import FileStage, Step, Triage
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import clean


def settle_recurrence(actor: Actor, finding: Finding, triage: Triage) -> tuple[Triage, dict[str, Any]]:
    """Link a locked finding to the closed one it is again, or undo that; return what to settle and what changed.

    A recurrence is one grade higher unless a reason is given; undone, the grade is what it was before.
    """
    settled = db.session.get(FindingRecurrence, finding.id)
    if not triage.recurrence_of.strip():
        return _undo(finding, settled, triage) if settled is not None else (triage, {})
    earlier, reason = get_earlier(actor, finding, triage), clean(triage.kept_reason)
    before = settled.grade_before if settled is not None else finding.grade
    wanted = raised(before)
    kept = is_below(triage.grade, wanted)
    if kept and not reason:
        words = f"重复发生的问题提高一个等次，应为“{wanted.label}”。不提高的，请写明理由。"
        raise Invalid(words, "kept_reason")
    if settled is None:
        settled = FindingRecurrence(finding_id=finding.id, grade_before=before, accepted_at=clock.now())
        settled.accepted_by_id = actor.person_id
        db.session.add(settled)
    changes = _change(finding, earlier)
    if kept and settled.kept_reason != reason:
        changes["kept_reason"] = (settled.kept_reason or "", reason)
    settled.kept_reason = reason if kept else ""
    return triage, changes


def _undo(finding: Finding, settled: FindingRecurrence, triage: Triage) -> tuple[Triage, dict[str, Any]]:
    # A grade that was chosen anew on the page stays as it was chosen.
    before = settled.grade_before if triage.grade is finding.grade else triage.grade
    db.session.delete(settled)
    return replace(triage, grade=before), _change(finding, None)


def _change(finding: Finding, earlier: Finding | None) -> dict[str, Any]:
    former = earlier_of(finding)
    finding.recurrence_of_id = earlier.id if earlier is not None else None
    told = (former.number if former else None, earlier.number if earlier else None)
    return {"recurrence_of": told} if told[0] != told[1] else {}


def lock_original(actor: Actor, finding_id: int, reference: str) -> Finding:
    """Return what a duplicate repeats, both locked in the order of their ids: two who merge never wait in a ring."""
    finding = db.session.get_one(Finding, finding_id)
    original = get_original(actor, finding, reference)
    for each in sorted((finding_id, original.id)):
        lock_finding(each)
    return get_original(actor, finding, reference)


def merge(actor: Actor, finding: Finding, original: Finding) -> None:
    """Let a dismissed duplicate point at its original, whose evidence grows; what pointed at it follows."""
    finding.duplicate_of_id = original.id
    for follower in db.session.scalars(select(Finding).where(Finding.duplicate_of_id == finding.id)):
        follower.duplicate_of_id = original.id
    passed = _pass_evidence(finding, original)
    if original.status in OPEN:
        photos = f"，照片 {passed} 张" if passed else ""
        move(
            actor,
            original,
            Step.MERGE_DUPLICATE,
            permission=Permission.TRIAGE,
            text=f"{reference_of(finding)} {finding.title}{photos}",
            payload={"duplicate": finding.id},
            flush=False,
        )


def _pass_evidence(finding: Finding, original: Finding) -> int:
    """Add a duplicate's photos to the original and return how many.

    Those of a covert visit stay with the office unless the original is covert too and no department has it
    yet: a new photo would tell that somebody has been there, or been there again.
    """
    if finding.is_covert and (original.number is not None or not original.is_covert):
        return 0
    there = {row.file_id for row in original.files}
    new = [row.file_id for row in finding.files if row.stage is FileStage.FOUND and row.file_id not in there]
    db.session.add_all(FindingFile(finding_id=original.id, file_id=file_id, stage=FileStage.FOUND) for file_id in new)
    return len(new)


def index_words(finding: Finding) -> None:
    """Keep the numbers under which near texts find a finding; call it at delivery and when its words change."""
    db.session.execute(delete(FindingBand).where(FindingBand.finding_id == finding.id))
    rows = [{"finding_id": finding.id, "band": number} for number in sorted(bands(grams(finding.title, finding.fact)))]
    if rows:
        db.session.execute(insert(FindingBand), rows)
