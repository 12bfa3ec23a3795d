"""When a voice is through: rectified, replied, published; and whether a proposal is near enough to be shown."""

from datetime import date

from inspect_app.voices.vocabulary.letters import LetterState, Replied, Tick

# Dice over bigrams: from here a person looking at two texts would ask whether they are one.
NEAR = 0.5


def replied_of(answered_on: date | None, excuse: str) -> Replied:
    """Say whether whoever spoke was answered."""
    if answered_on is not None:
        return Replied.YES
    return Replied.EXCUSED if excuse else Replied.NO


def ticks_of(
    state: LetterState,
    rectified_on: date | None,
    answered: tuple[date | None, str],
    published: tuple[date | None, str],
) -> list[Tick]:
    """Return 整改, 答复, 公示 of a suggestion or a problem; other voices have none.

    `answered` and `published` are the day and how or where.
    """
    if state not in (LetterState.SUGGESTION, LetterState.FINDING):
        return []
    return [Tick("整改", rectified_on), Tick("答复", *answered), Tick("公示", *published)]


def is_through(ticks: list[Tick]) -> bool:
    """Say whether all three were done."""
    return bool(ticks) and all(tick.on is not None for tick in ticks)
