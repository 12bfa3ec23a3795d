"""What of assigned work is in somebody's hands, for whoever switches them off."""

from inspect_app.access import Actor
from inspect_app.accounts.actions import open_work
from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import actor_of
from inspect_app.accounts.vocabulary import OpenWork
from inspect_app.projects.queries.assigned import count_waiting
from inspect_app.projects.vocabulary.assigned import TaskState

_LABELS = {TaskState.OPEN: "督办事项待办", TaskState.ANSWERED: "督办事项待确认"}


@open_work
def find_open_tasks(_actor: Actor, person: Person) -> list[OpenWork]:
    """Return how much waits for a person; counts only, for an administrator reads no work."""
    counts = count_waiting(actor_of(person))
    return [
        OpenWork(_LABELS[state], f"{count} 件", f"/assigned?state={state.value}")
        for state, count in counts.items()
        if count
    ]
