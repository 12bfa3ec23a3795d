"""Promise against reality: kept / tested, counted by the database, and the visits behind each number."""

from inspect_app.metrics.queries.promise.behind import visit_lines
from inspect_app.metrics.queries.promise.desk import DeskTests, desk_within
from inspect_app.metrics.queries.promise.ids import calls_behind, ids_behind
from inspect_app.metrics.queries.promise.league import league, matter_rows, standings
from inspect_app.metrics.queries.promise.matter import (
    MatterPage,
    faults_of,
    findings_of,
    get_matter,
    months_of,
    waiting_results,
    windows_of,
)
from inspect_app.metrics.queries.promise.rates import rates_of, rates_where
from inspect_app.metrics.queries.promise.scope import PromiseScope, reader_of

__all__ = [
    "DeskTests",
    "MatterPage",
    "PromiseScope",
    "calls_behind",
    "desk_within",
    "faults_of",
    "findings_of",
    "get_matter",
    "ids_behind",
    "league",
    "matter_rows",
    "months_of",
    "rates_of",
    "rates_where",
    "reader_of",
    "standings",
    "visit_lines",
    "waiting_results",
    "windows_of",
]
