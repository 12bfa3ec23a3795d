"""Every metric of a period beside its definition."""

from collections.abc import Callable, Sequence
from datetime import datetime, time

from inspect_app.calendar.queries import work_calendar
from inspect_app.foundation import clock
from inspect_app.metrics.queries import deeds, leading, trials
from inspect_app.metrics.queries.cases import callback_rows, case_rows
from inspect_app.metrics.queries.promise.desk import desk_within
from inspect_app.metrics.queries.promise.rates import rates_where
from inspect_app.metrics.rules import (
    callback_rate,
    closure_rate,
    on_time_rate,
    recurrence_rate,
    shares,
)
from inspect_app.metrics.rules.definitions import DEFINITIONS
from inspect_app.metrics.vocabulary import CaseRow, Measured, Period, Rate

Source = Callable[[int | None, Period], Rate]
_ABOVE: list[Source] = []


def counted_above(source: Source) -> Source:
    """Let a room above this one count a metric of its own, defined here like the others."""
    _ABOVE.append(source)
    return source


def measured(campaign_id: int | None, period: Period) -> list[Measured]:
    """Return every metric in the order of its definition; one without data has no number."""
    found = {rate.name: rate for rate in rates(campaign_id, period)}
    return [Measured(definition, found.get(definition.name)) for definition in DEFINITIONS]


def rates(campaign_id: int | None, period: Period) -> list[Rate]:
    """Return the rates of a period, each with its n/d, as of its last day or today."""
    moment = min(clock.at(period.last, time.max), clock.now())
    rows = case_rows(campaign_id, moment)
    return [
        *_of_cases(rows, period, moment),
        *_of_deeds(campaign_id, period),
        *_of_visits(campaign_id, period),
        *_of_promises(campaign_id, period),
        *_of_leading(period),
        *(source(campaign_id, period) for source in _ABOVE),
    ]


def _of_cases(rows: Sequence[CaseRow], period: Period, moment: datetime) -> list[Rate]:
    calendar = work_calendar()
    return [
        on_time_rate(rows, period),
        on_time_rate(rows, period, original=True),
        shares.rectified_rate(rows, moment),
        closure_rate(rows, moment),
        shares.overdue_days(rows, moment, calendar),
        shares.days_to_close(rows, period, calendar),
        shares.extension_rate(rows, period),
        shares.return_rate(rows, period),
        shares.rework_rate(rows, period),
        recurrence_rate(rows, period, clock.today()),
    ]


def _of_deeds(campaign_id: int | None, period: Period) -> list[Rate]:
    return [
        shares.share("look_back", deeds.looks_back(campaign_id, period), period),
        shares.share("first_pass", deeds.first_checks(campaign_id, period), period),
        shares.share("punctual", deeds.checks_in_time(campaign_id, period), period),
        shares.share("plan_on_time", deeds.plans_in_time(campaign_id, period), period),
        shares.share("returns_granted", deeds.rulings(campaign_id, period), period),
        shares.share("reply", deeds.replies(campaign_id, period), period),
        shares.share("opinion", deeds.opinions(campaign_id, period), period),
        callback_rate(callback_rows(campaign_id, period), period),
    ]


def _of_visits(campaign_id: int | None, period: Period) -> list[Rate]:
    if campaign_id is None:
        covered = shares.part("coverage", 0, 0, "请先选专项")
    else:
        covered = shares.part("coverage", *trials.targets_visited(campaign_id, period))
    return [
        covered,
        shares.share("finding_rate", trials.visit_samples(campaign_id, period), period),
        shares.part("chiefs", *trials.chiefs_who_went(campaign_id, period)),
        shares.participants(trials.visits_of_observers(campaign_id, period)),
    ]


def _of_promises(campaign_id: int | None, period: Period) -> list[Rate]:
    return [
        *rates_where(trials.that_count(campaign_id, period), desk_within(campaign_id, period)),
        shares.average_wait(trials.waits(campaign_id, period)),
        shares.part("id_only", *trials.items_by_id_only()),
    ]


def _of_leading(period: Period) -> list[Rate]:
    done, in_time = leading.instructions_due(period)
    return [
        shares.share("instruction", done, period),
        shares.share("instruction_on_time", in_time, period),
        shares.share("pledge", leading.pledges_due(period), period),
        shares.share("tough", leading.projects_due(period), period),
    ]
