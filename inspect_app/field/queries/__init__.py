"""Reads of the author's pages: my visits, one visit to fill in, its problems."""

from inspect_app.field.queries.capture import (
    around_of,
    body_of,
    find_body,
    get_own,
    lock_own,
    photo_views,
    remark_rows,
)
from inspect_app.field.queries.drafts import draft_rows, find_draft
from inspect_app.field.queries.findings import draft_view, finding_views, get_own_draft
from inspect_app.field.queries.mine import my_visits
from inspect_app.field.queries.pack import pack_of
from inspect_app.field.queries.receiving import (
    find_submission,
    find_upload,
    has_covert,
    is_own_visit,
    open_body,
    take_up,
    visit_facts,
)
from inspect_app.field.queries.trials import (
    cancelled_names,
    facts_of,
    get_interview,
    get_trial,
    item_choices,
    item_of_visit,
    listed_papers,
    promise_of,
    words_of,
)

__all__ = [
    "around_of",
    "body_of",
    "cancelled_names",
    "draft_rows",
    "draft_view",
    "facts_of",
    "find_body",
    "find_draft",
    "find_submission",
    "find_upload",
    "finding_views",
    "get_interview",
    "get_own",
    "get_own_draft",
    "get_trial",
    "has_covert",
    "is_own_visit",
    "item_choices",
    "item_of_visit",
    "listed_papers",
    "lock_own",
    "my_visits",
    "open_body",
    "pack_of",
    "photo_views",
    "promise_of",
    "remark_rows",
    "take_up",
    "visit_facts",
    "words_of",
]
