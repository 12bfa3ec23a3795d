"""The way of assigned work as one table, and who may take which step; pure."""

from dataclasses import dataclass
from datetime import date

from inspect_app.access import Actor, Permission, may
from inspect_app.foundation.errors import DomainError, NotAllowed, Refused
from inspect_app.foundation.workflow import Transition, Workflow
from inspect_app.projects.vocabulary.assigned import AnswerDraft, TaskState, TaskStep

_S, _T = TaskState, TaskStep
_UNIT, _OFFICE = frozenset({Permission.ANSWER}), frozenset({Permission.TRIAGE})
WORKFLOW = Workflow(
    [
        Transition(_T.ANSWER, _S.OPEN, _S.ANSWERED, _UNIT, ("办理情况", "佐证")),
        Transition(_T.CHANGE_DUE, _S.OPEN, _S.OPEN, _OFFICE, ("期限", "理由")),
        Transition(_T.CANCEL, _S.OPEN, _S.CANCELLED, _OFFICE, ("理由",)),
        Transition(_T.CONFIRM, _S.ANSWERED, _S.DONE, _OFFICE),
        Transition(_T.SEND_BACK, _S.ANSWERED, _S.OPEN, _OFFICE, ("理由",)),
        Transition(_T.CANCEL, _S.ANSWERED, _S.CANCELLED, _OFFICE, ("理由",)),
    ]
)
_COVERT_WORDS = ("暗访", "神秘", "密访")
ENDED = frozenset({TaskState.DONE, TaskState.CANCELLED})


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What decides a step: where the work stands, whose it is, who answered."""

    state: TaskState
    unit_id: int
    answered_by_id: int | None = None


def refusal(step: TaskStep, actor: Actor, facts: TaskFacts) -> DomainError | None:
    """Return why a step can't be taken now by this person, or nothing."""
    row = WORKFLOW.find(facts.state, step)
    if row is None:
        return Refused(f"这件督办事项{facts.state.label}，现在不能{step.label}。")
    if row.by == _UNIT and not may(actor, Permission.ANSWER, facts.unit_id):
        return NotAllowed("办理情况由责任单位报。")
    if row.by == _OFFICE and not may(actor, Permission.TRIAGE):
        return NotAllowed("这一步由跑改办办理。")
    # The work of two people: nobody confirms what they reported themselves.
    if step is TaskStep.CONFIRM and facts.answered_by_id == actor.person_id:
        return NotAllowed("办理情况是您报的，请由跑改办另一位同事确认。")
    return None


def steps_for(actor: Actor, facts: TaskFacts) -> list[TaskStep]:
    """Return what this person may do now, in the order of the table."""
    rows = WORKFLOW.steps_from(facts.state)
    return [row.step for row in rows if refusal(row.step, actor, facts) is None]


def has_proof(draft: AnswerDraft) -> bool:
    """Say whether an answer is proved by a file, a link or a document number."""
    return bool(draft.uploads or draft.document or draft.link)


def tells_covert(words: str) -> bool:
    """Say whether words that a unit will read tell of a covert visit."""
    return any(word in words for word in _COVERT_WORDS)


def is_overdue(state: TaskState, due_on: date, today: date) -> bool:
    """Say whether work that the unit has in hand has passed its date."""
    return state is TaskState.OPEN and due_on < today
