"""The body of a version as frozen facts; in the database it is the JSON of `to_json`."""

from dataclasses import dataclass, field
from typing import Any

from inspect_app.checklists.vocabulary.conditions import Rule
from inspect_app.checklists.vocabulary.kinds import ItemKind, PartKey

MAX_ITEMS = 300
OPTIONAL_KINDS = frozenset({ItemKind.TEXT, ItemKind.PHOTO})


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer a choice; `points` are shares of the item's weight, `fails` makes it a failure."""

    key: str
    label: str
    points: float = 0
    fails: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the option as stored."""
        return {"key": self.key, "label": self.label, "points": self.points, "fails": self.fails}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing the window must tell without being asked twice."""

    key: str
    label: str

    def to_json(self) -> dict[str, Any]:
        """Return the point as stored."""
        return {"key": self.key, "label": self.label}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at, do or ask. An item without text is an empty slot: kept, never shown to an author.

    `weight` is what the item is worth; `minimum`/`maximum` bound what may be typed, `pass_minimum`/
    `pass_maximum` what passes. `suggestion` goes into the finding of a failing answer.
    """

    key: str
    kind: ItemKind
    text: str
    hint: str = ""
    clause: str = ""
    weight: float = 1
    critical: bool = False
    required: bool = True
    suggestion: str = ""
    show_when: Rule | None = None
    options: tuple[Option, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    pass_minimum: float | None = None
    pass_maximum: float | None = None
    points_to_tell: tuple[Point, ...] = ()
    allow_not_seen: bool = True

    @property
    def is_empty_slot(self) -> bool:
        """Say whether the office has yet to write this item."""
        return self.text == ""

    def to_json(self) -> dict[str, Any]:
        """Return the item as stored: every field, so that the browser needs no defaults."""
        return {
            "key": self.key, "kind": self.kind.value, "text": self.text, "hint": self.hint,
            "clause": self.clause, "weight": self.weight, "critical": self.critical,
            "required": self.required, "suggestion": self.suggestion, "show_when": self.show_when,
            "options": [option.to_json() for option in self.options],
            "unit": self.unit, "min": self.minimum, "max": self.maximum,
            "pass_min": self.pass_minimum, "pass_max": self.pass_maximum,
            "points_to_tell": [point.to_json() for point in self.points_to_tell],
            "allow_not_seen": self.allow_not_seen,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """现场看, 具体办 or 跟踪问, with its items in order."""

    key: PartKey
    items: tuple[Item, ...] = field(default=())

    @property
    def label(self) -> str:
        """Return the name of the part as people see it."""
        return self.key.label

    def to_json(self) -> dict[str, Any]:
        """Return the part as stored; the label is for the tablet."""
        return {"key": self.key.value, "label": self.label, "items": [item.to_json() for item in self.items]}


@dataclass(frozen=True, slots=True)
class ChecklistBody:
    """All parts of a version; item keys are unique in the whole body."""

    parts: tuple[Part, ...]
    # Asked for again and again while a visit is judged: worked out once.
    items: tuple[Item, ...] = field(init=False, compare=False, repr=False)
    written_items: tuple[Item, ...] = field(init=False, compare=False, repr=False)
    _places: dict[str, tuple[Item, Part]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Work out every item in the order of the visit, those with a text, and where each stands."""
        items = tuple(item for part in self.parts for item in part.items)
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "written_items", tuple(item for item in items if not item.is_empty_slot))
        places = {item.key: (item, part) for part in reversed(self.parts) for item in reversed(part.items)}
        object.__setattr__(self, "_places", places)

    def find_item(self, key: str) -> Item | None:
        """Return the item with this key, or nothing."""
        place = self._places.get(key)
        return place[0] if place else None

    def part_of(self, key: str) -> Part | None:
        """Return the part an item stands in, or nothing."""
        place = self._places.get(key)
        return place[1] if place else None

    def to_json(self) -> dict[str, Any]:
        """Return the body as stored and as handed to the tablet."""
        return {"parts": [part.to_json() for part in self.parts]}
