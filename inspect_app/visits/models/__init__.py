"""Tables of visits: what was seen, done and heard, what it was done by, and how the office looked it over."""

from inspect_app.visits.models.scripts import Script
from inspect_app.visits.models.visiting import (
    Answer,
    Interview,
    Submission,
    Trial,
    UnsealRequest,
    Visit,
    VisitCheck,
    VisitFile,
    VisitRemark,
    VisitWindow,
)

__all__ = [
    "Answer",
    "Interview",
    "Script",
    "Submission",
    "Trial",
    "UnsealRequest",
    "Visit",
    "VisitCheck",
    "VisitFile",
    "VisitRemark",
    "VisitWindow",
]
