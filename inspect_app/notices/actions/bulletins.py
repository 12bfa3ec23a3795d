"""Mastheads and issues of the bulletin: set up, draft, date, drop, correct."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.notices.models import Bulletin, BulletinCorrection, BulletinSeries
from inspect_app.notices.queries.bulletins import get_series, loaded_whole
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.notices.vocabulary.bulletins import SeriesDraft

_P = Permission.DRAFT_NOTICE


def save_series(actor: Actor, draft: SeriesDraft, series_id: int | None = None, version: int = 0) -> BulletinSeries:
    """Add or change a masthead; its numbers go on when it is renamed."""
    demand_drafter(actor)
    row = BulletinSeries() if series_id is None else get_series(series_id)
    if series_id is not None and row.version != version:
        mine = {"刊名": draft.name, "编发单位": draft.issuer, "本刊邮箱": draft.mailbox}
        theirs = {"刊名": row.name, "编发单位": row.issuer, "本刊邮箱": row.mailbox}
        raise Conflict("刊头刚被同事改过，请对照后再存。", mine=mine, theirs=theirs)
    row.name, row.issuer, row.mailbox = clean(draft.name), clean(draft.issuer), clean(draft.mailbox)
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Invalid("已经有刊头叫这个名称。", "name") from error
    record(actor, "bulletin.series_saved", "bulletin_series", row.id, permission=_P, name=row.name)
    return row


def draft_bulletin(actor: Actor, series_id: int) -> Bulletin:
    """Start an issue; it has no number and no date yet, and several may be in hand at once."""
    demand_drafter(actor)
    series = get_series(series_id)
    bulletin = Bulletin(
        series_id=series.id, hands=[], drafted_by_id=actor.person_id, drafted_at=clock.now(), articles=[]
    )
    db.session.add(bulletin)
    db.session.flush()
    record(actor, "bulletin.drafted", "bulletin", bulletin.id, permission=_P)
    return bulletin


def set_issue(actor: Actor, bulletin_id: int, day: date | None, copies: int | None, secrecy: str) -> Bulletin:
    """Set date, copies and secrecy at any time before the signing, by whoever drafts or signs."""
    if not (may(actor, _P) or may(actor, Permission.SIGN_NOTICE)):
        raise NotAllowed("简报由跑改办编发。")
    bulletin = lock_bulletin(bulletin_id)
    if bulletin.state is NoticeState.ISSUED:
        raise Refused("已签发的简报不再改。")
    if day is not None and day > clock.today():
        raise Invalid("印发日期不能晚于今天。", "day")
    bulletin.issue_date, bulletin.copies, bulletin.secrecy = day, copies, clean(secrecy)
    record(actor, "bulletin.changed", "bulletin", bulletin.id, day=day)
    db.session.flush()
    return bulletin


def drop_bulletin(actor: Actor, bulletin_id: int) -> None:
    """Throw a draft away; it never had a number, so none is missing."""
    bulletin = lock_draft(actor, bulletin_id)
    titles = [article.title for article in bulletin.articles]
    db.session.delete(bulletin)
    db.session.flush()
    record(actor, "bulletin.draft_dropped", "bulletin", bulletin_id, permission=_P, text="、".join(titles))


def correct_bulletin(actor: Actor, bulletin_id: int, wrong: str, right: str) -> BulletinCorrection:
    """Note a mistake of an issued bulletin; it is printed as 更正 in the next issue."""
    demand_drafter(actor)
    bulletin = lock_bulletin(bulletin_id)
    if bulletin.state is not NoticeState.ISSUED:
        raise Refused("还没有签发的简报直接修改，不用更正。")
    correction = BulletinCorrection(
        corrects_id=bulletin.id,
        wrong=clean(wrong),
        right=clean(right),
        added_by_id=actor.person_id,
        added_at=clock.now(),
    )
    db.session.add(correction)
    record(actor, "bulletin.corrected", "bulletin", bulletin.id, permission=_P, text=(wrong, right))
    db.session.flush()
    return correction


def lock_bulletin(bulletin_id: int) -> Bulletin:
    """Return a bulletin locked for change, read anew with all it is made of."""
    locked = select(Bulletin.id).where(Bulletin.id == bulletin_id).with_for_update()
    if db.session.scalar(locked) is None:
        raise Missing()
    query = select(Bulletin).where(Bulletin.id == bulletin_id).options(*loaded_whole())
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def lock_draft(actor: Actor, bulletin_id: int) -> Bulletin:
    """Return a draft locked for change; raise Refused for one that is on its way or issued."""
    demand_drafter(actor)
    bulletin = lock_bulletin(bulletin_id)
    if bulletin.state is not NoticeState.DRAFT:
        raise Refused(f"这期简报现在是“{bulletin.state.label}”，退回修改后才能改文字。")
    return bulletin


def demand_drafter(actor: Actor) -> None:
    """Raise NotAllowed for whoever is not of the office."""
    if not (actor.is_system or may(actor, _P)):
        raise NotAllowed("简报由跑改办编发。")
