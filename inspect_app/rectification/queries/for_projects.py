"""What of rectification waits for tough projects."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import visible_to
from inspect_app.projects.queries.tough import WaitingWork, waits_for_project
from inspect_app.rectification.models import Deferral
from inspect_app.rectification.vocabulary import RequestState

_WAITING = (RequestState.PENDING, RequestState.APPROVED)


@waits_for_project
def deferred_for(actor: Actor, project_ids: Sequence[int]) -> dict[int, list[WaitingWork]]:
    """Return the findings that wait for projects, asked for or deferred, as far as one may see them."""
    query = (
        select(Deferral, Finding)
        .join(Finding, Deferral.finding_id == Finding.id)
        .where(Deferral.project_id.in_(project_ids), Deferral.state.in_(_WAITING), visible_to(actor))
        .options(joinedload(Finding.lead_unit))
        .order_by(Deferral.id)
    )
    found: dict[int, list[WaitingWork]] = defaultdict(list)
    for deferral, finding in db.session.execute(query):
        found[deferral.project_id or 0].append(_work(deferral, finding))
    return found


def _work(deferral: Deferral, finding: Finding) -> WaitingWork:
    return WaitingWork(
        ref=str(finding.number),
        title=finding.title,
        unit=finding.lead_unit.short_name if finding.lead_unit else "",
        state="已暂缓" if deferral.state is RequestState.APPROVED else "暂缓待批",
        until=deferral.granted_until or deferral.wanted_until,
        url=f"/case/{finding.number}",
    )
