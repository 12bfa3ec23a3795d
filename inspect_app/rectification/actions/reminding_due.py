"""Reminders by the clock: when a deadline comes near, and then ever more rarely once it is past."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.queries.posts import holders_of, nearest, parents_of
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.workdays import WorkCalendar
from inspect_app.messages.actions import tell_each
from inspect_app.messages.rules import reminder_due
from inspect_app.messages.vocabulary import MessageKind, Telling

# The department's own first clocks (C2, C5): nothing waits for anybody else then.
_FIRST_CLOCKS = {FindingStatus.DISPATCHED: "签收", FindingStatus.ACCEPTED: "报整改计划"}


def remind_due() -> None:
    """Remind the liaisons who have a file in hand of what is near its deadline today, or past it on day 1, 2, 4, 8 …

    Once a day, in a fixed number of statements; who was reminded today is not reminded again.
    """
    liaisons, parents = holders_of([Role.DEPT_LIAISON])[Role.DEPT_LIAISON], parents_of()
    tell_each(
        Telling(person, kind, f"{row.number} {words}", f"/case/{row.number}", key, str(row.number))
        for row, kind, words, key in _reminders(work_calendar())
        for person in sorted(nearest(liaisons, parents, row.handler_unit_id or row.lead_unit_id))
    )


def _reminders(calendar: WorkCalendar) -> Iterator[tuple[Any, MessageKind, str, str]]:
    """Yield each finding of which to remind, with the words and a key of its own for this deadline and day."""
    today, near = clock.today(), current_settings().clocks.near
    columns = (Finding.number, Finding.status, Finding.lamp_due, Finding.stage_due)
    query = select(*columns, Finding.handler_unit_id, Finding.lead_unit_id)
    # Messages lie in inboxes in this order; ids would tell whose visit was handed in first.
    query = query.order_by(Finding.delivered_at, Finding.id)
    for row in db.session.execute(query.where(Finding.lamp_due <= calendar.add(today, near).day)):
        left = calendar.between(today, row.lamp_due)
        key = f"{row.number}:{row.lamp_due}:{left}"
        if left in (near, 0):
            words = f"距整改时限还有 {left} 个工作日。" if left else "整改时限今天到期。"
            yield row, MessageKind.NEAR, words, f"near:{key}"
        elif reminder_due(-left):
            yield row, MessageKind.OVER, f"已超过整改时限 {-left} 个工作日。", f"over:{key}"
    first = (Finding.status.in_(_FIRST_CLOCKS), Finding.stage_due < today)
    for row in db.session.execute(query.where(*first)):
        over = calendar.between(row.stage_due, today)
        if reminder_due(over):
            words = f"{_FIRST_CLOCKS[row.status]}已超过时限 {over} 个工作日。"
            yield row, MessageKind.OVER, words, f"stage:{row.number}:{row.stage_due}:{over}"
