"""What every story of the demo world needs: its people, places, promises, dice and time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from inspect_app.access import Actor
from inspect_app.checklists.vocabulary import ChecklistBody
from inspect_app.commands.demo_world.timeline import Timeline
from inspect_app.findings.vocabulary import Category, Grade
from inspect_app.foundation import clock
from inspect_app.foundation.workdays import WorkCalendar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counter:
    """A window as the stories see it."""

    id: int
    name: str
    site: str
    unit_id: int
    phone: str
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter as the stories see it; trips are nothing when several were promised."""

    id: int
    name: str
    trips: int | None
    minutes: int | None
    papers: tuple[str, ...]


@dataclass(slots=True)
class Case:
    """A delivered problem; its unit changes when it is handed to another."""

    id: int
    number: str
    unit_id: int
    category: Category
    grade: Grade


@dataclass(slots=True)
class World:
    """The stage and the dice. `answerers` gives for each unit whoever answers and signs for it."""

    dice: Random
    timeline: Timeline
    calendar: WorkCalendar
    units: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    answerers: dict[int, tuple[str, str]] = field(default_factory=dict)
    windows: dict[str, list[Counter]] = field(default_factory=dict)
    matters: dict[int, Matter] = field(default_factory=dict)
    campaigns: dict[str, tuple[int, date, date]] = field(default_factory=dict)
    versions: dict[str, tuple[int, ChecklistBody]] = field(default_factory=dict)
    pictures: list[bytes] = field(default_factory=list)
    projects: list[int] = field(default_factory=list)
    scripts: dict[int | None, int] = field(default_factory=dict)
    police: frozenset[int] = frozenset()
    decks: dict[object, list[str]] = field(default_factory=dict)

    def after(self, days: int, hour: int) -> datetime:
        """Return a moment some working days from now, in an hour, never before now."""
        day = self.calendar.add(clock.day_of(self.timeline.now), days).day
        moment = self.on(day, hour)
        return max(moment, self.timeline.now + timedelta(minutes=self.dice.randint(12, 50)))

    def on(self, day: date, hour: int) -> datetime:
        """Return a moment in an hour of a day."""
        return clock.at(day, time(hour, self.dice.randint(2, 57), self.dice.randint(0, 59)))

    def chance(self, share: float) -> bool:
        """Throw the dice."""
        return self.dice.random() < share

    def pick(self, things: Sequence[T]) -> T:
        """Pick one of several."""
        return self.dice.choice(things)

    def deal(self, key: object, cards: Sequence[str]) -> str:
        """Deal the next card of a deck: each comes once before any comes again."""
        deck = self.decks.setdefault(key, [])
        if not deck:
            deck += self.dice.sample(cards, len(cards))
        return deck.pop()

    def workdays_before(self, day: date, count: int) -> list[date]:
        """Return the last working days before a day, the earliest first."""
        found: list[date] = []
        while len(found) < count:
            day -= timedelta(days=1)
            if self.calendar.is_workday(day):
                found.append(day)
        return found[::-1]
