"""Reads of the catalogue; everybody who may read it sees all of it, it was announced to the public."""

from inspect_app.catalogue.queries.choices import (
    batch_choices,
    cancelled_proof_names,
    item_choices,
    items_of_windows,
    site_choices,
    unit_choices_of_items,
    unit_choices_of_windows,
    window_choices,
)
from inspect_app.catalogue.queries.facts import as_fact, clean_item, clean_site, clean_window
from inspect_app.catalogue.queries.lists import ItemRow, PlaceRow, list_items, list_places, list_proofs
from inspect_app.catalogue.queries.named import PromisedMatter, matters_by_ids, matters_by_name, windows_by_name
from inspect_app.catalogue.queries.single import (
    done_together,
    get_item,
    get_site,
    get_window,
    papers_of,
    windows_of_item,
)
from inspect_app.catalogue.queries.state import CatalogueState, load_state

__all__ = [
    "CatalogueState",
    "ItemRow",
    "PlaceRow",
    "PromisedMatter",
    "as_fact",
    "batch_choices",
    "cancelled_proof_names",
    "clean_item",
    "clean_site",
    "clean_window",
    "done_together",
    "get_item",
    "get_site",
    "get_window",
    "item_choices",
    "items_of_windows",
    "list_items",
    "list_places",
    "list_proofs",
    "load_state",
    "matters_by_ids",
    "matters_by_name",
    "papers_of",
    "site_choices",
    "unit_choices_of_items",
    "unit_choices_of_windows",
    "window_choices",
    "windows_by_name",
    "windows_of_item",
]
