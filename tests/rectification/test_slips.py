"""Slips (督办单) as the system proposes them: one a unit with its items, 重大 alone, none twice."""

import pytest

from inspect_app.database import transaction
from inspect_app.findings.vocabulary import Grade, Level
from inspect_app.foundation.errors import Conflict
from inspect_app.rectification.actions import slips
from inspect_app.rectification.rules.slips import bundles, slip_number, standard_demand
from inspect_app.rectification.vocabulary import SlipState
from tests.rectification.making import (
    FRIDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    feed_back,
    make_case,
    on,
    verify,
)
from tests.rectification.slipping import (
    R,
    all_slips,
    answer,
    candidate,
    issue,
    items_of,
    late_case,
    make_finding_of,
    night,
    proposed,
)

pytestmark = pytest.mark.usefixtures("app_context")


# Bundles.


def test_one_slip_a_unit_and_level_and_what_is_major_alone() -> None:
    found = bundles(
        [
            candidate(1, 1),
            candidate(2, 1),
            candidate(3, 1, Level.RED),
            candidate(4, 2),
            candidate(5, 1, grade=Grade.MAJOR),
            candidate(6, 1, grade=Grade.MAJOR),
        ]
    )
    told = [(one.unit_id, one.level, [item.finding_id for item in one.items], one.alone) for one in found]
    assert told == [
        (1, Level.YELLOW, [1, 2], False),
        (1, Level.RED, [3], False),
        (2, Level.YELLOW, [4], False),
        (1, Level.YELLOW, [5], True),
        (1, Level.YELLOW, [6], True),
    ]


def test_a_slip_has_a_number_and_a_demand_of_its_level() -> None:
    assert slip_number(2026, 3) == "督〔2026〕3号"
    assert "负责人牵头" in standard_demand(Level.RED, 2)
    assert "所列 2 个问题" in standard_demand(Level.YELLOW, 2)


# Proposals.


def test_a_late_finding_is_proposed_with_its_reason() -> None:
    case = late_case()
    slip = proposed(case)
    assert (slip.level, slip.unit_id, slip.state, slip.number) == (Level.YELLOW, case.unit.id, SlipState.PROPOSED, None)
    assert [item.reason for item in slip.items] == ["逾期 1 个工作日"]


def test_a_finding_is_not_proposed_twice_while_its_slip_runs() -> None:
    case = late_case()
    slip = proposed(case)
    night(THURSDAY)
    with on(THURSDAY):
        issue(case, slip)
    night(FRIDAY)
    assert [(one.id, items_of(one)) for one in all_slips()] == [(slip.id, [case.finding_id])]


def test_a_higher_level_is_proposed_anew_and_leaves_the_lower_proposal() -> None:
    case = late_case()
    yellow = proposed(case)
    night(NEXT_TUESDAY)
    first, second = all_slips()
    assert (first.id, first.state, items_of(first)) == (yellow.id, SlipState.CANCELLED, [])
    assert (second.level, items_of(second)) == (Level.RED, [case.finding_id])


def test_what_was_put_right_leaves_the_proposal() -> None:
    case = late_case()
    slip = proposed(case)
    with on(WEDNESDAY):
        feed_back(case)
    night(THURSDAY)
    (left,) = all_slips()
    assert (left.id, left.state, left.cancel_reason) == (slip.id, SlipState.CANCELLED, "情况已经消除")


def test_a_department_that_waits_for_the_office_gets_no_slip() -> None:
    case = make_case(R)
    with on(TUESDAY):
        feed_back(case)
        verify(case, passed=False)
        feed_back(case)
    night(WEDNESDAY)
    assert case.finding.level is Level.YELLOW
    assert all_slips() == []


def test_findings_of_one_unit_share_a_proposal_and_later_ones_join_it() -> None:
    case = late_case()
    slip = proposed(case)
    version = slip.version
    other = make_finding_of(case.unit)
    night(THURSDAY)
    (same,) = all_slips()
    assert (same.id, sorted(items_of(same))) == (slip.id, sorted([case.finding_id, other]))
    assert same.version > version
    with on(THURSDAY), pytest.raises(Conflict, match="刚有变动"):
        issue(case, same, version=version)


def test_what_is_major_never_joins_and_is_never_joined() -> None:
    case = late_case(grade=Grade.MAJOR)
    night(WEDNESDAY)
    ordinary = make_finding_of(case.unit)
    night(THURSDAY)
    assert sorted(items_of(one) for one in all_slips()) == sorted([[case.finding_id], [ordinary]])


def test_a_dropped_finding_is_not_proposed_again_for_the_same_level() -> None:
    case = late_case()
    slip = proposed(case)
    with on(WEDNESDAY), transaction():
        slips.drop_item(case.actor("clerk"), slip.id, case.number)
    night(THURSDAY)
    assert [one.state for one in all_slips()] == [SlipState.CANCELLED]
    night(NEXT_TUESDAY)
    assert [one.level for one in all_slips()] == [Level.YELLOW, Level.RED]


def test_after_the_level_fell_and_rose_again_it_is_proposed_again() -> None:
    case = late_case()
    slip = proposed(case)
    with on(WEDNESDAY):
        issue(case, slip)
        answer(case, slip)
        feed_back(case)
    with on(THURSDAY):
        verify(case, passed=False)
    night(FRIDAY)
    assert [one.level for one in all_slips()] == [Level.YELLOW, Level.YELLOW]


def test_while_its_slip_waits_for_an_answer_a_finding_is_not_proposed_again_though_its_level_rose_anew() -> None:
    case = late_case()
    slip = proposed(case)
    with on(WEDNESDAY):
        issue(case, slip)
        feed_back(case)
    with on(THURSDAY):
        verify(case, passed=False)
    night(FRIDAY)
    assert [one.id for one in all_slips()] == [slip.id]
