"""What counts as what, of numbers and of guides: said here alone, for this room's pages and every rate above."""

from sqlalchemy import ColumnElement

from inspect_app.spotchecks.models import GuideCheck, PhoneLine
from inspect_app.spotchecks.vocabulary import phones as words
from inspect_app.spotchecks.vocabulary.guides import Outcome
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
COUNTS_SAME: Condition = GuideCheck.outcome == Outcome.SAME
