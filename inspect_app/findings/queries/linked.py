"""Findings that repeat each other: what a duplicate or a recurrence points at, and what points at a finding."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from inspect_app.access import Actor, Permission, may
from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingRecurrence
from inspect_app.findings.queries.cases import visible_to
from inspect_app.findings.rules.recurrence import Place, day_words, is_about_the_same
from inspect_app.findings.vocabulary import FindingStatus, Grade, Triage
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing

_UNKNOWN = "没有这个编号的问题，请核对。"
_LONGEST_ID = 9
# Ids run in the order in which visits were handed in; a department reads in the order of delivery.
_AS_DELIVERED = (Finding.delivered_at.is_(None), Finding.delivered_at, Finding.id)


@dataclass(frozen=True, slots=True)
class Kin:
    """The findings linked with one: what it is again, what is it again (反弹), what was merged into it (重复登记)."""

    earlier: Finding | None
    rebounds: Sequence[Finding]
    duplicates: Sequence[Finding]

    def __bool__(self) -> bool:
        return bool(self.earlier or self.rebounds or self.duplicates)


def get_original(actor: Actor, finding: Finding, reference: str) -> Finding:
    """Return the finding a duplicate repeats, by number, or by id before delivery; raise Invalid.

    What was merged itself stands for what it was merged into.
    """
    named = _named(actor, reference, "duplicate_of")
    if named.id == finding.id:
        raise Invalid("重复的问题要填另一条的编号。", "duplicate_of")
    original = original_of(named)
    if original.id == finding.id:
        raise Invalid(f"{reference_of(named)} 已经并到本条，不能再把本条并过去。", "duplicate_of")
    if original.status is FindingStatus.DISMISSED:
        raise Invalid(f"{reference_of(original)} 已不予立项，不能作为重复的对象，请填另一条。", "duplicate_of")
    return original


def original_of(finding: Finding) -> Finding:
    """Return the finding a duplicate was merged into in the end, or the finding itself."""
    seen = {finding.id}
    while finding.duplicate_of_id is not None and finding.duplicate_of_id not in seen:
        seen.add(finding.duplicate_of_id)
        finding = db.session.get_one(Finding, finding.duplicate_of_id)
    return finding


def get_earlier(actor: Actor, finding: Finding, triage: Triage) -> Finding:
    """Return the closed finding a new one is the recurrence of, by number; raise Invalid saying why it isn't."""
    earlier, field = _named(actor, triage.recurrence_of, "recurrence_of"), "recurrence_of"
    number = reference_of(earlier)
    if earlier.id == finding.id:
        raise Invalid("重复发生要填以前那一条的编号。", field)
    if earlier.status is not FindingStatus.CLOSED or earlier.closed_at is None:
        raise Invalid(f"{number} 现在是“{earlier.status.label}”，销号以后又出现的才算重复发生。", field)
    closed = clock.day_of(earlier.closed_at)
    if closed > finding.found_on:
        told, today = day_words(finding.found_on, clock.today()), clock.today()
        raise Invalid(f"本条发现于{told}，{number} {day_words(closed, today)}才销号，不算重复发生。", field)
    new = Place(triage.lead_unit_id, triage.window_id)
    if not is_about_the_same(new, Place(earlier.lead_unit_id, earlier.window_id)):
        raise Invalid(f"{number} 是另一个单位、另一个窗口的问题，不算重复发生。", field)
    later = next((row for row in _recurrences(earlier) if row.id != finding.id), None)
    if later is not None:
        raise Invalid(f"{number} 以后又发生过，见 {reference_of(later)}（{later.status.label}），请按那一条办。", field)
    return earlier


def earlier_of(finding: Finding) -> Finding | None:
    """Return what a finding is the recurrence of, or nothing."""
    return db.session.get(Finding, finding.recurrence_of_id) if finding.recurrence_of_id else None


def grade_before(finding: Finding) -> Grade:
    """Return the grade a finding had before it was taken as a recurrence; the one it has if it never was."""
    settled = db.session.get(FindingRecurrence, finding.id)
    return settled.grade_before if settled is not None else finding.grade


def kept_reason_of(finding: Finding) -> str:
    """Return why the grade of a recurrence wasn't raised, or nothing."""
    settled = db.session.get(FindingRecurrence, finding.id)
    return settled.kept_reason if settled is not None else ""


def kin_of(actor: Actor, finding: Finding) -> Kin:
    """Return the findings linked with one, as far as a person may see them; what was merged only to the office."""
    mine = [Finding.id == finding.recurrence_of_id, Finding.recurrence_of_id == finding.id]
    if may(actor, Permission.TRIAGE):
        mine.append(Finding.duplicate_of_id == finding.id)
    rows = db.session.scalars(select(Finding).where(or_(*mine), visible_to(actor)).order_by(*_AS_DELIVERED)).all()
    again = [row for row in rows if row.recurrence_of_id == finding.id and row.number is not None]
    return Kin(
        earlier=next((row for row in rows if row.id == finding.recurrence_of_id), None),
        rebounds=[row for row in again if row.status is not FindingStatus.DISMISSED],
        duplicates=[row for row in rows if row.duplicate_of_id == finding.id],
    )


def reference_of(finding: Finding) -> str:
    """Return the name the office calls a finding by: its number, or # and the id before delivery."""
    return finding.number or f"#{finding.id}"


def _named(actor: Actor, reference: str, field: str) -> Finding:
    if not may(actor, Permission.TRIAGE):
        raise Missing()
    text = reference.strip().lstrip("#")
    is_id = text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
    by_id = Finding.id == int(text) if is_id else Finding.number == text
    found = db.session.scalars(select(Finding).where(by_id, Finding.status != FindingStatus.DRAFT)).one_or_none()
    if found is None:
        raise Invalid(_UNKNOWN, field)
    return found


def _recurrences(finding: Finding) -> Sequence[Finding]:
    standing = (Finding.recurrence_of_id == finding.id) & (Finding.status != FindingStatus.DISMISSED)
    return db.session.scalars(select(Finding).where(standing).order_by(Finding.id)).all()
