"""Rows about what leaders asked for and units promised in public: instructions, pledges, tough projects."""

from collections import defaultdict
from datetime import date

from sqlalchemy import func, or_, select

from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.metrics.vocabulary import Period, Sample
from inspect_app.projects.models import AssignedTask, Pledge, ToughProject
from inspect_app.projects.vocabulary import ProjectState
from inspect_app.projects.vocabulary.assigned import TaskState
from inspect_app.projects.vocabulary.registers import PledgeState


def instructions_due(period: Period) -> tuple[list[Sample], list[Sample]]:
    """Return the instructions whose last date has come: done when all their work is, then done when answered in time.

    Work that was cancelled asks nothing any more.
    """
    query = select(
        AssignedTask.instruction_id, AssignedTask.due_on, AssignedTask.state, AssignedTask.answered_on
    ).where(AssignedTask.instruction_id.is_not(None), AssignedTask.state != TaskState.CANCELLED)
    works: dict[int, list[tuple[date, bool, bool]]] = defaultdict(list)
    for key, due, state, answered in db.session.execute(query):
        works[int(key or 0)].append((due, state is TaskState.DONE, answered is not None and answered <= due))
    today = clock.today()
    last = [(max(day for day, _, _ in work), work) for work in works.values()]
    come = [(day, work) for day, work in last if period.covers(day) and day <= today]
    done = [Sample(day, all(ended for _, ended, _ in work)) for day, work in come]
    return done, [Sample(day, all(in_time for _, _, in_time in work)) for day, work in come]


def pledges_due(period: Period) -> list[Sample]:
    """Return the pledges that were judged or are over; one without a date counts on the day it was judged."""
    day = func.coalesce(Pledge.due_on, Pledge.judged_on)
    over = or_(Pledge.state != PledgeState.RUNNING, Pledge.due_on < clock.today())
    rows = db.session.execute(select(day, Pledge.state).where(over, day.between(period.first, period.last)))
    return [Sample(on, state is PledgeState.KEPT) for on, state in rows]


def projects_due(period: Period) -> list[Sample]:
    """Return the tough projects due in a period, done when they were by then; what was stopped isn't due."""
    wanted = ToughProject.due_on.between(period.first, period.last), ToughProject.state != ProjectState.STOPPED
    rows = db.session.execute(select(ToughProject.due_on, ToughProject.done_on).where(*wanted))
    return [Sample(due, done is not None and done <= due) for due, done in rows]
