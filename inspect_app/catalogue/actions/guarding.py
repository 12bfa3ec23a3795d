"""Who may write, and what happens when two people save the same thing."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from inspect_app.access import Actor, Permission, may
from inspect_app.database import db
from inspect_app.foundation.errors import Conflict, Invalid, NotAllowed

Texts = dict[str, str]


def insist(actor: Actor) -> None:
    """Raise NotAllowed unless the actor keeps the catalogue; the command line acts as the system."""
    if not (actor.is_system or may(actor, Permission.MANAGE_CATALOGUE)):
        raise NotAllowed("您没有管理事项库的权限。需要时请联系跑改办。")


def check_version(present: int, seen: int, mine: Texts, theirs: Callable[[], Texts]) -> None:
    """Raise Conflict with what differs when somebody else saved since the form was opened."""
    if present == seen:
        return
    other = theirs()
    differing = [name for name in mine if mine[name] != other.get(name, "")] or list(mine)
    raise Conflict(
        "这份内容刚被别人改过，两份都留着，请对照后再存。",
        mine={name: mine[name] for name in differing},
        theirs={name: other.get(name, "") for name in differing},
    )


def flush_new(sentence: str) -> None:
    """Write a new row; raise Invalid at its code when somebody took that in the same moment."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Invalid(sentence, "code") from error


def changed_fields(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Any]:
    """Return old and new of what a deed changed, for its audit entry."""
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}
