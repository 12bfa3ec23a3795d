"""二报二回 as a truth table: every status × step × person, and what each step needs."""

import itertools
from datetime import date

import pytest

from inspect_app.access import Actor, Grant, Role
from inspect_app.accounts.vocabulary import UnitLevel
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from inspect_app.projects.rules.scheme_texts import checked, compared, has_process, measure_words
from inspect_app.projects.rules.schemes import (
    WORKFLOW,
    SchemeFacts,
    due_of,
    is_late,
    may_take,
    refusal,
    round_word,
    shown_status,
)
from inspect_app.projects.vocabulary.schemes import Measure, SchemeContent, SchemeStatus, SchemeStep

S, T = SchemeStatus, SchemeStep
UNIT, OTHER = 7, 8
# What each step leads to, written down anew: (status, step) -> status.
TABLE = {
    (S.DRAFT, T.HAND_IN): S.SUBMITTED,
    (S.RETURNED, T.HAND_IN): S.SUBMITTED,
    (S.SUBMITTED, T.PASS): S.PASSING,
    (S.PASSING, T.PASS): S.PASSING,
    (S.RETURNING, T.PASS): S.PASSING,
    (S.SUBMITTED, T.RETURN): S.RETURNING,
    (S.PASSING, T.RETURN): S.RETURNING,
    (S.RETURNING, T.RETURN): S.RETURNING,
    (S.PASSING, T.SEND): S.APPROVED,
    (S.RETURNING, T.SEND): S.RETURNED,
    (S.SUBMITTED, T.FINALISE): S.FINAL,
    (S.RETURNED, T.FINALISE): S.FINAL,
    (S.SUBMITTED, T.REJECT): S.REJECTED,
    (S.RETURNED, T.REJECT): S.REJECTED,
}
WHO = {
    T.HAND_IN: {Role.DEPT_LIAISON, Role.DEPT_HEAD},
    T.PASS: {Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR},
    T.RETURN: {Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR},
    T.SEND: {Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR},
    T.FINALISE: {Role.OFFICE_DIRECTOR},
    T.REJECT: {Role.OFFICE_DIRECTOR},
}


def actor(role: Role, unit_id: int = UNIT, person_id: int = 1) -> Actor:
    return Actor(person_id, "某人", unit_id, (Grant(role, unit_id, frozenset({unit_id})),))


@pytest.mark.parametrize(("status", "step"), list(itertools.product(SchemeStatus, SchemeStep)))
def test_the_table_leads_where_it_should_and_nowhere_else(status: SchemeStatus, step: SchemeStep) -> None:
    row = WORKFLOW.find(status, step)
    assert (row.target if row else None) == TABLE.get((status, step))
    returns = 2 if step in (T.FINALISE, T.REJECT) else 0
    facts = SchemeFacts(status, UNIT, returns, written=True)
    allowed = {role for role in Role if refusal(step, actor(role), facts, "意见") is None}
    assert allowed == (WHO[step] if row else set())


def test_what_each_step_needs_wherever_it_is_taken() -> None:
    assert {(row.step, row.needs) for row in WORKFLOW.rows} == {
        (T.HAND_IN, ("written",)),
        (T.PASS, ("another_person",)),
        (T.RETURN, ("another_person", "returns_left", "remark")),
        (T.SEND, ("another_person",)),
        (T.FINALISE, ("another_person", "returns_used")),
        (T.REJECT, ("another_person", "returns_used", "remark")),
    }


def test_a_unit_hands_in_its_own_alone() -> None:
    refused = refusal(T.HAND_IN, actor(Role.DEPT_LIAISON, OTHER), SchemeFacts(S.DRAFT, UNIT, written=True))
    assert isinstance(refused, NotAllowed)


def test_what_is_not_written_is_not_handed_in() -> None:
    refused = refusal(T.HAND_IN, actor(Role.DEPT_LIAISON), SchemeFacts(S.DRAFT, UNIT))
    assert isinstance(refused, Refused)
    assert "写好" in refused.message


@pytest.mark.parametrize("step", [T.PASS, T.RETURN, T.FINALISE, T.REJECT])
def test_who_handed_in_never_reviews(step: SchemeStep) -> None:
    both = Actor(
        1, "兼职", UNIT, (Grant(Role.OFFICE_DIRECTOR, OTHER), Grant(Role.DEPT_LIAISON, UNIT, frozenset({UNIT})))
    )
    returns = 2 if step in (T.FINALISE, T.REJECT) else 0
    refused = refusal(step, both, SchemeFacts(S.SUBMITTED, UNIT, returns, hands=frozenset({1})), "意见")
    assert isinstance(refused, NotAllowed)
    assert "报送" in refused.message


