"""Draft a notice, edit its prose, note a correction of an issued one."""

from datetime import date, datetime, time

from sqlalchemy import Select, func, select

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.campaigns.models import Campaign
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.notices.models import Notice, NoticeCorrection
from inspect_app.notices.queries.lists import find_unissued
from inspect_app.notices.rules.prose import default_prose
from inspect_app.notices.vocabulary import NoticeState, Section

_DAY_END = time(23, 59, 59)


def draft_notice(actor: Actor, campaign_id: int, day: date) -> Notice:
    """Return the day's notice in hand, or start the next one; raise Invalid for a day that can't have one."""
    if not (actor.is_system or may(actor, Permission.DRAFT_NOTICE)):
        raise NotAllowed("通报由跑改办拟稿。")
    campaign = db.session.get(Campaign, campaign_id, with_for_update=True)
    if campaign is None:
        raise Invalid("请选择专项。", "campaign")
    if not campaign.starts_on <= day <= clock.today():
        raise Invalid(f"日期要在专项开始（{campaign.starts_on:%Y-%m-%d}）到今天之间。", "day")
    known = find_unissued(campaign_id, day)
    if known is not None:
        return known
    sequence = 1 + (db.session.scalar(_last_sequence(campaign_id, day)) or 0)
    notice = _new(actor, campaign, day, sequence)
    db.session.add(notice)
    db.session.flush()
    record(actor, "notice.drafted", "notice", notice.id, permission=Permission.DRAFT_NOTICE, day=day)
    return notice


def save_prose(actor: Actor, notice_id: int, version: int, title: str, prose: dict[Section, str]) -> Notice:
    """Save the office's words of a draft; raise Conflict when somebody else saved first."""
    notice = lock_notice(notice_id)
    if notice.state is not NoticeState.DRAFT:
        raise Refused(f"这期通报现在是“{notice.state.label}”，退回修改后才能改文字。")
    if notice.version != version:
        mine = {section.label: text for section, text in prose.items()}
        theirs = {section.label: "\n".join(notice.prose.get(section.value, ())) for section in prose}
        raise Conflict("这期通报刚被同事改过，两份都留着，请对照后再存。", mine=mine, theirs=theirs)
    before = notice.prose
    notice.title = clean(title)
    notice.prose = {section.value: _lines(text) for section, text in prose.items()}
    notice.drafted_by_id = actor.person_id
    record(
        actor, "notice.edited", "notice", notice.id, permission=Permission.DRAFT_NOTICE, prose=(before, notice.prose)
    )
    db.session.flush()
    return notice


def add_correction(actor: Actor, notice_id: int, wrong: str, right: str) -> NoticeCorrection:
    """Note a mistake of an issued notice; it is printed as 更正 in the next issue."""
    notice = lock_notice(notice_id)
    if notice.state is not NoticeState.ISSUED:
        raise Refused("还没有签发的通报直接修改，不用更正。")
    correction = NoticeCorrection(
        corrects_id=notice.id,
        wrong=clean(wrong),
        right=clean(right),
        added_by_id=actor.person_id,
        added_at=clock.now(),
    )
    db.session.add(correction)
    record(
        actor, "notice.corrected", "notice", notice.id, permission=Permission.DRAFT_NOTICE, text=(wrong, right)
    )
    db.session.flush()
    return correction


def lock_notice(notice_id: int) -> Notice:
    """Return a notice locked for change, read anew."""
    query = select(Notice).where(Notice.id == notice_id).with_for_update()
    notice = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if notice is None:
        raise Missing()
    return notice


def _last_sequence(campaign_id: int, day: date) -> Select[int]:
    return select(func.max(Notice.sequence)).where(Notice.campaign_id == campaign_id, Notice.issue_date == day)


def _new(actor: Actor, campaign: Campaign, day: date, sequence: int) -> Notice:
    since, cut_off = campaign.starts_on, _cut_off(campaign, day, sequence)
    basis = f"《{campaign.basis_title}》" + (f"（{campaign.basis_number}）" if campaign.basis_number else "")
    return Notice(
        campaign_id=campaign.id,
        issue_date=day,
        sequence=sequence,
        cut_off_at=cut_off,
        title=f"{campaign.issuer.name}关于{campaign.name}情况的通报（{day.month}月{day.day}日）",
        prose=default_prose(
            basis=basis if campaign.basis_title else "工作安排",
            issuer=campaign.issuer.name,
            since=f"{since.year}年{since.month}月{since.day}日",
            campaign=campaign.name,
            as_of=f"{day.month}月{day.day}日{clock.local(cut_off).hour}时",
        ),
        series=campaign.series,
        year=day.year,
        drafted_by_id=actor.person_id,
        drafted_at=clock.now(),
    )


def _cut_off(campaign: Campaign, day: date, sequence: int) -> datetime:
    """The first issue of a day ends at the cut-off, a further one at the end of the day."""
    return clock.at(day, campaign.cut_off if sequence == 1 else _DAY_END)


def _lines(text: str) -> list[str]:
    return [line for line in (clean(line) for line in text.splitlines()) if line]
