"""What the address of a list asks for; whatever can't be read is not asked for."""

from flask import request

from forms.catalogue import number_in
from inspect_app.catalogue.vocabulary import (
    Audience,
    CancelReason,
    Feature,
    HoursKind,
    ItemFilter,
    PlaceFilter,
    ProofFilter,
    SiteType,
    TripPromise,
)

_LONGEST = 100
_MOST_UNITS, _DIGITS = 2_000, 9


def item_filter() -> ItemFilter:
    """Read the filters of the list of matters."""
    args = request.args
    return ItemFilter(
        text=_text(),
        unit_id=number_in(args, "unit"),
        units=_units(),
        trips=TripPromise.find(args.get("trips")),
        audience=Audience.find(args.get("audience")),
        feature=Feature.find(args.get("feature")),
        batch=args.get("batch", "")[:200],
        one_thing=args.get("one_thing", "")[:200],
    )


def place_filter() -> PlaceFilter:
    """Read the filters of the list of sites and windows."""
    args = request.args
    return PlaceFilter(
        text=_text(),
        unit_id=number_in(args, "unit"),
        type=SiteType.find(args.get("type")),
        hours_kind=HoursKind.find(args.get("hours")),
    )


def proof_filter() -> ProofFilter:
    """Read the filters of the register of cancelled proofs."""
    args = request.args
    return ProofFilter(_text(), CancelReason.find(args.get("reason")), args.get("batch", "")[:200])


def kept() -> list[tuple[str, str]]:
    """Return what the search keeps of the address."""
    return [(name, value) for name, value in request.args.items() if name not in {"q", "page"}]


def is_set() -> bool:
    """Say whether anything limits the list."""
    return any(value for name, value in request.args.items() if name != "page")


def _units() -> frozenset[int]:
    """Read the units a campaign's goal was counted over: their numbers with commas between."""
    keys = request.args.get("units", "")[:_MOST_UNITS].split(",")
    return frozenset(int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= _DIGITS)


def _text() -> str:
    return request.args.get("q", "")[:_LONGEST]
