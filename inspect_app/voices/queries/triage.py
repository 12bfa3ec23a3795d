"""What the office is shown beside a voice while it settles it: voices that may be the same, names to keep back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from inspect_app.database import db
from inspect_app.findings.queries import names_known
from inspect_app.findings.rules.likeness import bands, grams, similarity
from inspect_app.findings.rules.naming import traces
from inspect_app.voices.models import Letter, LetterBand
from inspect_app.voices.queries.letters import conditions, private_of, reference
from inspect_app.voices.rules.answers import NEAR
from inspect_app.voices.rules.letters import masked, telling
from inspect_app.voices.rules.triage import MERGES_INTO
from inspect_app.voices.vocabulary.letters import LetterFilter, LetterState

# How many of those with most numbers in common are compared exactly, how many are shown.
_COMPARED, _SHOWN = 60, 5


@dataclass(frozen=True, slots=True)
class NearLetter:
    """A voice that may be the same as another, and how much of their words they share in percent."""

    id: int
    reference: str
    title: str
    source: str
    received_on: date
    state: LetterState
    unit: str
    share: int


def near_letters(letter: Letter) -> list[NearLetter]:
    """Return the voices that say nearly the same, the nearest first; two queries at any size."""
    words = grams(letter.words)
    numbers = sorted(bands(words))
    if not numbers or letter.state is not LetterState.NEW:
        return []
    hits = func.count().label("hits")
    query = select(LetterBand.letter_id, hits).where(LetterBand.band.in_(numbers), LetterBand.letter_id != letter.id)
    ranked = query.group_by(LetterBand.letter_id).order_by(hits.desc(), LetterBand.letter_id).limit(_COMPARED)
    ids = [row.letter_id for row in db.session.execute(ranked)]
    fit = select(Letter).where(Letter.id.in_(ids), Letter.state.in_(MERGES_INTO)).options(joinedload(Letter.unit))
    found = [(similarity(words, grams(other.words)), other) for other in db.session.scalars(fit)]
    near = sorted((pair for pair in found if pair[0] >= NEAR), key=lambda pair: (-pair[0], pair[1].id))
    return [_near(share, other) for share, other in near[:_SHOWN]]


def _near(share: float, other: Letter) -> NearLetter:
    unit = other.unit.short_name if other.unit else ""
    facts = (other.source.label, other.received_on, other.state, unit)
    return NearLetter(other.id, reference(other), other.title, *facts, round(100 * share))


def ids_waiting(asked: LetterFilter, ticked: Collection[int] | None) -> list[int]:
    """Return which voices of a filter, or of those ticked, still wait for triage."""
    wanted = conditions(asked) if ticked is None else [Letter.id.in_(sorted(ticked))]
    waiting = select(Letter.id).where(*wanted, Letter.state == LetterState.NEW)
    return list(db.session.scalars(waiting.order_by(Letter.received_on.desc(), Letter.id.desc())))


def titles_of(ids: Collection[int]) -> list[tuple[int, str]]:
    """Return (id, title) of some voices, the newest first."""
    query = select(Letter.id, Letter.title).where(Letter.id.in_(sorted(ids)))
    rows = db.session.execute(query.order_by(Letter.received_on.desc(), Letter.id.desc()))
    return [(key, title) for key, title in rows]


def aliases_of(letter: Letter) -> dict[str, str]:
    """Return how everybody a voice names is called outside the office."""
    private = private_of(letter)
    return {private.sender: letter.alias} if private.sender and letter.alias else {}


def outward(letter: Letter, text: str) -> str:
    """Return words of a voice as they may leave the office: people by alias, their numbers shortened."""
    return masked(text, (*private_of(letter).names, *names_known()), aliases_of(letter))


def warnings_of(text: str) -> list[str]:
    """Return what somebody has to look at before words leave: people in the books, numbers, what tells who it was."""
    return [*traces(text, names_known(), covert=False), *telling(text)]
