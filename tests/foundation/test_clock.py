"""The one clock: UTC inside, Asia/Shanghai for people."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from inspect_app.foundation import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 5, 18, 15, 59, 59, tzinfo=UTC), date(2026, 5, 18)),
        (datetime(2026, 5, 18, 16, 0, 0, tzinfo=UTC), date(2026, 5, 19)),
        (datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_today_changes_at_midnight_in_shanghai(moment: datetime, day: date) -> None:
    with time_machine.travel(moment, tick=False):
        assert clock.now() == moment
        assert clock.today() == day
    assert clock.day_of(moment) == day


def test_a_wall_clock_time_and_its_moment_are_one() -> None:
    moment = clock.at(date(2026, 5, 18), time(17, 30))
    assert moment == datetime(2026, 5, 18, 9, 30, tzinfo=UTC)
    assert clock.local(moment).time() == time(17, 30)


def test_another_source_is_read_only_inside_its_block() -> None:
    fixed = datetime(2020, 1, 1, tzinfo=UTC)
    with pytest.raises(RuntimeError), clock.reading(lambda: fixed):
        assert clock.now() == fixed
        raise RuntimeError
    assert clock.now() > fixed
