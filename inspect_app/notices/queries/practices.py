"""What section 四 of an issue tells: praise chosen for papers that no issue of its campaign has told yet."""

from sqlalchemy import select

from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.notices.models import Notice, NoticeProof
from inspect_app.projects.queries.registers import list_typical
from inspect_app.projects.vocabulary.registers import TypicalPractice

# The figure under which an issue keeps which praise it told.
PRACTICES = "practices"
_MOST = 3


def practices_of(notice: Notice) -> list[TypicalPractice]:
    """Return what the next issue tells, the oldest first; what is more than a few waits for the issue after."""
    until = clock.day_of(notice.cut_off_at)
    told = _told(notice.campaign_id)
    praised = list_typical(notice.campaign_id, notice.campaign.starts_on, until)
    return [one for one in praised if one.praise_id not in told][:_MOST]


def _told(campaign_id: int) -> set[int]:
    kept = (
        select(NoticeProof.ids)
        .join(Notice, Notice.id == NoticeProof.notice_id)
        .where(Notice.campaign_id == campaign_id, NoticeProof.figure == PRACTICES)
    )
    return {key for ids in db.session.scalars(kept) for key in ids}
