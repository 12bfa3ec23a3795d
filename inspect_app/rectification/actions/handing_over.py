"""What of rectification is in somebody's hands, for whoever switches them off."""

from inspect_app.access import Actor
from inspect_app.accounts.actions import open_work
from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import actor_of
from inspect_app.accounts.vocabulary import OpenWork
from inspect_app.rectification.queries.inbox import waiting_for


@open_work
def find_open_cases(_actor: Actor, person: Person) -> list[OpenWork]:
    """Return how much waits for a person, by kind; counts only, for an administrator reads no cases."""
    lines = waiting_for(actor_of(person))
    return [OpenWork(line.label, f"{line.count} 件", line.url) for line in lines if line.count]
