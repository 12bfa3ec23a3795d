"""Today's notice on the first page of the office, and the ways each role goes most often."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may
from inspect_app.campaigns.models import Campaign
from inspect_app.dashboard.queries.menu import MINE
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.lists import visible_to
from inspect_app.notices.vocabulary import NoticeState

_P = Permission
_LINKS: tuple[tuple[str, str, tuple[Permission, ...]], ...] = (
    ("安排走访", "/visits/new", (_P.PLAN_VISITS,)),
    ("问题台账", "/ledger", (_P.READ_ALL_FINDINGS, _P.READ_UNIT_FINDINGS)),
    ("逾期的问题", "/ledger?lamp=over", (_P.READ_ALL_FINDINGS, _P.READ_UNIT_FINDINGS)),
    ("已签发的通报", "/notices", (_P.READ_NOTICES,)),
    ("我的走访", MINE, (_P.CAPTURE,)),
    ("单位和人员", "/admin/people", (_P.MANAGE_ACCOUNTS,)),
    ("导入单位和事项", "/catalogue/import", (_P.MANAGE_CATALOGUE,)),
    ("工作日历", "/admin/calendar", (_P.MANAGE_CALENDAR,)),
    ("谁能看什么", "/admin/access", (_P.MANAGE_ACCOUNTS, _P.MANAGE_SECURITY)),
    ("审计记录", "/admin/audit", (_P.READ_AUDIT,)),
)


@dataclass(frozen=True, slots=True)
class TodayNotice:
    """Where today's notice stands and the one next step: start it (for `campaign_id`), or open it."""

    day: date
    figures: list[tuple[str, str]]
    verb: str
    href: str
    campaign_id: int | None = None


def todays_notice(actor: Actor) -> TodayNotice | None:
    """Return today's notice for the office; nothing for others, or while no campaign runs."""
    if not (may(actor, _P.DRAFT_NOTICE) or may(actor, _P.SIGN_NOTICE)):
        return None
    today = clock.today()
    running = select(Campaign).where(Campaign.starts_on <= today, Campaign.ends_on >= today)
    campaign = db.session.scalars(running.order_by(Campaign.id)).first()
    if campaign is None:
        return None
    mine = Notice.issue_date == today, Notice.campaign_id == campaign.id
    notice = db.session.scalars(select(Notice).where(*mine, visible_to(actor)).order_by(Notice.sequence.desc())).first()
    if notice is None:
        figures = [("专项", campaign.name), ("截稿", f"{campaign.cut_off:%H:%M}"), ("进度", "还没有生成")]
        starts = campaign.id if may(actor, _P.DRAFT_NOTICE) else None
        return TodayNotice(today, figures, "生成今日通报", "/notices", starts)
    issued = notice.state is NoticeState.ISSUED
    state = f"第{notice.issue_no}期，{notice.state.label}" if issued else notice.state.label
    figures = [("专项", campaign.name), ("截稿", f"{campaign.cut_off:%H:%M}"), ("进度", state)]
    return TodayNotice(today, figures, "看今日通报" if issued else "接着办今日通报", f"/notices/{notice.id}")


def links_for(actor: Actor) -> list[tuple[str, str]]:
    """Return the ways a person goes most often."""
    return [(label, href) for label, href, powers in _LINKS if any(may(actor, power) for power in powers)]
