"""The lamps a database counts are the lamps a line shows."""

from datetime import date, timedelta

import pytest

from inspect_app.findings.rules.clocks import lamp, lamp_kind, lamp_limits
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation.workdays import WorkCalendar

# The week of 1 May 2026: a long holiday, then a Saturday that is worked.
CALENDAR = WorkCalendar([date(2026, 5, day) for day in (1, 4, 5)], [date(2026, 5, 9)], [2026])


@pytest.mark.parametrize("near", [0, 1, 2, 5])
@pytest.mark.parametrize("status", FindingStatus, ids=str)
def test_counting_and_showing_agree_on_every_day(status: FindingStatus, near: int) -> None:
    for start in range(20):
        today = date(2026, 4, 25) + timedelta(days=start)
        limits = lamp_limits(today, near, CALENDAR)
        for distance in range(-12, 20):
            limit = today + timedelta(days=distance)
            shown = lamp(status, limit, today, near, CALENDAR).lamp
            assert lamp_kind(status, limit, limits) is shown, (today, limit)
        assert lamp_kind(status, None, limits) is lamp(status, None, today, near, CALENDAR).lamp
