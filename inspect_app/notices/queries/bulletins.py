"""Lists of bulletins: the office sees all, leaders what is issued, a unit what was sent to it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.notices.models import (
    Bulletin,
    BulletinArticle,
    BulletinAttachment,
    BulletinDelivery,
    BulletinDocument,
    BulletinSeries,
)
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.notices.vocabulary.bulletins import BulletinFile
from inspect_app.web.paging import PAGE_SIZE, Page


def visible_bulletins(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that limits bulletins to what a person may see."""
    if may(actor, Permission.DRAFT_NOTICE) or may(actor, Permission.SIGN_NOTICE):
        return true()
    issued = Bulletin.state == NoticeState.ISSUED
    if may(actor, Permission.READ_ALL_FINDINGS):
        return issued
    sent = exists().where(
        BulletinDelivery.bulletin_id == Bulletin.id,
        BulletinDelivery.unit_id.in_(units_of(actor, Permission.READ_NOTICES)),
    )
    return issued & sent


def list_bulletins(actor: Actor, number: int, text: str = "", state: NoticeState | None = None) -> Page[Bulletin]:
    """Return a page of bulletins: those in hand first, then the newest; narrowed by words of their titles."""
    wanted = [visible_bulletins(actor)]
    if state is not None:
        wanted.append(Bulletin.state == state)
    if text:
        columns = (BulletinArticle.title, BulletinArticle.body, BulletinArticle.next_steps)
        said = or_(*(column.contains(text, autoescape=True) for column in columns))
        wanted.append(exists().where(BulletinArticle.bulletin_id == Bulletin.id, said))
    total = db.session.scalar(select(func.count()).select_from(Bulletin).where(*wanted)) or 0
    query = select(Bulletin).where(*wanted).options(joinedload(Bulletin.series), selectinload(Bulletin.articles))
    in_hand = Bulletin.state == NoticeState.ISSUED
    ordered = query.order_by(in_hand, Bulletin.issue_date.desc(), Bulletin.issue_no.desc(), Bulletin.id.desc())
    rows = db.session.scalars(ordered.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    return Page(rows, number, total)


def get_bulletin(actor: Actor, bulletin_id: int) -> Bulletin:
    """Return a bulletin with its articles, or raise Missing: what one may not see isn't there."""
    query = select(Bulletin).where(Bulletin.id == bulletin_id, visible_bulletins(actor))
    found = db.session.scalars(query.options(*loaded_whole())).one_or_none()
    if found is None:
        raise Missing()
    return found


def loaded_whole() -> tuple[ORMOption, ...]:
    """Return what loads an issue with all it is made of, in a fixed number of queries."""
    articles = selectinload(Bulletin.articles).selectinload(BulletinArticle.attachments)
    return joinedload(Bulletin.series), articles


def article_of(bulletin: Bulletin, article_id: int) -> BulletinArticle:
    """Return an article of an issue, or raise Missing."""
    found = next((article for article in bulletin.articles if article.id == article_id), None)
    if found is None:
        raise Missing("没有这篇文章，可能已被同事撤下。")
    return found


def attachment_of(article: BulletinArticle, attachment_id: int) -> BulletinAttachment:
    """Return an attachment of an article, or raise Missing."""
    found = next((one for one in article.attachments if one.id == attachment_id), None)
    if found is None:
        raise Missing("没有这个附件，可能已被同事撤下。")
    return found


def list_series() -> Sequence[BulletinSeries]:
    """Return the mastheads, the oldest first."""
    return db.session.scalars(select(BulletinSeries).order_by(BulletinSeries.id)).all()


def get_series(series_id: int) -> BulletinSeries:
    """Return a masthead, or raise Missing."""
    found = db.session.get(BulletinSeries, series_id, populate_existing=True)
    if found is None:
        raise Missing("没有这个刊头。")
    return found


def find_file(bulletin: Bulletin, kind: BulletinFile) -> BulletinDocument | None:
    """Return a frozen file of an issue, or nothing: a draft has none, nor PDF where it could not be made."""
    return next((document for document in bulletin.documents if document.kind is kind), None)


def bulletin_deliveries(bulletin: Bulletin) -> Sequence[BulletinDelivery]:
    """Return which units got an issue and when, by the units' order."""
    query = select(BulletinDelivery).where(BulletinDelivery.bulletin_id == bulletin.id)
    rows = db.session.scalars(query.options(joinedload(BulletinDelivery.unit)))
    return sorted(rows, key=lambda row: (row.unit.sort_no, row.unit.code))


def waiting_bulletins(actor: Actor) -> dict[NoticeState, list[int]]:
    """Return the bulletins that wait for this person: their own drafts, to be checked by another, to be signed."""
    found: dict[NoticeState, list[int]] = {}
    if may(actor, Permission.DRAFT_NOTICE):
        mine = Bulletin.drafted_by_id == actor.person_id
        found[NoticeState.DRAFT] = _ids((Bulletin.state == NoticeState.DRAFT) & mine)
        rows = db.session.execute(
            select(Bulletin.id, Bulletin.hands).where(Bulletin.state == NoticeState.CHECKING).order_by(Bulletin.id)
        )
        found[NoticeState.CHECKING] = [key for key, hands in rows if actor.person_id not in hands]
    if may(actor, Permission.SIGN_NOTICE):
        found[NoticeState.CHECKED] = _ids(Bulletin.state == NoticeState.CHECKED)
    return found


def _ids(condition: ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(select(Bulletin.id).where(condition).order_by(Bulletin.id)))
