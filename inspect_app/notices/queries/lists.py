"""Lists of notices: the office sees all, leaders what is issued, a unit what was sent to it."""

from datetime import date

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import joinedload

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.notices.models import Notice, NoticeDelivery, NoticeDocument
from inspect_app.notices.vocabulary import DocumentKind, NoticeState
from inspect_app.web.paging import PAGE_SIZE, Page


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that limits notices to what a person may see."""
    if may(actor, Permission.DRAFT_NOTICE) or may(actor, Permission.SIGN_NOTICE):
        return true()
    issued = Notice.state == NoticeState.ISSUED
    if may(actor, Permission.READ_ALL_FINDINGS):
        return issued
    sent = exists().where(
        NoticeDelivery.notice_id == Notice.id,
        NoticeDelivery.unit_id.in_(units_of(actor, Permission.READ_NOTICES)),
    )
    return issued & sent


def list_notices(actor: Actor, page: int) -> Page[Notice]:
    """Return a page of notices, newest first."""
    seen = visible_to(actor)
    total = db.session.scalar(select(func.count()).select_from(Notice).where(seen)) or 0
    rows = db.session.scalars(
        select(Notice)
        .where(seen)
        .order_by(Notice.issue_date.desc(), Notice.sequence.desc(), Notice.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
        .options(joinedload(Notice.campaign))
    ).all()
    return Page(rows, page, total)


def get_notice(actor: Actor, notice_id: int) -> Notice:
    """Return a notice, or raise Missing: what one may not see isn't there."""
    query = select(Notice).where(Notice.id == notice_id, visible_to(actor)).options(joinedload(Notice.campaign))
    notice = db.session.scalars(query).one_or_none()
    if notice is None:
        raise Missing()
    return notice


def find_unissued(campaign_id: int, day: date) -> Notice | None:
    """Return the notice of a day that is still in hand, or nothing."""
    query = select(Notice).where(
        Notice.campaign_id == campaign_id, Notice.issue_date == day, Notice.state != NoticeState.ISSUED
    )
    return db.session.scalars(query.order_by(Notice.sequence)).first()


def get_document(notice: Notice, kind: DocumentKind) -> NoticeDocument:
    """Return a frozen file of an issued notice, or raise Missing."""
    for document in notice.documents:
        if document.kind is kind:
            return document
    raise Missing("这期通报还没有签发，没有正式文件。")


def one_waiting(state: NoticeState) -> int | None:
    """Return the one notice that is in a state, or nothing when they are several."""
    found = db.session.scalars(select(Notice.id).where(Notice.state == state).limit(2)).all()
    return found[0] if len(found) == 1 else None


def waiting_notices(actor: Actor) -> dict[NoticeState, int]:
    """Count the notices that wait for this person: to be checked by another, or to be signed."""
    counts: dict[NoticeState, int] = {}
    if may(actor, Permission.DRAFT_NOTICE):
        mine = Notice.drafted_by_id == actor.person_id
        counts[NoticeState.DRAFT] = _count((Notice.state == NoticeState.DRAFT) & mine)
        counts[NoticeState.CHECKING] = _count((Notice.state == NoticeState.CHECKING) & ~mine)
    if may(actor, Permission.SIGN_NOTICE):
        counts[NoticeState.CHECKED] = _count(Notice.state == NoticeState.CHECKED)
    return counts


def _count(condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Notice).where(condition)) or 0
