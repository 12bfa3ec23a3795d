"""Deeds on the catalogue: import a workbook; add and change sites, windows and matters."""

from inspect_app.catalogue.actions.importing import import_workbook
from inspect_app.catalogue.actions.items import add_item, change_item
from inspect_app.catalogue.actions.places import add_site, add_window, change_site, change_window

__all__ = [
    "add_item",
    "add_site",
    "add_window",
    "change_item",
    "change_site",
    "change_window",
    "import_workbook",
]
