"""Words about halls, windows, matters and what was promised; the shape of the catalogue workbook."""

from inspect_app.catalogue.vocabulary.facts import (
    CleanItem,
    CleanSite,
    CleanWindow,
    ItemFilter,
    PaperFact,
    PlaceFilter,
    ProofFilter,
)
from inspect_app.catalogue.vocabulary.reading import (
    CatalogueWorkbook,
    ImportProblem,
    ImportReport,
    SheetCount,
    SheetRow,
    Value,
)
from inspect_app.catalogue.vocabulary.sheets import SHEETS, CellKind, Column, SheetName, SheetSpec, spec_of
from inspect_app.catalogue.vocabulary.words import (
    Audience,
    CancelReason,
    Feature,
    HoursKind,
    SiteType,
    TimeUnit,
    TripPromise,
    WindowFeature,
)

__all__ = [
    "SHEETS",
    "Audience",
    "CancelReason",
    "CatalogueWorkbook",
    "CellKind",
    "CleanItem",
    "CleanSite",
    "CleanWindow",
    "Column",
    "Feature",
    "HoursKind",
    "ImportProblem",
    "ImportReport",
    "ItemFilter",
    "PaperFact",
    "PlaceFilter",
    "ProofFilter",
    "SheetCount",
    "SheetName",
    "SheetRow",
    "SheetSpec",
    "SiteType",
    "TimeUnit",
    "TripPromise",
    "Value",
    "WindowFeature",
    "spec_of",
]
