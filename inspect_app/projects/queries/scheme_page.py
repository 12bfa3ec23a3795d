"""What the page of an item and the page of a unit show, and what one may do there now."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from inspect_app.access import Actor, Permission, may
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.projects.models import SchemeItem
from inspect_app.projects.queries.schemes import (
    VersionView,
    content_of,
    draft_of,
    facts_of,
    latest_of,
    sees_marks,
    view_versions,
)
from inspect_app.projects.rules.scheme_texts import ComparedLine, compared, has_process
from inspect_app.projects.rules.schemes import due_of, is_late, may_take, refusal, round_word, shown_status
from inspect_app.projects.vocabulary.schemes import DECISIONS, MARKS, MOST_RETURNS, SchemeStatus, SchemeStep

_WRITABLE = (SchemeStatus.DRAFT, SchemeStatus.RETURNED)
_MARKED = (SchemeStatus.PASSING, SchemeStatus.RETURNING)


@dataclass(frozen=True, slots=True)
class SchemeShown:
    """An item as its reader may see it; `why_not` says why who reviews can't review it."""

    status: SchemeStatus
    round_word: str
    due: date | None
    late: bool
    versions: list[VersionView]
    old: VersionView | None
    new: VersionView | None
    lines: list[ComparedLine]
    marks: list[SchemeStep]
    decisions: list[SchemeStep]
    why_not: str
    last_return: bool
    writes: bool
    written: bool
    removes: bool
    may_be_typical: bool


@dataclass(frozen=True, slots=True)
class RoundState:
    """How far a unit's round is: what is ready to hand in, what is reviewed; `stamp` changes with every deed."""

    stamp: int
    ready: int
    bare: int
    waiting: int
    passing: int
    returning: int
    written: frozenset[int]


def can_write(actor: Actor, item: SchemeItem) -> bool:
    """Say whether somebody may write the scheme of an item now."""
    return may(actor, Permission.ANSWER, item.unit_id) and item.status in _WRITABLE


def show_scheme(actor: Actor, item: SchemeItem, asked_round: str | None) -> SchemeShown:
    """Return what the page of an item shows: the version of a round (the last unless asked) beside the one before."""
    versions = view_versions(actor, item)
    new = next((one for one in versions if str(one.round) == asked_round), versions[-1] if versions else None)
    old = next((one for one in versions if new is not None and one.round == new.round - 1), None)
    facts, today, latest = facts_of(item), clock.today(), latest_of(item)
    due = due_of(item.status, item.returns, item.review.first_due, item.review.second_due)
    writes = can_write(actor, item)
    passed = item.status in (SchemeStatus.APPROVED, SchemeStatus.FINAL)
    return SchemeShown(
        status=shown_status(item.status, sees_marks(actor)),
        round_word=round_word(item.round, item.returns),
        due=due,
        late=is_late(due, today),
        versions=versions,
        old=old,
        new=new,
        lines=compared(old.content if old else None, new.content) if new else [],
        marks=[step for step in MARKS if may_take(step, actor, facts)],
        decisions=[step for step in DECISIONS if may_take(step, actor, facts)],
        why_not=_why_not(actor, item),
        last_return=item.returns >= MOST_RETURNS,
        writes=writes,
        written=writes and draft_of(item) is not None,
        removes=writes and item.status is SchemeStatus.DRAFT,
        may_be_typical=passed and latest is not None and has_process(content_of(latest)),
    )


def round_of(review_id: int, unit_id: int) -> RoundState:
    """Return how far a unit's round is; its reader has been checked."""
    query = select(SchemeItem).where(SchemeItem.review_id == review_id, SchemeItem.unit_id == unit_id)
    items = db.session.scalars(query.options(selectinload(SchemeItem.versions))).all()
    written = frozenset(item.id for item in items if draft_of(item) is not None)
    ready = [
        one for one in items if one.status in _WRITABLE and (one.id in written or one.returns < MOST_RETURNS)
    ]  # fmt: skip
    waits = [one for one in items if one.status is SchemeStatus.SUBMITTED and one.returns < MOST_RETURNS]
    return RoundState(
        stamp=sum(item.version for item in items),
        ready=len(ready),
        bare=sum(one.id not in written for one in ready),
        waiting=len(waits),
        passing=sum(item.status is SchemeStatus.PASSING for item in items),
        returning=sum(item.status is SchemeStatus.RETURNING for item in items),
        written=written,
    )


def _why_not(actor: Actor, item: SchemeItem) -> str:
    """Say to who reviews why this item is not theirs to review."""
    if not sees_marks(actor) or item.status not in (SchemeStatus.SUBMITTED, *_MARKED):
        return ""
    refused = refusal(SchemeStep.PASS, actor, facts_of(item))
    return refused.message if refused else ""
