"""The list behind a number of a notice."""

from typing import Any

from inspect_app.access import Permission
from inspect_app.foundation.errors import Missing
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.queries.lists import get_notice
from inspect_app.notices.queries.proofs import proof, proof_page
from inspect_app.notices.rules.proofs import RATIO_LISTS, RATIO_TITLES, TITLES, thing_of
from inspect_app.notices.views import blueprint
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.paging import page_number
from inspect_app.web.responses import rendered


@blueprint.get("/notices/<int:notice_id>/figures/<figure>")
@requires(Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE, Permission.READ_ALL_FINDINGS)
def figure(notice_id: int, figure: str) -> Any:
    """Show what a number was counted from; as it was for an issued notice."""
    notice = get_notice(current_actor(), notice_id)
    if figure not in TITLES:
        raise Missing()
    ids = proof(notice, figure)
    under = RATIO_LISTS[figure][1] if figure in RATIO_LISTS else ""
    return rendered(
        "notices/figure.html",
        notice=notice,
        as_of=facts_of(notice).as_of,
        title=TITLES[figure],
        thing=thing_of(figure),
        page=proof_page(figure, ids, page_number()),
        ratio=RATIO_TITLES.get(figure, ""),
        under=(under, TITLES[under], len(proof(notice, under))) if under else None,
    )
