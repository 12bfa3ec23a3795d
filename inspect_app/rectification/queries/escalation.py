"""What stands around a finding and decides its level: milestones, extensions asked for, content citizens."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.projects.queries.assigned import overdue_instructed
from inspect_app.rectification.models import ExtensionRequest, Milestone, RectificationPlan, SourceReply
from inspect_app.rectification.vocabulary import PlanState, RequestState


@dataclass(frozen=True, slots=True)
class Surroundings:
    """By finding: a milestone missed, how often more time was asked for, how often a citizen wasn't content.

    `instruction_late` are the findings whose work from an instruction (批示件) is overdue.
    """

    milestone_missed: frozenset[int]
    asked: Mapping[int, int]
    unsatisfied: Mapping[int, int]
    instruction_late: frozenset[int] = frozenset()

    def of(self, finding_id: int) -> tuple[int, int, bool, bool]:
        """Return what stands around one finding: asked, unsatisfied, a milestone missed, an instruction late."""
        counts = (self.asked.get(finding_id, 0), self.unsatisfied.get(finding_id, 0))
        return (*counts, finding_id in self.milestone_missed, finding_id in self.instruction_late)


def surroundings_of(finding_ids: Collection[int] | None) -> Surroundings:
    """Return what stands around some findings, or around all of them when none are named."""
    milestones = _missed().where(_among(RectificationPlan.finding_id, finding_ids))
    asked = _asked().where(_among(ExtensionRequest.finding_id, finding_ids))
    unsatisfied = select(SourceReply.finding_id, SourceReply.unsatisfied_count).where(
        SourceReply.unsatisfied_count > 0, _among(SourceReply.finding_id, finding_ids)
    )
    return Surroundings(
        frozenset(db.session.scalars(milestones)),
        _pairs(asked),
        _pairs(unsatisfied),
        overdue_instructed(finding_ids, clock.today()),
    )


def _missed() -> Select[int]:
    query = select(RectificationPlan.finding_id).join(Milestone, Milestone.plan_id == RectificationPlan.id)
    late = (Milestone.done_on.is_(None), Milestone.due_on < clock.today())
    # The plan of a department that no longer has the finding says nothing of the one that has it now.
    theirs = or_(Finding.term_from.is_(None), RectificationPlan.submitted_at >= Finding.term_from)
    joined = query.join(Finding, Finding.id == RectificationPlan.finding_id)
    return joined.where(RectificationPlan.state == PlanState.APPROVED, theirs, *late)


def _asked() -> Select[int, int]:
    query = select(ExtensionRequest.finding_id, func.count()).group_by(ExtensionRequest.finding_id)
    return query.where(
        ExtensionRequest.asked_by_id.is_not(None), ExtensionRequest.state != RequestState.WITHDRAWN
    )  # fmt: skip


def _among(column: Any, finding_ids: Collection[int] | None) -> ColumnElement[bool]:
    return true() if finding_ids is None else column.in_(finding_ids)


def _pairs(query: Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(query)}
