"""Deeds of the office on visits: plan, plan anew, call off, enter for the author, free a round."""

from inspect_app.visits.actions.entering import enter_for_author
from inspect_app.visits.actions.planning import cancel_plan, edit_plan, plan_visit
from inspect_app.visits.actions.releasing import release_round

__all__ = ["cancel_plan", "edit_plan", "enter_for_author", "plan_visit", "release_round"]
