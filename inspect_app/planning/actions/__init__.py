"""Deeds of planning: list targets, draw a round, change it by hand, make it or give it up; people, chiefs."""

from inspect_app.planning.actions.chiefs import name_activity, place_chief
from inspect_app.planning.actions.drawing import draw_round
from inspect_app.planning.actions.making import drop_round, make_round
from inspect_app.planning.actions.people import add_absence, add_acquaintance, remove_absence, remove_acquaintance
from inspect_app.planning.actions.placing import put_person
from inspect_app.planning.actions.swapping import swap_rows
from inspect_app.planning.actions.targets import set_targets

__all__ = [
    "add_absence",
    "add_acquaintance",
    "draw_round",
    "drop_round",
    "make_round",
    "name_activity",
    "place_chief",
    "put_person",
    "remove_absence",
    "remove_acquaintance",
    "set_targets",
    "swap_rows",
]
