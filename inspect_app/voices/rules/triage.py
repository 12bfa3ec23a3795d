"""The table of a voice: which step is taken in which state, and where it leads."""

from inspect_app.foundation.errors import Refused
from inspect_app.foundation.workflow import Transition, Workflow
from inspect_app.voices.vocabulary.letters import LetterState, LetterStep

_S, _T = LetterState, LetterStep
_SETTLED = (_S.FINDING, _S.SUGGESTION, _S.PRAISE, _S.NO_ACTION)
_EVER = tuple(LetterState)
_Row = Transition[LetterState, LetterStep, None]


def _rows(step: LetterStep, sources: tuple[LetterState, ...], target: LetterState | None = None) -> list[_Row]:
    return [Transition(step, source, target or source, frozenset()) for source in sources]


WORKFLOW: Workflow[LetterState, LetterStep, None] = Workflow(
    [
        *_rows(_T.LIST_FINDING, (_S.NEW, _S.SUGGESTION), _S.FINDING),
        *_rows(_T.LIST_SUGGESTION, (_S.NEW,), _S.SUGGESTION),
        *_rows(_T.PRAISE, (_S.NEW,), _S.PRAISE),
        *_rows(_T.NO_ACTION, (_S.NEW,), _S.NO_ACTION),
        *_rows(_T.MERGE, (_S.NEW,), _S.MERGED),
        *_rows(_T.SEPARATE, (_S.MERGED,), _S.NEW),
        *_rows(_T.REOPEN, (_S.NO_ACTION, _S.SUGGESTION, _S.FINDING), _S.NEW),
        *_rows(_T.ANSWER, _EVER),
        *_rows(_T.EXCUSE, _EVER),
        *_rows(_T.RECTIFY, (_S.SUGGESTION,)),
        *_rows(_T.PUBLISH, (_S.SUGGESTION, _S.FINDING)),
        *_rows(_T.CORRECT, _EVER),
        *_rows(_T.ATTACH, _EVER),
        *_rows(_T.READ_CONTACT, _EVER),
    ]
)
# What a voice may be merged into: one that is itself still somebody's to deal with.
MERGES_INTO = frozenset({_S.NEW, *_SETTLED})


def target_of(state: LetterState, step: LetterStep) -> LetterState:
    """Return the state a step leads to; raise Refused with what stands in the way."""
    row = WORKFLOW.find(state, step)
    if row is None:
        sources = "、".join(source.label for source in WORKFLOW.sources_of(step))
        raise Refused(f"现在是“{state.label}”，不能“{step.label}”。这一步只在“{sources}”时办。")
    return row.target


def steps_from(state: LetterState) -> frozenset[LetterStep]:
    """Return the steps that may be taken in a state."""
    return frozenset(row.step for row in WORKFLOW.steps_from(state))
