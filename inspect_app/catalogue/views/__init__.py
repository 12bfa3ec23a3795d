"""Routes of catalogue: matters, sites and windows, cancelled proofs, and the workbook."""

from inspect_app.catalogue.views import importing, items, places
from inspect_app.catalogue.views.blueprint import blueprint

__all__ = ["blueprint", "importing", "items", "places"]
