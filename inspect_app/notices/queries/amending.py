"""What an earlier issue said and is no longer so: lines of 更正, drawn from the moves since."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.vocabulary import Step
from inspect_app.notices.models import Notice
from inspect_app.notices.vocabulary import NoticeState

# step → (the step an earlier issue told of, how the correction reads)
_AMENDED = {
    Step.REVOKE_CLOSURE: (Step.CLOSE, "第{issue}期所列 {number} 已销号，现撤销销号，重新核验。"),
    Step.UPHOLD_DISPUTE: (Step.DISPATCH, "第{issue}期所列 {number}，部门异议经复核成立，不予立项。"),
}


def amendments(campaign_id: int, since: datetime, until: datetime) -> tuple[str, ...]:
    """Return the corrections that moves in (since, until] make to issues before; issued notices stay as they are."""
    issued = db.session.execute(
        select(Notice.cut_off_at, Notice.issue_no)
        .where(Notice.campaign_id == campaign_id, Notice.state == NoticeState.ISSUED, Notice.cut_off_at <= since)
        .order_by(Notice.cut_off_at)
    ).all()
    return tuple(_lines(campaign_id, since, until, [(row.cut_off_at, row.issue_no) for row in issued]))


def _lines(
    campaign_id: int, since: datetime, until: datetime, issued: list[tuple[datetime, int | None]]
) -> Iterator[str]:
    told = aliased(FindingEvent)
    for step, (earlier, words) in _AMENDED.items():
        said = select(func.max(told.at)).where(
            told.finding_id == FindingEvent.finding_id, told.step == earlier, told.id < FindingEvent.id
        )
        rows = db.session.execute(
            select(Finding.number, func.coalesce(said.scalar_subquery(), Finding.delivered_at).label("said"))
            .join(FindingEvent, FindingEvent.finding_id == Finding.id)
            .where(Finding.campaign_id == campaign_id, FindingEvent.step == step)
            .where(FindingEvent.at > since, FindingEvent.at <= until)
            .order_by(FindingEvent.id)
        )
        for number, at in rows:
            issue = next((issue_no for cut_off, issue_no in issued if cut_off >= at), None)
            if issue is not None:
                yield words.format(issue=issue, number=number)
