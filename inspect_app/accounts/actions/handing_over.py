"""What a person has still to do, gathered from rooms above that register how to find it."""

from collections.abc import Callable, Sequence

from inspect_app.access import Actor
from inspect_app.accounts.models import Person
from inspect_app.accounts.vocabulary import OpenWork

Finder = Callable[[Actor, Person], Sequence[OpenWork]]

_finders: list[Finder] = []


def open_work(finder: Finder) -> Finder:
    """Register a reader of open work: `finder(actor, person)`, limited to what the actor may see."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def list_open_work(actor: Actor, person: Person) -> list[OpenWork]:
    """Return what has to be handed over before a person leaves."""
    return [work for finder in _finders for work in finder(actor, person)]
