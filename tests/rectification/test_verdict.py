"""The verdict on time is fair: nobody's clock runs while the office holds the file (product.md)."""

from datetime import date, time

import pytest

from inspect_app.findings.rules.clocks import Span, held_total
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation import clock
from inspect_app.foundation.workdays import WorkCalendar
from inspect_app.rectification.rules.verdict import moved, verdict
from tests.rectification.making import (
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Case,
    approve_plan,
    close,
    feed_back,
    make_case,
    on,
    submit_plan,
    verify,
)

PLAIN = WorkCalendar((), (), (2026,))
EVENING = time(23, 59)


def rectifying(due: date) -> Case:
    return make_case(FindingStatus.RECTIFYING, due=due)


def closed(case: Case, day: date) -> Case:
    with on(day):
        verify(case)
        close(case)
    return case


@pytest.mark.usefixtures("app_context")
class TestOnTime:
    """Whole ways through a case, and the verdict at their end."""

    def test_feedback_on_the_last_day_is_in_time_however_long_the_office_takes(self) -> None:
        case = rectifying(TUESDAY)
        with on(TUESDAY, EVENING):
            feed_back(case)
        finding = closed(case, NEXT_TUESDAY).finding
        assert (finding.on_time, finding.on_time_original) == (True, True)
        assert (finding.judged_due, finding.original_due, finding.due) == (TUESDAY, TUESDAY, TUESDAY)

    def test_feedback_a_day_late_is_late(self) -> None:
        case = rectifying(TUESDAY)
        with on(WEDNESDAY, time(0)):
            feed_back(case)
        finding = closed(case, WEDNESDAY).finding
        assert (finding.on_time, finding.on_time_original) == (False, False)

    def test_three_days_in_verification_are_added_before_the_rework_is_judged(self) -> None:
        case = rectifying(TUESDAY)
        with on(TUESDAY):
            feed_back(case)
        with on(FRIDAY):
            verify(case, passed=False)
            finding = case.finding
            assert (finding.held_days, finding.judged_due, finding.due) == (3, FRIDAY, TUESDAY)
            feed_back(case)
        finding = closed(case, NEXT_MONDAY).finding
        assert (finding.on_time, finding.on_time_original) == (True, False)

    def test_a_failed_try_on_the_last_day_does_not_end_in_time(self) -> None:
        case = rectifying(TUESDAY)
        with on(TUESDAY):
            feed_back(case)
        with on(WEDNESDAY):
            verify(case, passed=False)
        with on(FRIDAY):
            feed_back(case)
        finding = closed(case, FRIDAY).finding
        assert finding.rework_due == NEXT_MONDAY
        assert (finding.judged_due, finding.on_time) == (WEDNESDAY, False)

    def test_a_rework_with_days_left_is_in_time(self) -> None:
        case = rectifying(FRIDAY)
        with on(MONDAY):
            feed_back(case)
        with on(TUESDAY):
            verify(case, passed=False)
        with on(NEXT_MONDAY):
            feed_back(case)
        finding = closed(case, NEXT_TUESDAY).finding
        assert (finding.judged_due, finding.on_time, finding.on_time_original) == (NEXT_MONDAY, True, False)

    def test_a_weekend_in_verification_costs_the_office_nothing_and_the_department_nothing(self) -> None:
        case = rectifying(FRIDAY)
        with on(FRIDAY):
            feed_back(case)
        with on(NEXT_MONDAY):
            verify(case, passed=False)
        assert (case.finding.held_days, case.finding.judged_due) == (1, NEXT_MONDAY)

    def test_two_reworks_add_the_days_of_both_verifications(self) -> None:
        case = rectifying(MONDAY)
        for given, checked in ((MONDAY, TUESDAY), (TUESDAY, THURSDAY)):
            with on(given):
                feed_back(case)
            with on(checked):
                verify(case, passed=False)
        finding = case.finding
        assert (finding.rework_count, finding.held_days, finding.judged_due) == (2, 3, THURSDAY)

    def test_a_slow_review_of_the_plan_is_not_the_departments(self) -> None:
        case = make_case(due=WEDNESDAY)
        with on(MONDAY):
            submit_plan(case, milestones=())
        with on(THURSDAY):
            approve_plan(case)
            assert case.finding.lamp_due == FRIDAY
        with on(FRIDAY):
            feed_back(case)
        finding = case.finding
        assert (finding.judged_due, finding.on_time, finding.on_time_original) == (FRIDAY, True, False)

    def test_the_short_term_of_a_rework_drives_the_lamp_and_not_the_verdict(self) -> None:
        case = rectifying(TUESDAY)
        with on(TUESDAY):
            feed_back(case)
            assert case.finding.lamp_due is None
            verify(case, passed=False)
        finding = case.finding
        assert (finding.lamp_due, finding.rework_due, finding.judged_due) == (FRIDAY, FRIDAY, TUESDAY)

    def test_a_suggestion_without_a_date_has_no_verdict(self) -> None:
        case = make_case(FindingStatus.RECTIFYING, grade=Grade.SUGGESTION)
        case.finding  # noqa: B018 - read before it is changed
        from inspect_app.database import transaction

        with transaction():
            finding = case.finding
            finding.due = finding.original_due = None
        with on(FRIDAY):
            feed_back(case)
        finding = closed(case, FRIDAY).finding
        assert (finding.on_time, finding.on_time_original, finding.judged_due) == (None, None, None)

    def test_the_verdict_is_frozen_at_closure(self) -> None:
        case = rectifying(TUESDAY)
        with on(TUESDAY):
            feed_back(case)
        finding = closed(case, WEDNESDAY).finding
        assert (finding.status, finding.lamp_due, finding.stage_due) == (FindingStatus.CLOSED, None, None)
        assert finding.closed_at is not None
        assert finding.lasting_rule == ""

    def test_the_rule_that_was_changed_is_kept_with_the_closure(self) -> None:
        """建章立制: a document's number or a link, from the round that was accepted and no other."""
        case = rectifying(TUESDAY)
        with on(TUESDAY):
            feed_back(case, lasting_rule="明政办〔2026〕3号")
        with on(WEDNESDAY):
            verify(case, passed=False)
        with on(THURSDAY):
            feed_back(case, lasting_rule="明政办〔2026〕12号，窗口告知单管理办法")
        closed(case, FRIDAY)
        assert case.finding.lasting_rule == "明政办〔2026〕12号，窗口告知单管理办法"


def test_verification_counts_working_days_only() -> None:
    def held(until: date) -> int:
        return held_total([Span(FRIDAY, until)], until, PLAIN)

    assert [held(day) for day in (FRIDAY, NEXT_MONDAY, NEXT_TUESDAY)] == [0, 1, 2]


def test_a_date_that_does_not_exist_is_not_moved() -> None:
    assert moved(None, 3, PLAIN) is None


def test_both_verdicts_stand_side_by_side() -> None:
    judged = verdict(clock.at(WEDNESDAY, time(9)), WEDNESDAY, TUESDAY)
    assert (judged.on_time, judged.on_time_original) == (True, False)
