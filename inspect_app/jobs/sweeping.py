"""Put down what is done once a day; a sweep each minute finds whatever nobody was woken for."""

from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.tasks.actions import put_down
from inspect_app.tasks.rules import daily_jobs, is_done_on
from inspect_app.voices.actions.addresses import forget
from inspect_app.voices.queries.addresses import is_stale


def put_down_daily() -> None:
    """Put down today's rows; they are unique, so any number of workers may call it at any time."""
    today, is_workday = clock.today(), work_calendar().is_workday
    with transaction():
        for kind, daily in daily_jobs(current_settings().digest_at).items():
            if is_done_on(daily, today, is_workday):
                put_down(kind, clock.at(today, daily.at))


def forget_addresses() -> None:
    """Forget under which tag an address was counted, an hour later, whether or not anybody speaks again."""
    if is_stale():
        with transaction():
            forget()
