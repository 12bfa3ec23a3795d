"""What hangs beside a case: who has it in hand, opinions, the reply, data it needs, what was said at the debrief."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inspect_app.accounts.models import Unit
from inspect_app.accounts.queries import subtree_ids
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.rectification.models import AssistOpinion, DataNeed, DebriefAnswer, Handover, SourceReply
from inspect_app.rectification.vocabulary import Audience


@dataclass(frozen=True, slots=True)
class Hands:
    """What hangs beside a case; `needs` and the notes are the office's alone."""

    handovers: Sequence[Handover] = ()
    opinions: Sequence[AssistOpinion] = ()
    reply: SourceReply | None = None
    needs: Sequence[DataNeed] = ()
    debrief: DebriefAnswer | None = None
    notes: Sequence[tuple[str, str]] = ()

    @property
    def any(self) -> bool:
        """Say whether there is anything to show."""
        return bool(self.handovers or self.opinions or self.reply or self.needs or self.debrief or self.notes)

    @property
    def last_answer(self) -> str:
        """Return what came back from below last, to begin the department's own answer with."""
        answered = [(row.answered_at, row.answer) for row in self.handovers if row.answered_at is not None]
        return max(answered)[1] if answered else ""


def hands_of(finding: Finding, audience: Audience) -> Hands:
    """Return what hangs beside a case, limited to one audience, in a fixed number of queries."""
    return Hands(
        handovers=_all(Handover, finding, joinedload(Handover.to_unit), joinedload(Handover.from_unit)),
        opinions=_all(AssistOpinion, finding, joinedload(AssistOpinion.unit)),
        reply=next(iter(_all(SourceReply, finding)), None),
        needs=_all(DataNeed, finding) if audience is Audience.OFFICE else (),
        debrief=debrief_of(finding.id),
        notes=_notes(finding) if audience is Audience.OFFICE else (),
    )


def debrief_of(finding_id: int) -> DebriefAnswer | None:
    """Return what the department said at the debrief, if it was noted."""
    return db.session.scalars(select(DebriefAnswer).where(DebriefAnswer.finding_id == finding_id)).one_or_none()


def units_below(finding: Finding) -> list[tuple[str, str]]:
    """Return the units a finding may be handed down to, as choices."""
    holder = finding.handler_unit_id or finding.lead_unit_id
    if holder is None:
        return []
    below = subtree_ids(holder) - {holder}
    query = select(Unit).where(Unit.id.in_(below), Unit.active_to.is_(None)).order_by(Unit.sort_no, Unit.id)
    return [(str(unit.id), unit.name) for unit in db.session.scalars(query)]


def _notes(finding: Finding) -> list[tuple[str, str]]:
    rows = [
        ("硬任务", "定死完成日期" if finding.hard_task else ""),
        ("容错", "属容错情形" if finding.tolerance else ""),
        ("问责", finding.accountability),
    ]
    return [row for row in rows if row[1]]


def _all(kind: Any, finding: Finding, *options: Any) -> Sequence[Any]:
    query = select(kind).where(kind.finding_id == finding.id).options(*options).order_by(kind.id)
    return db.session.scalars(query).unique().all()
