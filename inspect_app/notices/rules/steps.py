"""Who may do what with a notice: 拟稿 → 核稿 (another person) → 签发."""

from dataclasses import dataclass

from inspect_app.access import Actor, Permission, may
from inspect_app.foundation.errors import DomainError, NotAllowed, Refused
from inspect_app.foundation.labels import Labelled
from inspect_app.foundation.workflow import Transition, Workflow
from inspect_app.notices.vocabulary import NoticeState


class NoticeStep(Labelled):
    """A move of a notice; the label is the verb on its button."""

    SEND_TO_CHECK = "send_to_check", "送核稿"
    RETURN_TO_DRAFT = "return_to_draft", "退回修改"
    PASS_CHECK = "pass_check", "核稿无误，送签"  # noqa: S105 - a verb of the office, no secret
    SIGN = "sign", "签发"


_S, _T, _P = NoticeState, NoticeStep, Permission
WORKFLOW: Workflow[NoticeState, NoticeStep, Permission] = Workflow(
    (
        Transition(_T.SEND_TO_CHECK, _S.DRAFT, _S.CHECKING, frozenset({_P.DRAFT_NOTICE})),
        Transition(_T.RETURN_TO_DRAFT, _S.CHECKING, _S.DRAFT, frozenset({_P.DRAFT_NOTICE})),
        Transition(_T.PASS_CHECK, _S.CHECKING, _S.CHECKED, frozenset({_P.DRAFT_NOTICE})),
        Transition(_T.RETURN_TO_DRAFT, _S.CHECKED, _S.DRAFT, frozenset({_P.DRAFT_NOTICE, _P.SIGN_NOTICE})),
        Transition(_T.SIGN, _S.CHECKED, _S.ISSUED, frozenset({_P.SIGN_NOTICE})),
    )
)


@dataclass(frozen=True, slots=True)
class NoticePosition:
    """Where a notice stands and who drafted it."""

    state: NoticeState
    drafted_by_id: int | None


def refusal(step: NoticeStep, actor: Actor, position: NoticePosition, paper: str = "通报") -> DomainError | None:
    """Return why a person may not do a step now, or nothing when they may; `paper` is what it is called."""
    row = WORKFLOW.find(position.state, step)
    if row is None:
        return Refused(f"这期{paper}现在是“{position.state.label}”，不能“{step.label}”。")
    if not any(may(actor, permission) for permission in row.by):
        return NotAllowed(f"“{step.label}”由{'、'.join(sorted(p.label for p in row.by))}的人办理。")
    if step is NoticeStep.PASS_CHECK and actor.person_id == position.drafted_by_id:
        return Refused("拟稿人不能核自己的稿，请由另一位同事核稿。")
    return None


def allowed_steps(actor: Actor, position: NoticePosition) -> list[NoticeStep]:
    """Return the steps a person may do now: one button each."""
    rows = WORKFLOW.steps_from(position.state)
    return [row.step for row in rows if refusal(row.step, actor, position) is None]
