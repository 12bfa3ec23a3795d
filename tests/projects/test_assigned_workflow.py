"""The way of assigned work: every state with every step, who may, and that it takes two people."""

from datetime import date

import pytest

from inspect_app.access import Actor, Grant, Role
from inspect_app.foundation.errors import NotAllowed, Refused
from inspect_app.projects.rules.assigned import (
    ENDED,
    WORKFLOW,
    TaskFacts,
    has_proof,
    is_overdue,
    refusal,
    steps_for,
    tells_covert,
)
from inspect_app.projects.vocabulary.assigned import AnswerDraft, TaskState, TaskStep, Upload

S, T = TaskState, TaskStep
UNIT = 7
# Every state with every step: where it leads, and whose it is; whatever is not here is refused.
TRUTH = {
    (S.OPEN, T.ANSWER): (S.ANSWERED, Role.DEPT_LIAISON),
    (S.OPEN, T.CHANGE_DUE): (S.OPEN, Role.OFFICE_CLERK),
    (S.OPEN, T.CANCEL): (S.CANCELLED, Role.OFFICE_CLERK),
    (S.ANSWERED, T.CONFIRM): (S.DONE, Role.OFFICE_CLERK),
    (S.ANSWERED, T.SEND_BACK): (S.OPEN, Role.OFFICE_CLERK),
    (S.ANSWERED, T.CANCEL): (S.CANCELLED, Role.OFFICE_CLERK),
}
PEOPLE = {
    role: Actor(number, role.label, UNIT, (Grant(role, UNIT, frozenset({UNIT})),))
    for number, role in enumerate(Role, 1)
}
OFFICE = {Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR}
DEPARTMENT = {Role.DEPT_LIAISON, Role.DEPT_HEAD}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("step", T)
def test_the_truth_table(state: TaskState, step: TaskStep) -> None:
    row, expected = WORKFLOW.find(state, step), TRUTH.get((state, step))
    assert (row.target if row else None) == (expected[0] if expected else None)
    may = {role for role, actor in PEOPLE.items() if refusal(step, actor, TaskFacts(state, UNIT)) is None}
    assert may == (set() if expected is None else DEPARTMENT if expected[1] in DEPARTMENT else OFFICE)


def test_what_no_row_allows_is_a_refusal_and_what_is_not_ones_own_is_not_allowed() -> None:
    clerk, liaison = PEOPLE[Role.OFFICE_CLERK], PEOPLE[Role.DEPT_LIAISON]
    assert isinstance(refusal(T.CONFIRM, clerk, TaskFacts(S.OPEN, UNIT)), Refused)
    assert isinstance(refusal(T.ANSWER, clerk, TaskFacts(S.OPEN, UNIT)), NotAllowed)
    assert isinstance(refusal(T.ANSWER, liaison, TaskFacts(S.OPEN, UNIT + 1)), NotAllowed)


def test_nobody_confirms_what_they_reported() -> None:
    both = (Grant(Role.OFFICE_CLERK, UNIT, frozenset({UNIT})), Grant(Role.DEPT_LIAISON, UNIT, frozenset({UNIT})))
    somebody = Actor(1, "一人两职", UNIT, both)
    facts = TaskFacts(S.ANSWERED, UNIT, answered_by_id=1)
    assert steps_for(somebody, facts) == [T.SEND_BACK, T.CANCEL]
    assert T.CONFIRM in steps_for(Actor(2, "另一人", UNIT, both), facts)


@pytest.mark.parametrize(
    ("draft", "proved"),
    [
        (AnswerDraft("办了。"), False),
        (AnswerDraft("办了。", document="明编办〔2026〕8号"), True),
        (AnswerDraft("办了。", link="https://example.cn/1"), True),
        (AnswerDraft("办了。", uploads=(Upload("通知.pdf", b"%PDF-"),)), True),
    ],
)
def test_an_answer_is_proved_by_any_one_thing(draft: AnswerDraft, proved: bool) -> None:
    assert has_proof(draft) is proved


def test_what_each_step_asks_for() -> None:
    asked = {(row.source, row.step): row.needs for row in WORKFLOW.rows}
    assert asked == {
        (S.OPEN, T.ANSWER): ("办理情况", "佐证"),
        (S.OPEN, T.CHANGE_DUE): ("期限", "理由"),
        (S.OPEN, T.CANCEL): ("理由",),
        (S.ANSWERED, T.CONFIRM): (),
        (S.ANSWERED, T.SEND_BACK): ("理由",),
        (S.ANSWERED, T.CANCEL): ("理由",),
    }


@pytest.mark.parametrize("state", S)
def test_only_what_the_unit_has_in_hand_is_overdue_and_only_after_its_day(state: TaskState) -> None:
    days = [date(2026, 5, day) for day in (20, 21, 22)]
    assert [is_overdue(state, days[1], today) for today in days] == [False, False, state is S.OPEN]
    assert (state in ENDED) is (state in (S.DONE, S.CANCELLED))


@pytest.mark.parametrize(
    ("words", "tells"), [("暗访时发现", True), ("神秘顾客说", True), ("密访记录", True), ("走访时发现", False)]
)
def test_words_that_tell_of_a_covert_visit_are_noticed(words: str, tells: bool) -> None:
    assert tells_covert(words) is tells
