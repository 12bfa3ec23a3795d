"""The facts of a bulletin: frozen once it is issued, read live before."""

from datetime import date

from sqlalchemy import select

from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.numbering import issue_label
from inspect_app.notices.models import Bulletin, BulletinArticle, BulletinCorrection, NoticeSeries
from inspect_app.notices.queries.recipients import Recipient, listed_on
from inspect_app.notices.rules.bulletin_paper import with_next_steps
from inspect_app.notices.rules.bulletins import printed_day
from inspect_app.notices.rules.quoting import Quotes, as_figure, as_quoted, filled, quoted_in
from inspect_app.notices.vocabulary import ListKind
from inspect_app.notices.vocabulary.bulletins import ArticleFacts, AttachmentFacts, BulletinFacts
from inspect_app.projects.models import BenefitFigure
from inspect_app.projects.queries.instructions import quotable
from inspect_app.projects.queries.register_lines import figure_of
from inspect_app.projects.rules.registers import shown

_WAYS = (ListKind.REPORT, ListKind.SEND, ListKind.ISSUE)


def bulletin_facts(bulletin: Bulletin, issue_no: int | None = None) -> BulletinFacts:
    """Return what a bulletin prints; `issue_no` is the number it is just being signed with."""
    if bulletin.facts is not None:
        return BulletinFacts.from_json(bulletin.facts)
    sent = recipients_of(bulletin)
    report, send, issue = (tuple(one.name for one in sent.get(way, ())) for way in _WAYS)
    quotes = _quotes(bulletin)
    return BulletinFacts(
        mark=bulletin.series.name,
        issuer=bulletin.series.issuer,
        issue_no=issue_no,
        issue_date=bulletin.issue_date.isoformat() if bulletin.issue_date else "",
        day=printed_day(bulletin.issue_date, clock.today()),
        articles=tuple(_article(article, quotes) for article in bulletin.articles),
        corrections=_corrections(bulletin),
        mailbox=bulletin.series.mailbox,
        report_to=report,
        send_to=send,
        issue_to=issue,
        copies=bulletin.copies,
        secrecy=bulletin.secrecy,
    )


def facts_to_sign(bulletin: Bulletin) -> BulletinFacts:
    """Return the facts as they will most likely be signed: the number that is next just now."""
    year = (bulletin.issue_date or clock.today()).year
    last = db.session.scalar(
        select(NoticeSeries.last).where(NoticeSeries.series == bulletin.series.counted_as, NoticeSeries.year == year)
    )
    return bulletin_facts(bulletin, (last or 0) + 1)


def recipients_of(bulletin: Bulletin) -> dict[ListKind, tuple[Recipient, ...]]:
    """Return who gets an issue: the lists 报, 送, 发 in force on its day."""
    found = listed_on(bulletin.issue_date or clock.today())
    return {way: found[way] for way in _WAYS if way in found}


def instructions_quoted(bulletin: Bulletin) -> frozenset[int]:
    """Return the ids of the instructions that an issue quotes."""
    return quoted_in(_texts(bulletin))[0]


def _quotes(bulletin: Bulletin) -> Quotes:
    instructions, figures = quoted_in(_texts(bulletin))
    said = quotable(instructions) if instructions else {}
    rows = db.session.scalars(select(BenefitFigure).where(BenefitFigure.id.in_(figures))) if figures else ()
    return Quotes(
        {key: as_quoted(one.leader, one.post, one.words) for key, one in said.items()},
        {row.id: quoted_figure(row) for row in rows},
    )


def quoted_figure(row: BenefitFigure) -> str:
    """Return a figure of the register as an article prints it."""
    number = shown(figure_of(row)).replace(" ", "")
    return as_figure(row.name, number, row.scope, _long(row.as_of), row.source)


def _texts(bulletin: Bulletin) -> list[str]:
    return [text for article in bulletin.articles for text in _written(article)]


def _written(article: BulletinArticle) -> tuple[str, ...]:
    return (article.subtitle, article.note, article.body, article.next_steps)


def _article(article: BulletinArticle, quotes: Quotes) -> ArticleFacts:
    return ArticleFacts(
        title=article.title,
        subtitle=filled(article.subtitle, quotes),
        note_kind=article.note_kind,
        note=_lines(filled(article.note, quotes)),
        paragraphs=with_next_steps(_lines(filled(article.body, quotes)), _lines(filled(article.next_steps, quotes))),
        contributor=article.contributor,
        attachments=tuple(AttachmentFacts(one.title, one.text) for one in article.attachments),
    )


def _corrections(bulletin: Bulletin) -> tuple[str, ...]:
    """A correction goes into the next issue of its masthead that is signed."""
    mine = BulletinCorrection.bulletin_id == bulletin.id
    waiting = BulletinCorrection.bulletin_id.is_(None) & (Bulletin.series_id == bulletin.series_id)
    found = db.session.execute(
        select(BulletinCorrection, Bulletin)
        .join(Bulletin, BulletinCorrection.corrects_id == Bulletin.id)
        .where(mine | waiting)
        .order_by(BulletinCorrection.id)
    )
    return tuple(
        f"{wrong.year}年{issue_label(wrong.issue_no or 0)}中“{row.wrong}”应为“{row.right}”。" for row, wrong in found
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
