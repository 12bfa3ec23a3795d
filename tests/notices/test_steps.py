"""The truth table of a notice: who may do which step in which state."""

import pytest

from inspect_app.access import Actor, Grant, Role
from inspect_app.foundation.errors import NotAllowed, Refused
from inspect_app.notices.rules.steps import WORKFLOW, NoticePosition, NoticeStep, allowed_steps, refusal
from inspect_app.notices.vocabulary import NoticeState

_S, _T = NoticeState, NoticeStep
DRAFTER, OTHER = 100, 50
# What stands in no line is refused in that state to everybody.
ALLOWED = {
    (_S.DRAFT, _T.SEND_TO_CHECK): (_S.CHECKING, {"drafter", "clerk", "director"}),
    (_S.CHECKING, _T.RETURN_TO_DRAFT): (_S.DRAFT, {"drafter", "clerk", "director"}),
    (_S.CHECKING, _T.PASS_CHECK): (_S.CHECKED, {"clerk", "director"}),
    (_S.CHECKED, _T.RETURN_TO_DRAFT): (_S.DRAFT, {"drafter", "clerk", "director"}),
    (_S.CHECKED, _T.SIGN): (_S.ISSUED, {"director"}),
}
PEOPLE = {
    "drafter": Actor(DRAFTER, "拟稿人", 1, (Grant(Role.OFFICE_CLERK, 1),)),
    "clerk": Actor(OTHER, "经办人", 1, (Grant(Role.OFFICE_CLERK, 1),)),
    "director": Actor(300, "主任", 1, (Grant(Role.OFFICE_DIRECTOR, 1),)),
    "leader": Actor(400, "领导", 1, (Grant(Role.LEADER, 1),)),
    "liaison": Actor(500, "联络员", 2, (Grant(Role.DEPT_LIAISON, 2),)),
}


@pytest.mark.parametrize("state", NoticeState, ids=str)
@pytest.mark.parametrize("step", NoticeStep, ids=str)
def test_a_cell_is_as_declared(state: NoticeState, step: NoticeStep) -> None:
    target, who = ALLOWED.get((state, step), (None, set()))
    found = {name: refusal(step, actor, NoticePosition(state, DRAFTER)) for name, actor in PEOPLE.items()}
    assert {name for name, refused in found.items() if refused is None} == who
    assert getattr(WORKFLOW.find(state, step), "target", None) is target
    kinds = {type(refused) for name, refused in found.items() if name in ("leader", "liaison")}
    assert kinds == {NotAllowed if target else Refused}


def test_buttons_are_the_steps_that_are_allowed_now() -> None:
    at = NoticePosition(_S.CHECKING, DRAFTER)
    assert allowed_steps(PEOPLE["drafter"], at) == [_T.RETURN_TO_DRAFT]
    assert allowed_steps(PEOPLE["clerk"], at) == [_T.RETURN_TO_DRAFT, _T.PASS_CHECK]
    assert allowed_steps(PEOPLE["leader"], at) == []


def test_whoever_drafted_reads_that_a_colleague_checks() -> None:
    said = refusal(_T.PASS_CHECK, PEOPLE["drafter"], NoticePosition(_S.CHECKING, DRAFTER))
    assert isinstance(said, Refused)
    assert "另一位同事" in said.message
