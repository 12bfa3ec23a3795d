"""What an article can be started from: one line a kind of thing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation.errors import Missing
from inspect_app.notices.queries.facts import COVERT_METHOD
from inspect_app.notices.rules.openings import from_case, from_finding, from_meeting, from_praise, from_suggestion
from inspect_app.notices.vocabulary.bulletins import ArticleDraft, ArticleSource, Candidate, Opening
from inspect_app.projects.models import Commendation, Meeting
from inspect_app.projects.queries.meetings import get_meeting
from inspect_app.projects.queries.registers import get_entry
from inspect_app.projects.vocabulary.registers import Register
from inspect_app.rectification.models import Feedback
from inspect_app.voices.models import Letter
from inspect_app.voices.queries.letters import private_of
from inspect_app.voices.rules.letters import masked
from inspect_app.voices.vocabulary.letters import LetterSource, LetterState

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Source:
    """How the things of a kind are sought, and how an article begins with one of them."""

    seek: Callable[[str], Sequence[Candidate]]
    begin: Callable[[int], ArticleDraft]


def candidates(source: ArticleSource, text: str) -> Sequence[Candidate]:
    """Return the newest things of a kind, narrowed by words."""
    return SOURCES[source].seek(text)


def opening(source: ArticleSource, source_id: int) -> Opening:
    """Return the first wording of an article from a thing, or raise Missing."""
    if source not in SOURCES:
        raise Missing()
    return Opening(source, source_id, SOURCES[source].begin(source_id))


def _findings(text: str) -> list[Candidate]:
    wanted: list[ColumnElement[bool]] = [Finding.delivered_at.is_not(None)]
    if text:
        columns = (Finding.number, Finding.title, Finding.fact)
        wanted.append(or_(*(column.contains(text, autoescape=True) for column in columns)))
    query = select(Finding).where(*wanted).options(joinedload(Finding.lead_unit))
    rows = db.session.scalars(query.order_by(Finding.delivered_at.desc(), Finding.id.desc()).limit(_SHOWN))
    return [
        Candidate(row.id, f"{row.number} {row.title}", f"{_unit(row)}，{row.status.label}", row.found_on.isoformat())
        for row in rows
    ]


def _begin_finding(finding_id: int) -> ArticleDraft:
    """A delivered problem as its department may read it: of a covert visit 实地督查 and nothing more."""
    query = select(Finding).where(Finding.id == finding_id, Finding.delivered_at.is_not(None))
    loaded = query.options(joinedload(Finding.lead_unit), joinedload(Finding.window), joinedload(Finding.item))
    finding = db.session.scalars(loaded).one_or_none()
    if finding is None:
        raise Missing("没有这个问题，或者还没有送达。")
    method = COVERT_METHOD if finding.is_covert else finding.method.label
    place = finding.window.name if finding.window else ""
    heard = finding.method is VisitMethod.VOICE
    return from_finding(_unit(finding), place, method, finding.title, finding.fact, _mended(finding), heard=heard)


def _unit(finding: Finding) -> str:
    return finding.lead_unit.short_name if finding.lead_unit else ""


def _mended(finding: Finding) -> str:
    """Return what was done, once the office has struck the problem off."""
    if finding.status is not FindingStatus.CLOSED:
        return ""
    given = select(Feedback.work_done).where(Feedback.finding_id == finding.id, Feedback.submitted_at.is_not(None))
    return db.session.scalar(given.order_by(Feedback.round.desc(), Feedback.attempt.desc()).limit(1)) or ""


def _praise(text: str) -> list[Candidate]:
    query = select(Commendation).where(Commendation.paper_words != "").options(joinedload(Commendation.unit))
    if text:
        query = query.where(Commendation.paper_words.contains(text, autoescape=True))
    newest = query.order_by(Commendation.typical.desc(), Commendation.praised_on.desc(), Commendation.id.desc())
    return [
        Candidate(row.id, row.paper_words, f"{row.unit.short_name}，{row.source.label}", row.praised_on.isoformat())
        for row in db.session.scalars(newest.limit(_SHOWN))
    ]


def _begin_praise(entry_id: int) -> ArticleDraft:
    row: Commendation = get_entry(Register.PRAISE, entry_id)
    if not row.paper_words:
        raise Missing("这条点赞还没有见报文字，请先在登记簿里写上。")
    return from_praise(row.unit.short_name, row.window.name if row.window else "", row.paper_words)


def _meetings(text: str) -> list[Candidate]:
    query = select(Meeting).options(selectinload(Meeting.demands))
    if text:
        columns = (Meeting.title, Meeting.chair, Meeting.place)
        query = query.where(or_(*(column.contains(text, autoescape=True) for column in columns)))
    rows = db.session.scalars(query.order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(_SHOWN))
    return [
        Candidate(row.id, row.title, f"{row.kind.label}，要求 {len(row.demands)} 条", row.held_on.isoformat())
        for row in rows
    ]


def _begin_meeting(meeting_id: int) -> ArticleDraft:
    """A meeting as it was held; nothing of the visit that it followed, which may have been covert."""
    row = get_meeting(meeting_id)
    demands = [demand.words for demand in row.demands]
    who = f"{row.post}{row.chair}"
    return from_meeting(row.kind.label, row.held_on, row.place, who, row.title, row.reports, demands)


# What is said of this tool is no idea for the reform; a concrete case is told whatever it was listed as (A16).
_SUGGESTED = or_(
    and_(Letter.state == LetterState.SUGGESTION, Letter.source != LetterSource.TOOL),
    and_(Letter.state == LetterState.FINDING, Letter.source == LetterSource.CASE),
)


def _suggestions(text: str) -> list[Candidate]:
    query = select(Letter).where(_SUGGESTED).options(joinedload(Letter.unit))
    if text:
        query = query.where(Letter.title.contains(text, autoescape=True))
    rows = db.session.scalars(query.order_by(Letter.received_on.desc(), Letter.id.desc()).limit(_SHOWN))
    return [Candidate(row.id, row.title, _taken_up(row), row.received_on.isoformat()) for row in rows]


def _taken_up(letter: Letter) -> str:
    unit = f"{letter.unit.short_name}，" if letter.unit else ""
    return f"{letter.source.label}，{unit}{'已落实' if letter.rectified_on else '未落实'}"


def _begin_suggestion(letter_id: int) -> ArticleDraft:
    """A suggestion without names and numbers of people; what was done is told in the words that were published."""
    query = select(Letter).where(Letter.id == letter_id, _SUGGESTED).options(joinedload(Letter.unit))
    letter = db.session.scalars(query).one_or_none()
    if letter is None:
        raise Missing("没有这条建议或案例，或者它还没有列为建议、问题。")
    names = private_of(letter).names
    title, words = masked(letter.title, names), masked(letter.words, names)
    unit = letter.unit.short_name if letter.unit else ""
    if letter.source is LetterSource.CASE:
        outcome = masked(letter.outcome, names)
        return from_case(letter.received_on, title, words, unit, letter.trips, outcome)
    return from_suggestion(letter.received_on, title, words, unit, letter.published_words or letter.rectified_words)


SOURCES: dict[ArticleSource, Source] = {
    ArticleSource.FINDING: Source(_findings, _begin_finding),
    ArticleSource.PRAISE: Source(_praise, _begin_praise),
    ArticleSource.MEETING: Source(_meetings, _begin_meeting),
    ArticleSource.SUGGESTION: Source(_suggestions, _begin_suggestion),
}
