"""Levels of supervision (rectification.md §4.5): counted each night for everything open, and at once after a move."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import case, or_, select, update
from sqlalchemy.orm import Session

from inspect_app.access import SYSTEM, Actor
from inspect_app.audit.actions import record
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import before_commit, db
from inspect_app.findings.actions.moving import after_move
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.workflow import OPEN
from inspect_app.findings.vocabulary import Level, Step
from inspect_app.foundation import clock
from inspect_app.projects.actions.assigning import after_task_step
from inspect_app.projects.models import AssignedTask
from inspect_app.projects.vocabulary.assigned import TaskStep
from inspect_app.rectification.actions.crediting import credit_held_days
from inspect_app.rectification.actions.proposing_slips import propose_slips
from inspect_app.rectification.queries.escalation import Surroundings, surroundings_of
from inspect_app.rectification.rules.escalation import EscalationFacts, level_of, reason_words

_BATCH = 5_000
_TOUCHED = "findings_to_escalate"
# After these a cause may have come or gone; what only the calendar changes waits for the night.
_TELLING = frozenset(
    {
        Step.DISPATCH, Step.SUBMIT_PLAN, Step.RETURN_PLAN, Step.REPORT_PROGRESS, Step.FIX_NOW, Step.REQUEST_CLOSURE,
        Step.FAIL_VERIFICATION, Step.CLOSE, Step.REVOKE_CLOSURE, Step.REASSIGN, Step.REFUSE_RETURN,
        Step.REQUEST_EXTENSION, Step.WITHDRAW_EXTENSION, Step.GRANT_EXTENSION, Step.DEFER, Step.RESUME,
        Step.TERMINATE, Step.UPHOLD_DISPUTE, Step.REPLY_SOURCE, Step.LIST_OPENLY, Step.UNLIST,
    }
)  # fmt: skip
_Columns = tuple[Any, ...]
_Around = tuple[int, int, bool, bool]
_Judge = Callable[[_Columns, _Around], tuple[Level, str]]
_Changes = dict[tuple[Level, str], list[int]]
# What decides a level, told apart by nothing else: findings with equal columns are judged once.
_DECIDING = (
    Finding.status, Finding.lamp_due, Finding.stage_due, Finding.needs_plan, Finding.auto_accepted,
    Finding.rework_count, Finding.plan_return_count, Finding.recurrence_of_id.is_not(None),
    Finding.listed_on.is_not(None),
)  # fmt: skip
_COLUMNS = (Finding.id, Finding.level, Finding.level_reason, *_DECIDING)


def escalate_all() -> int:
    """Count every open finding's level anew, then propose slips; return how many levels or reasons changed."""
    credit_held_days()
    around, judge, last = surroundings_of(None), _judge(clock.today()), 0
    changes: _Changes = defaultdict(list)
    connection = db.session.connection()  # rows, not objects: there may be a hundred thousand
    while rows := connection.execute(_batch().where(Finding.id > last).limit(_BATCH)).all():
        _compare(rows, around, judge, changes)
        last = rows[-1].id
    changed = _write(changes)
    proposed = propose_slips()
    record(SYSTEM, "finding.escalated", "finding", "all", changed=changed, proposed=proposed)
    return changed


def refresh_level(finding: Finding) -> None:
    """Count one finding's level anew when its transaction ends, so that what is set after a move counts too."""
    db.session().info.setdefault(_TOUCHED, set()).add(finding.id)


@after_move
def _after_move(_actor: Actor, finding: Finding, step: Step) -> None:
    if step in _TELLING and finding.number is not None:
        refresh_level(finding)


@after_task_step
def _after_task_step(_actor: Actor, task: AssignedTask, _step: TaskStep) -> None:
    """An instruction's work that is answered, given back or put off may bring a level or take it away."""
    if task.finding_id is not None:
        db.session().info.setdefault(_TOUCHED, set()).add(task.finding_id)


@before_commit
def _refresh_touched(session: Session) -> None:
    touched: set[int] = session.info.pop(_TOUCHED, set())
    if not touched:
        return
    rows = session.execute(select(*_COLUMNS).where(Finding.id.in_(touched))).all()
    changes: _Changes = defaultdict(list)
    _compare(rows, surroundings_of(touched), _judge(clock.today()), changes)
    _write(changes)


def _batch() -> Any:
    concerned = or_(Finding.status.in_(OPEN), Finding.level != Level.NONE)
    return select(*_COLUMNS).where(concerned).order_by(Finding.id)


def _judge(today: date) -> _Judge:
    """Return the rule with today's calendar; findings that stand alike are judged once."""
    calendar, near = work_calendar(), current_settings().clocks.near

    @cache
    def judge(columns: _Columns, beside: _Around) -> tuple[Level, str]:
        level, reasons = level_of(_facts(columns, beside), today, calendar, near)
        return level, reason_words(reasons)

    return judge


def _compare(rows: Iterable[Any], around: Surroundings, judge: _Judge, changes: _Changes) -> None:
    """Put down which findings stand otherwise than they are told, those that stand alike together."""
    for finding_id, level, reason, *columns in rows:
        judged = judge(tuple(columns), around.of(finding_id))
        if judged != (level, reason):
            changes[judged].append(finding_id)


def _facts(columns: _Columns, beside: _Around) -> EscalationFacts:
    asked, unsatisfied, missed, instruction_late = beside
    status, late_after, stage_due, needs_plan, auto_accepted, rework, plan_returns, recurrence, listed = columns
    return EscalationFacts(
        status=status,
        late_after=late_after,
        stage_due=stage_due,
        needs_plan=needs_plan,
        auto_accepted=auto_accepted,
        rework=rework,
        plan_returns=plan_returns,
        asked=asked,
        unsatisfied=unsatisfied,
        milestone_missed=missed,
        recurrence=recurrence,
        listed=listed,
        instruction_late=instruction_late,
    )


def _write(changes: _Changes) -> int:
    """Write what changed and return how much; versions stay as they are, so nobody's form grows old."""
    connection = db.session.connection()
    for (level, reason), ids in changes.items():
        since = case((Finding.level == level, Finding.level_at), else_=clock.now())
        values = {"level": level, "level_reason": reason, "level_at": since}
        for start in range(0, len(ids), _BATCH):
            connection.execute(update(Finding).where(Finding.id.in_(ids[start : start + _BATCH])).values(values))
    return sum(map(len, changes.values()))
