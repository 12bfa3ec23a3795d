"""List a problem that no visit found: what citizens told, or a check at the desk, is handed in like any other (T1)."""

from dataclasses import dataclass
from datetime import date

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.database import db
from inspect_app.findings.actions.moving import event_row
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.vocabulary import Category, FindingStatus, PainType, SourceKind, Step
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import clean

_SAME = (
    "campaign_id", "source_kind", "source_ref", "found_on", "pain_type", "category", "window_id", "item_id",
    "trips_found", "method",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A problem in the words that may leave the office; `source_ref` is how the room above finds its voice again."""

    source_kind: SourceKind
    source_ref: str
    campaign_id: int
    found_on: date
    title: str
    fact: str
    suggestion: str = ""
    category: Category = Category.OTHER
    pain_type: PainType | None = None
    unit_id: int | None = None
    window_id: int | None = None
    item_id: int | None = None
    trips_found: int | None = None
    method: VisitMethod = VisitMethod.VOICE


def take_in(actor: Actor, told: Told, permission: Permission = Permission.TRIAGE) -> Finding:
    """List what was told as a problem that waits for triage."""
    title, fact = clean(told.title), clean(told.fact)
    for field, label, text in (("title", "问题标题", title), ("fact", "事实", fact)):
        if not text:
            raise Invalid(f"请填写{label}。", field)
    finding = Finding(
        **{name: getattr(told, name) for name in _SAME},
        lead_unit_id=told.unit_id,
        title=title,
        fact=fact,
        suggestion=clean(told.suggestion),
        status=FindingStatus.SUBMITTED,
        assists=[],
        files=[],
    )
    db.session.add(finding)
    db.session.flush()
    moved = (FindingStatus.DRAFT, FindingStatus.SUBMITTED)
    db.session.add(FindingEvent(**event_row(actor, finding.id, Step.SUBMIT, moved, covert=False)))
    status = (moved[0].value, moved[1].value)
    record(
        actor, "finding.submit", "finding", finding.id, permission=permission,
        status=status, title=title, source=f"{told.source_kind.label} {told.source_ref}",
    )  # fmt: skip
    return finding
