"""Rows that numbers are made of, and the numbers of a period."""

from inspect_app.metrics.queries.cases import (
    callback_rows,
    case_rows,
    count_closed,
    count_delivered,
    unit_facts,
)
from inspect_app.metrics.queries.measured import counted_above, measured, rates

__all__ = [
    "callback_rows",
    "case_rows",
    "count_closed",
    "count_delivered",
    "counted_above",
    "measured",
    "rates",
    "unit_facts",
]
