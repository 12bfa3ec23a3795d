"""Decisions about the catalogue: what makes a workbook or a form acceptable, what has changed."""

from inspect_app.catalogue.rules.importing import Known, Plan, plan_import
from inspect_app.catalogue.rules.promises import check_item, check_window, minutes_promised, promised_time, same_papers

__all__ = [
    "Known",
    "Plan",
    "check_item",
    "check_window",
    "minutes_promised",
    "plan_import",
    "promised_time",
    "same_papers",
]