def test_a_third_return_is_refused_and_before_the_second_nobody_decides() -> None:
    director = actor(Role.OFFICE_DIRECTOR)
    third = refusal(T.RETURN, director, SchemeFacts(S.SUBMITTED, UNIT, 2), "再改")
    early = refusal(T.FINALISE, director, SchemeFacts(S.SUBMITTED, UNIT, 1))
    assert isinstance(third, Refused)
    assert "退回两次" in third.message
    assert isinstance(early, Refused)
    assert may_take(T.PASS, director, SchemeFacts(S.SUBMITTED, UNIT, 2))


@pytest.mark.parametrize(("step", "returns"), [(T.RETURN, 1), (T.REJECT, 2)])
def test_a_return_and_a_rejection_need_a_remark(step: SchemeStep, returns: int) -> None:
    refused = refusal(step, actor(Role.OFFICE_DIRECTOR), SchemeFacts(S.SUBMITTED, UNIT, returns))
    assert isinstance(refused, Invalid)
    assert refused.field == "remark"


def test_outside_the_office_a_mark_reads_as_waiting() -> None:
    assert [shown_status(one, False) for one in (S.PASSING, S.RETURNING, S.RETURNED)] == [
        S.SUBMITTED,
        S.SUBMITTED,
        S.RETURNED,
    ]
    assert shown_status(S.PASSING, True) is S.PASSING


def test_rounds_have_their_words() -> None:
    rounds = [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (3, 2)]
    assert [round_word(*one) for one in rounds] == ["", "一报", "一回", "二报", "二回", "修改稿"]


def test_late_is_derived_from_the_round_that_is_awaited() -> None:
    first, second = date(2026, 5, 6), date(2026, 5, 20)
    assert due_of(S.DRAFT, 0, first, second) == first
    assert due_of(S.RETURNED, 1, first, second) == second
    assert [due_of(S.SUBMITTED, 0, first, second), due_of(S.RETURNED, 2, first, second)] == [None, None]
    assert [is_late(first, date(2026, 5, day)) for day in (5, 6, 7)] == [False, False, True]
    assert not is_late(None, second)


class TestTexts:
    def test_what_differs_is_marked_clause_by_clause(self) -> None:
        old = SchemeContent("取消户口簿。改为承诺。")
        line = compared(old, SchemeContent("取消户口簿。改为核验，一次办。"))[0]
        assert [(one.text, one.changed) for one in line.old] == [("取消户口簿。", False), ("改为承诺。", True)]
        assert [(one.text, one.changed) for one in line.new] == [("取消户口簿。", False), ("改为核验，一次办。", True)]
        assert not compared(old, old)[0].differs

    def test_a_line_that_is_new_or_gone_still_stands_there(self) -> None:
        plain, measured = (
            SchemeContent("一。"),
            SchemeContent("一。", measure=Measure.ONLINE, trips_before=2, trips_after=0),
        )
        assert [one.label for one in compared(plain, measured)] == ["改革方案", "改革措施", "跑动次数"]
        assert [one.label for one in compared(measured, plain)] == ["改革方案", "改革措施", "跑动次数"]
        assert [one.label for one in compared(None, plain)] == ["改革方案"]

    def test_long_texts_of_the_same_sign_are_compared_at_once(self) -> None:
        assert compared(SchemeContent("，" * 4000), SchemeContent("，" * 3999))[0].new

    @pytest.mark.parametrize(
        ("content", "field"),
        [
            (SchemeContent(""), "text"),
            (SchemeContent("x", flow_before="旧"), "flow_after"),
            (SchemeContent("x", flow_after="新"), "flow_before"),
            (SchemeContent("x", papers_before=0), "papers_after"),
            (SchemeContent("x", trips_after=0), "trips_before"),
            (SchemeContent("x", measure=Measure.DELEGATE), "from_level"),
            (SchemeContent("x", measure=Measure.DELEGATE, from_level=UnitLevel.CITY), "to_level"),
            (
                SchemeContent("x", measure=Measure.DELEGATE, from_level=UnitLevel.STREET, to_level=UnitLevel.CITY),
                "to_level",
            ),
        ],
    )
    def test_half_a_scheme_is_refused_by_its_field(self, content: SchemeContent, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            checked(content)
        assert refused.value.field == field

    def test_a_power_goes_down_from_level_to_level(self) -> None:
        down = SchemeContent("x", measure=Measure.DELEGATE, from_level=UnitLevel.CITY, to_level=UnitLevel.STREET)
        assert measure_words(checked(down)) == "下放审批权限（市级→街道（乡镇））"
        other = SchemeContent("x", measure=Measure.ONLINE, from_level=UnitLevel.CITY)
        assert checked(other).from_level is None

    def test_a_process_is_told_by_flow_papers_or_trips(self) -> None:
        told = [
            SchemeContent("x", flow_before="a"),
            SchemeContent("x", papers_before=0),
            SchemeContent("x", trips_before=0),
        ]
        assert [has_process(one) for one in told] == [True, True, True]
        assert not has_process(SchemeContent("x"))
