"""The library of good practice (典型案例): praise made for papers and articles of issued bulletins, searched as one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, or_, select, union_all

from inspect_app.access import Actor
from inspect_app.accounts.models import Unit
from inspect_app.database import db
from inspect_app.notices.models import Bulletin, BulletinArticle
from inspect_app.notices.queries.bulletins import visible_bulletins
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.projects.models import Commendation
from inspect_app.web.paging import PAGE_SIZE, Page

_BULLETIN, _PRACTICE = "简报", "典型做法"


@dataclass(frozen=True, slots=True)
class LibraryCase:
    """One case: where it was told, its words, whose it is, when, and the bulletin it stands in, if any."""

    told_in: str
    title: str
    words: str
    unit: str
    on: date
    bulletin_id: int | None


def search_cases(actor: Actor, text: str, number: int) -> Page[LibraryCase]:
    """Return a page of the cases a person may read, the newest first: one query and one count, however many."""
    found = union_all(_articles(actor, text), _practices(text)).subquery()
    total = db.session.scalar(select(func.count()).select_from(found)) or 0
    ordered = select(found).order_by(found.c.told_on.desc(), found.c.kind, found.c.key.desc())
    rows = db.session.execute(ordered.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE))
    return Page([_case(row) for row in rows], number, total)


def _articles(actor: Actor, text: str) -> Select[Any]:
    query = (
        select(
            literal(_BULLETIN).label("kind"), BulletinArticle.id.label("key"), BulletinArticle.title.label("title"),
            BulletinArticle.body.label("words"), BulletinArticle.contributor.label("unit"),
            Bulletin.issue_date.label("told_on"), Bulletin.id.label("bulletin_id"),
        )
        .join(Bulletin, Bulletin.id == BulletinArticle.bulletin_id)
        .where(visible_bulletins(actor), Bulletin.state == NoticeState.ISSUED)
    )  # fmt: skip
    columns = (BulletinArticle.title, BulletinArticle.body, BulletinArticle.next_steps, BulletinArticle.contributor)
    return _said(query, text, *columns)


def _practices(text: str) -> Select[Any]:
    """Words made for papers only: who was praised, and how it was found, stays in the office."""
    query = (
        select(
            literal(_PRACTICE), Commendation.id, literal(""), Commendation.paper_words, Unit.short_name,
            Commendation.praised_on, literal(0),
        )
        .join(Unit, Unit.id == Commendation.unit_id)
        .where(Commendation.typical)
    )  # fmt: skip
    return _said(query, text, Commendation.paper_words, Unit.short_name)


def _said(query: Any, text: str, *columns: Any) -> Select[Any]:
    """Narrow a query to the rows in which every word stands somewhere."""
    for word in text.split():
        query = query.where(or_(*(column.contains(word, autoescape=True) for column in columns)))
    narrowed: Select[Any] = query
    return narrowed


def _case(row: Any) -> LibraryCase:
    return LibraryCase(row.kind, row.title, row.words, row.unit, row.told_on, row.bulletin_id or None)
