"""What the check of a bulletin looks for: read from accounts, visits, findings, registers and earlier issues."""

from collections.abc import Iterable
from datetime import time, timedelta

from sqlalchemy import select

from inspect_app.accounts.models import Person
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.foundation.numbering import issue_label
from inspect_app.notices.models import Bulletin
from inspect_app.notices.queries.bulletin_facts import bulletin_facts
from inspect_app.notices.queries.linting import SHORTEST_TITLE, front_line
from inspect_app.notices.rules.bulletin_linting import Known, bulletin_complaints, values_in
from inspect_app.notices.rules.linting import sentences_of
from inspect_app.notices.rules.naming import is_alias, is_name, numbers_in
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.notices.vocabulary.bulletins import BulletinFacts
from inspect_app.notices.vocabulary.complaints import Complaint, Unsayable
from inspect_app.projects.models import BenefitFigure, Commendation
from inspect_app.projects.queries.instructions import list_quotable
from inspect_app.projects.queries.register_lines import figure_of
from inspect_app.projects.rules.registers import shown
from inspect_app.visits.models import Interview, Visit
from inspect_app.visits.vocabulary import VisitMode

# A bulletin tells of months; who was talked with longer ago is in no draft of today.
_TALKED_WITHIN, _SEEN_WITHIN = timedelta(days=365), timedelta(days=60)
_EARLIER_ISSUES = 30


def bulletin_complaints_of(
    bulletin: Bulletin, facts: BulletinFacts | None = None, *, signing: bool = False
) -> list[Complaint]:
    """Return what is to be mended before a bulletin is passed on or signed."""
    facts = facts or bulletin_facts(bulletin)
    return bulletin_complaints(facts, unsayable_in_bulletin(facts), _known(bulletin, facts), signing=signing)


def unsayable_in_bulletin(facts: BulletinFacts) -> Unsayable:
    """Return what these words may not say; only what could stand in them is read."""
    said = "\n".join(_texts(facts))
    numbers = numbers_in(said)
    told = select(Finding.number).where(Finding.number.in_(numbers), Finding.delivered_at <= clock.now())
    return Unsayable(
        names=_names(),
        codes=frozenset(db.session.scalars(select(Person.shopper_code).where(Person.shopper_code.is_not(None)))),
        covert_times=_covert_times(),
        hidden_titles=_hidden_titles(),
        numbers=frozenset(number for number in db.session.scalars(told) if number) if numbers else frozenset(),
        inspect_word=current_settings().inspect_word,
        quotable=tuple(one.words for one in list_quotable()),
    )


def _texts(facts: BulletinFacts) -> Iterable[str]:
    for article in facts.articles:
        yield from (article.title, article.subtitle, *article.note, *article.paragraphs)
        yield from (one.text for one in article.attachments)


def _names() -> frozenset[str]:
    """Front-line staff, whom visits talked with, and whom praise names; one named by an alias may be printed so."""
    since = clock.now() - _TALKED_WITHIN
    talked = select(Interview.alias).join(Visit, Visit.id == Interview.visit_id)
    aliases = talked.where(Interview.alias != "", Visit.submitted_at >= since).distinct()
    praised = select(Commendation.person_name).where(Commendation.person_name != "").distinct()
    known = {*db.session.scalars(front_line()), *db.session.scalars(aliases), *db.session.scalars(praised)}
    return frozenset(name for name in known if is_name(name) and not is_alias(name))


def _covert_times() -> frozenset[time]:
    since = clock.now() - _SEEN_WITHIN
    rows = db.session.execute(
        select(Visit.started_at, Visit.submitted_at).where(
            Visit.mode == VisitMode.COVERT, (Visit.started_at >= since) | (Visit.submitted_at >= since)
        )
    )
    moments = (clock.local(moment) for row in rows for moment in row if moment is not None)
    return frozenset(time(moment.hour, moment.minute) for moment in moments)


def _hidden_titles() -> frozenset[str]:
    """Titles that only undelivered findings bear."""
    hidden = set(db.session.scalars(select(Finding.title).where(Finding.delivered_at.is_(None))))
    delivered = select(Finding.title).where(Finding.delivered_at.is_not(None), Finding.title.in_(hidden))
    told = set(db.session.scalars(delivered))
    return frozenset(title for title in hidden - told if len(title) >= SHORTEST_TITLE)


def _known(bulletin: Bulletin, facts: BulletinFacts) -> Known:
    figures = [
        (shown(figure_of(row)).replace(" ", ""), row.scope)
        for row in db.session.scalars(select(BenefitFigure).where(BenefitFigure.value != "").order_by(BenefitFigure.id))
    ]
    consents = frozenset(one.title for article in bulletin.articles for one in article.attachments if one.consent)
    return Known(tuple(figures), tuple(_earlier(facts)), consents)


def _earlier(facts: BulletinFacts) -> Iterable[tuple[str, str]]:
    """Yield the sentences of the newest issues that say a number this one says too."""
    numbers = {number for text in _texts(facts) for number in values_in(text)}
    if not numbers:
        return
    issued = select(Bulletin).where(Bulletin.state == NoticeState.ISSUED).order_by(Bulletin.signed_at.desc())
    for row in db.session.scalars(issued.limit(_EARLIER_ISSUES)):
        before = bulletin_facts(row)
        for paragraph in (text for article in before.articles for text in article.paragraphs):
            for sentence in sentences_of(paragraph):
                if numbers & set(values_in(sentence)):
                    yield f"{row.year}年{issue_label(row.issue_no or 0)}", sentence
