"""Reads of visits, already limited to what the asking person may see."""

from inspect_app.visits.queries.listing import (
    INCOMPLETE_AFTER,
    count_incomplete,
    count_visits,
    is_incomplete,
    list_visits,
)
from inspect_app.visits.queries.people import (
    author_id_for_planner,
    author_label,
    candidate_for,
    lineage_of_units,
    list_author_choices,
)
from inspect_app.visits.queries.planning import (
    campaign_choices,
    latest_version,
    published_version,
    site_choices,
    version_choices,
    windows_by_site,
    windows_with,
)
from inspect_app.visits.queries.reading import (
    answers_of,
    file_of_visit,
    files_by_item,
    get_planned,
    get_visit,
    is_own,
    last_submission,
    lock_visit,
    office_sees,
    own_visits,
)

__all__ = [
    "INCOMPLETE_AFTER",
    "answers_of",
    "author_id_for_planner",
    "author_label",
    "campaign_choices",
    "candidate_for",
    "count_incomplete",
    "count_visits",
    "file_of_visit",
    "files_by_item",
    "get_planned",
    "get_visit",
    "is_incomplete",
    "is_own",
    "last_submission",
    "latest_version",
    "lineage_of_units",
    "list_author_choices",
    "list_visits",
    "lock_visit",
    "office_sees",
    "own_visits",
    "published_version",
    "site_choices",
    "version_choices",
    "windows_by_site",
    "windows_with",
]
