"""Whether what runs in the background does run: for the administrator, and for a monitor that asks."""

from dataclasses import dataclass
from datetime import timedelta

from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.foundation import clock
from inspect_app.messages.queries import OutboxLine, outbox_lines
from inspect_app.tasks.queries import FailedLine, count_waiting, failed_lines, health_lines
from inspect_app.tasks.rules import daily_jobs
from inspect_app.tasks.vocabulary import HealthLine

_OUTBOX_DAYS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Health:
    """The daily jobs, what was given up, and what waits to be done and to be sent."""

    jobs: list[HealthLine]
    late: int
    failed: list[FailedLine]
    outbox: list[OutboxLine]
    waiting: int


def job_lines() -> list[HealthLine]:
    """Return each daily job with its last success, and why it is red."""
    return health_lines(daily_jobs(current_settings().digest_at), work_calendar().is_workday)


def late_kinds() -> list[str]:
    """Return the daily jobs that are late or failed."""
    return [line.kind.value for line in job_lines() if line.late]


def health() -> Health:
    """Return everything the page about the system's state shows."""
    lines = job_lines()
    return Health(
        jobs=lines,
        late=sum(1 for line in lines if line.late),
        failed=list(failed_lines()),
        outbox=outbox_lines(clock.today() - _OUTBOX_DAYS),
        waiting=count_waiting(),
    )
