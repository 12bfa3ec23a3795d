"""Deeds of the office on visits: plan, plan anew, call off, enter for the author."""

from inspect_app.visits.actions.entering import enter_for_author
from inspect_app.visits.actions.planning import cancel_plan, edit_plan, plan_visit

__all__ = ["cancel_plan", "edit_plan", "enter_for_author", "plan_visit"]
