"""Which numbers of a batch count as what: said here alone, for the batch's page and for every rate above it."""

from sqlalchemy import ColumnElement

from inspect_app.spotchecks.models import PhoneLine
from inspect_app.spotchecks.vocabulary import phones as words
from inspect_app.spotchecks.vocabulary.phones import Part, Verdict

Condition = ColumnElement[bool]
SETTLED: Condition = PhoneLine.settled_at.is_not(None)
THROUGH: Condition = PhoneLine.verdict.in_(words.THROUGH)
ANSWERED: Condition = PhoneLine.verdict.in_(words.ANSWERED)
WELL: Condition = PhoneLine.verdict == Verdict.GOOD

PARTS: dict[Part, Condition] = {
    Part.OPEN: PhoneLine.settled_at.is_(None),
    Part.SETTLED: SETTLED,
    Part.THROUGH: THROUGH,
    Part.ANSWERED: ANSWERED,
    Part.WELL: WELL,
    Part.FAULTY: PhoneLine.verdict.in_(words.FAULTY),
}
