"""Reads of units, people and sessions."""

from inspect_app.accounts.queries.people import (
    actor_of,
    find_by_username,
    find_person,
    get_person,
    list_people,
    list_stand_ins,
    people_with,
    real_name,
)
from inspect_app.accounts.queries.sessions import (
    OpenSession,
    find_live_code,
    find_open_session,
    list_open_sessions,
    session_terms,
)
from inspect_app.accounts.queries.units import (
    find_unit,
    find_unit_named,
    get_unit,
    is_active_on,
    list_units,
    subtree_ids,
    subtrees,
    unit_choices,
    unit_tree,
)

__all__ = [
    "OpenSession",
    "actor_of",
    "find_by_username",
    "find_live_code",
    "find_open_session",
    "find_person",
    "find_unit",
    "find_unit_named",
    "get_person",
    "get_unit",
    "is_active_on",
    "list_open_sessions",
    "list_people",
    "list_stand_ins",
    "list_units",
    "people_with",
    "real_name",
    "session_terms",
    "subtree_ids",
    "subtrees",
    "unit_choices",
    "unit_tree",
]
