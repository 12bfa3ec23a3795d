"""Every number, defined once (rectification.md §9): counts of units for a notice, and rates with n/d."""

from inspect_app.metrics.rules.counts import (
    closed_by,
    count_by_unit,
    count_row,
    fed_back_by,
    is_due_on,
    is_judged,
    is_on_time,
    is_overdue,
    totals,
)
from inspect_app.metrics.rules.rates import (
    callback_rate,
    closure_rate,
    on_time_rate,
    recurrence_rate,
)

__all__ = [
    "callback_rate",
    "closed_by",
    "closure_rate",
    "count_by_unit",
    "count_row",
    "fed_back_by",
    "is_due_on",
    "is_judged",
    "is_on_time",
    "is_overdue",
    "on_time_rate",
    "recurrence_rate",
    "totals",
]
