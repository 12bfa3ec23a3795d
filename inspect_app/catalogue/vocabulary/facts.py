"""Clean facts handed in by forms, and what a list is asked for."""

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class PaperFact:
    """A paper on a published list."""

    name: str
    required: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class CleanSite:
    """A site as its form hands it out."""

    name: str
    type: SiteType
    unit_id: int
    address: str = ""
    active: bool = True
    code: str = ""


@dataclass(frozen=True, slots=True)
class CleanWindow:
    """A window as its form hands it out."""

    name: str
    site_id: int
    unit_id: int
    phone: str = ""
    hours_kind: HoursKind = HoursKind.OFFICE
    hours: str = ""
    features: frozenset[WindowFeature] = frozenset()
    active: bool = True
    code: str = ""


@dataclass(frozen=True, slots=True)
class CleanItem:
    """A matter as its form hands it out: what was promised, its papers, where it is done."""

    name: str
    unit_id: int
    audience: Audience = Audience.PERSON
    one_thing: str = ""
    trips: TripPromise | None = None
    features: frozenset[Feature] = frozenset()
    promised_amount: int | None = None
    promised_unit: TimeUnit | None = None
    batch: str = ""
    announced_on: date | None = None
    active: bool = True
    papers: tuple[PaperFact, ...] = ()
    window_ids: frozenset[int] = frozenset()
    code: str = ""


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which matters a list shows; of `units` only what is in use."""

    text: str = ""
    unit_id: int | None = None
    units: frozenset[int] = frozenset()
    trips: TripPromise | None = None
    audience: Audience | None = None
    feature: Feature | None = None
    batch: str = ""
    one_thing: str = ""


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """Which sites and windows a list shows."""

    text: str = ""
    unit_id: int | None = None
    type: SiteType | None = None
    hours_kind: HoursKind | None = None


@dataclass(frozen=True, slots=True)
class ProofFilter:
    """Which cancelled proofs a list shows."""

    text: str = ""
    reason: CancelReason | None = None
    batch: str = ""
