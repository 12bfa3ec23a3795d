"""Reminders of assigned work by the clock: when its date comes near, and then ever more rarely once it is past."""

from collections.abc import Iterator

from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.queries.posts import holders_of, nearest, parents_of
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.messages.actions import tell_each
from inspect_app.messages.rules import reminder_due
from inspect_app.messages.vocabulary import MessageKind, Telling
from inspect_app.projects.models import AssignedTask
from inspect_app.projects.vocabulary.assigned import TaskState


def remind_assigned() -> None:
    """Remind the liaisons of work that is near its date today, or past it on working day 1, 2, 4, 8 …

    Once a day, in a fixed number of statements; who was reminded today is not reminded again.
    """
    liaisons, parents = holders_of([Role.DEPT_LIAISON])[Role.DEPT_LIAISON], parents_of()
    tell_each(
        Telling(person, kind, words, f"/assigned/{task_id}", key)
        for task_id, unit_id, kind, words, key in _reminders()
        for person in sorted(nearest(liaisons, parents, unit_id))
    )


def _reminders() -> Iterator[tuple[int, int, MessageKind, str, str]]:
    """Yield (work, unit, kind, words, key) of what to remind, with a key of its own for this date and day."""
    calendar, today, near = work_calendar(), clock.today(), current_settings().clocks.near
    soon = AssignedTask.due_on <= calendar.add(today, near).day
    query = select(AssignedTask.id, AssignedTask.unit_id, AssignedTask.due_on)
    for row in db.session.execute(query.where(AssignedTask.state == TaskState.OPEN, soon).order_by(AssignedTask.id)):
        left = calendar.between(today, row.due_on)
        key = f"task:{row.id}:{row.due_on}:{left}"
        if row.due_on >= today and left in (near, 0):
            words = f"督办事项还剩 {left} 个工作日到期。" if left else "督办事项今天到期。"
            yield row.id, row.unit_id, MessageKind.NEAR, words, f"near:{key}"
        elif row.due_on < today and reminder_due(-left):
            yield row.id, row.unit_id, MessageKind.OVER, f"督办事项已过期限 {-left} 个工作日。", f"over:{key}"
