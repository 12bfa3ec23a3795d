"""Tell people of assigned work: neutral sentences, nothing of an instruction's words."""

from inspect_app.access import Role
from inspect_app.accounts.queries.posts import holders_of, nearest, parents_of
from inspect_app.foundation import clock
from inspect_app.messages.actions import tell
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.projects.models import AssignedTask


def tell_unit(task: AssignedTask, kind: MessageKind, words: str) -> None:
    """Tell the liaisons of the unit that has the work, or of the nearest one above."""
    liaisons = holders_of([Role.DEPT_LIAISON])[Role.DEPT_LIAISON]
    people = nearest(liaisons, parents_of(), task.unit_id)
    tell(people, kind, words, f"/assigned/{task.id}", _key(f"task:{task.id}:{kind.value}"))


def tell_assigner(task: AssignedTask, words: str) -> None:
    """Tell whoever assigned the work."""
    tell([task.assigned_by_id], MessageKind.TO_REVIEW, words, f"/assigned/{task.id}", _key(f"task:{task.id}:answer"))


def tell_office(link: str, words: str, key: str) -> None:
    """Tell the clerks and directors of the office."""
    posts = holders_of([Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR])
    people = {person for held in posts.values() for them in held.values() for person in them}
    tell(people, MessageKind.TO_REVIEW, words, link, key)


def _key(what: str) -> str:
    return f"{what}:{clock.now().isoformat()}"
