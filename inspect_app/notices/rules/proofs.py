"""What each number of a notice is counted from, one finding after the other."""

from collections.abc import Callable, Iterable
from datetime import datetime

from inspect_app.foundation.labels import Labelled
from inspect_app.metrics.rules import count_row, is_due_on, is_overdue
from inspect_app.metrics.rules.definitions import named
from inspect_app.metrics.rules.promise import HEADLINE
from inspect_app.metrics.vocabulary import CaseRow
from inspect_app.notices.rules.prose import FIGURES, RATIOS


class Thing(Labelled):
    """What a number counts."""

    FINDING = "finding", "问题"
    VISIT = "visit", "走访"
    UNIT = "unit", "单位"
    SITE = "site", "网点"
    TALK = "talk", "访谈"
    MATTER = "matter", "事项"
    TRIAL = "trial", "具体办"
    CALL = "call", "电话测试"


# Numbers that count no findings, and what they count.
_OTHERS = {
    "visits_total": Thing.VISIT, "visits_new": Thing.VISIT, "units_seen": Thing.UNIT, "overdue_units": Thing.UNIT,
    "sites_seen": Thing.SITE, "interviews": Thing.TALK, "satisfied": Thing.TALK, "rated": Thing.TALK,
    "promise_gap": Thing.MATTER, "promise_tested": Thing.MATTER, "one_trip": Thing.TRIAL, "tried": Thing.TRIAL,
    "zero_trip": Thing.TRIAL, "finished": Thing.TRIAL, "trips": Thing.TRIAL,
    "phone_through": Thing.CALL, "phone_dialled": Thing.CALL,
}  # fmt: skip
# A ratio's list is its numerator, beside it the list of its denominator; a mean has only what it is the mean of.
RATIO_LISTS = {
    "on_time": ("on_time", "due"),
    "closed": ("closed_total", "found_total"),
    "satisfied": ("satisfied", "rated"),
    "promise_gap": ("promise_gap", "promise_tested"),
    "one_trip": ("one_trip", "tried"),
    "trips": ("finished", ""),
    "zero_trip": ("zero_trip", "finished"),
    "phone_through": ("phone_through", "phone_dialled"),
}
TITLES = {name: token for token, name in FIGURES.items()} | {
    "satisfied": "满意",
    "rated": "已评价",
    "closed": "累计销号",
    "promise_gap": "跑了不止一次的事项",
    "promise_tested": "实测过的公布事项",
    "one_trip": "跑一次或不跑就办成的",
    "tried": "办成或放弃的具体办",
    "trips": "办成的具体办",
    "zero_trip": "一次不跑就办成的",
    "finished": "办成的具体办",
    "phone_through": "接通的电话",
    "phone_dialled": "打完的电话",
}
RATIO_TITLES = {name: token for token, name in RATIOS.items()} | {name: named(name) for name in HEADLINE}

Test = Callable[[CaseRow, datetime, datetime], bool]


def thing_of(figure: str) -> Thing:
    """Return what a number counts."""
    return _OTHERS.get(figure, Thing.FINDING)


def _counted(name: str) -> Test:
    return lambda row, since, until: bool(count_row(row, until)[name])


def _due(row: CaseRow, until: datetime) -> bool:
    counts = count_row(row, until)
    return bool(counts["on_time"] or counts["late"] or counts["overdue"] or counts["terminated_due"])


_TESTS: dict[str, Test] = {
    "found_new": lambda row, since, until: row.delivered_at > since,
    "found_total": lambda row, since, until: True,
    "closed_new": lambda row, since, until: row.closed_at is not None and since < row.closed_at <= until,
    "closed_total": _counted("closed"),
    "accepted": _counted("accepted"),
    "due": lambda row, since, until: _due(row, until),
    "on_time": _counted("on_time"),
    "late": _counted("late"),
    "overdue": lambda row, since, until: is_overdue(row, until),
    "due_today": lambda row, since, until: is_due_on(row, until),
    "pending": _counted("pending"),
    "rework": _counted("rework"),
    "recurrence": _counted("recurrence"),
}


def finding_lists(rows: Iterable[CaseRow], since: datetime, until: datetime) -> dict[str, list[int]]:
    """Return the findings each number was counted from, by id."""
    rows = list(rows)
    return {name: [row.finding_id for row in rows if test(row, since, until)] for name, test in _TESTS.items()}


def overdue_units(rows: Iterable[CaseRow], until: datetime) -> list[int]:
    """Return the units with something overdue."""
    return sorted({row.unit_id for row in rows if is_overdue(row, until)})
