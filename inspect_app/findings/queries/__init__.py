"""Reads of findings, already limited to what the asking person may see."""

from inspect_app.findings.queries.cases import (
    case_facts,
    get_finding,
    get_for_office,
    is_author,
    lamp_of,
    lock_finding,
    signs_by_opening,
    visible_to,
)
from inspect_app.findings.queries.desk import (
    DeskCounts,
    VisitToReview,
    desk_counts,
    get_return,
    list_queued,
    list_returns,
    list_to_triage,
    list_visits_to_review,
)
from inspect_app.findings.queries.linked import Kin, kin_of, original_of
from inspect_app.findings.queries.recurring import Proposal, proposals_for
from inspect_app.findings.queries.reviewing import (
    ReviewLine,
    VisitReview,
    findings_of_visit,
    get_visit_for_review,
    review_of,
)
from inspect_app.findings.queries.triaging import (
    OfferedPhoto,
    TermPreview,
    item_choices,
    names_known,
    photos_to_pass,
    proposed_unit_of,
    term_previews,
    window_choices,
)

__all__ = [
    "DeskCounts",
    "Kin",
    "OfferedPhoto",
    "Proposal",
    "ReviewLine",
    "TermPreview",
    "VisitReview",
    "VisitToReview",
    "case_facts",
    "desk_counts",
    "findings_of_visit",
    "get_finding",
    "get_for_office",
    "get_return",
    "get_visit_for_review",
    "is_author",
    "item_choices",
    "kin_of",
    "lamp_of",
    "list_queued",
    "list_returns",
    "list_to_triage",
    "list_visits_to_review",
    "lock_finding",
    "names_known",
    "original_of",
    "photos_to_pass",
    "proposals_for",
    "proposed_unit_of",
    "review_of",
    "signs_by_opening",
    "term_previews",
    "visible_to",
    "window_choices",
]
