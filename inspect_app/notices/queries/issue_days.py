"""通报按日出刊率: on how many working days of its campaigns the office issued a notice (rectification.md §9)."""

from datetime import date, timedelta

from sqlalchemy import select

from inspect_app.calendar.queries import work_calendar
from inspect_app.campaigns.models import Campaign
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.metrics.queries import counted_above
from inspect_app.metrics.rules.shares import part
from inspect_app.metrics.vocabulary import Period, Rate
from inspect_app.notices.models import Notice
from inspect_app.notices.vocabulary import NoticeState


@counted_above
def daily_notices(campaign_id: int | None, period: Period) -> Rate:
    """Return the working days with an issue / the working days of a campaign, or of all; days to come are no days."""
    first, last = period.first, min(period.last, clock.today())
    of_one = [Campaign.id == campaign_id] if campaign_id is not None else []
    lasting = select(Campaign.id, Campaign.starts_on, Campaign.ends_on).where(
        Campaign.starts_on <= last, Campaign.ends_on >= first, *of_one
    )
    work = work_calendar()
    days = {
        (key, day)
        for key, starts, ends in db.session.execute(lasting)
        for day in _days(max(first, starts), min(last, ends))
        if work.is_workday(day)
    }
    issued = select(Notice.campaign_id, Notice.issue_date).where(
        Notice.state == NoticeState.ISSUED, Notice.issue_date.between(first, last)
    )
    told = {(key, day) for key, day in db.session.execute(issued.distinct())}
    return part("daily_notice", len(days & told), len(days))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=place) for place in range((last - first).days + 1)]
