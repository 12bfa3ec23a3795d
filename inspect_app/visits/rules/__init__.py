"""The decisions about visits: who may be sent where, and how an answer reads."""

from inspect_app.visits.rules.assigning import (
    Candidate,
    Lineage,
    assignment_refusal,
    is_own_unit,
    is_related,
    is_self_check,
)
from inspect_app.visits.rules.reading import answer_reason, answer_words

__all__ = [
    "Candidate",
    "Lineage",
    "answer_reason",
    "answer_words",
    "assignment_refusal",
    "is_own_unit",
    "is_related",
    "is_self_check",
]
