"""Deeds of the office on visits: plan, plan anew, call off, enter for the author, free a round, note a result."""

from inspect_app.visits.actions.entering import enter_for_author
from inspect_app.visits.actions.planning import cancel_plan, edit_plan, plan_visit, plan_visits
from inspect_app.visits.actions.releasing import release_round
from inspect_app.visits.actions.resulting import note_result

__all__ = [
    "cancel_plan",
    "edit_plan",
    "enter_for_author",
    "note_result",
    "plan_visit",
    "plan_visits",
    "release_round",
]
