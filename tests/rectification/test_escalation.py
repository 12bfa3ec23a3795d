"""How far supervision goes: every trigger of §4.5 and its neighbours, each night and at once after a move."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from inspect_app.access import Permission, Role
from inspect_app.audit.models import AuditEntry
from inspect_app.database import db, transaction
from inspect_app.findings.actions.delivering import hand_over
from inspect_app.findings.models import Finding, OfficeHold
from inspect_app.findings.queries import lock_finding
from inspect_app.findings.vocabulary import FindingStatus, HoldReason, Level
from inspect_app.foundation import clock
from inspect_app.foundation.workdays import WorkCalendar
from inspect_app.rectification.actions.escalating import escalate_all
from inspect_app.rectification.models import ExtensionRequest, SourceReply
from inspect_app.rectification.rules.escalation import EscalationFacts, is_above, level_of, reason_words
from inspect_app.rectification.vocabulary import ReplyState, RequestState
from tests.factories import keep, make_actor, make_campaign, make_finding, make_office, make_unit, make_window
from tests.rectification.making import (
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    approve_plan,
    close,
    feed_back,
    make_case,
    on,
    return_plan,
    submit_plan,
    verify,
)

_S = FindingStatus
CALENDAR = WorkCalendar((), (), (2026,))
# (what stands, the day, level, words of the reason)
TABLE: list[tuple[dict[str, Any], date, Level, str]] = [
    # The lamp: three days left, two, the last day, past on a Saturday, one and five working days over.
    ({"late_after": FRIDAY}, TUESDAY, Level.NONE, ""),
    ({"late_after": FRIDAY}, WEDNESDAY, Level.BLUE, "还剩 2 个工作日"),
    ({"late_after": FRIDAY}, FRIDAY, Level.BLUE, "今日到期"),
    ({"late_after": FRIDAY}, FRIDAY + timedelta(days=1), Level.BLUE, "时限已过"),
    ({"late_after": FRIDAY}, NEXT_MONDAY, Level.YELLOW, "逾期 1 个工作日"),
    ({"late_after": MONDAY}, FRIDAY, Level.YELLOW, "逾期 4 个工作日"),
    ({"late_after": MONDAY}, NEXT_MONDAY, Level.RED, "逾期 5 个工作日"),
    ({"late_after": None}, NEXT_TUESDAY, Level.NONE, ""),
    # C2 and C5.
    ({"status": _S.DISPATCHED, "stage_due": TUESDAY}, TUESDAY, Level.NONE, ""),
    ({"status": _S.DISPATCHED, "stage_due": TUESDAY}, WEDNESDAY, Level.BLUE, "超时未签收"),
    ({"status": _S.ACCEPTED, "stage_due": TUESDAY, "needs_plan": True}, TUESDAY, Level.NONE, ""),
    ({"status": _S.ACCEPTED, "stage_due": TUESDAY, "needs_plan": True}, WEDNESDAY, Level.BLUE, "超时未报整改计划"),
    ({"status": _S.ACCEPTED, "stage_due": TUESDAY}, WEDNESDAY, Level.NONE, ""),
    ({"status": _S.ACCEPTED, "auto_accepted": True}, WEDNESDAY, Level.BLUE, "超时未签收，已自动签收"),
    ({"status": _S.PLAN_SUBMITTED, "stage_due": TUESDAY, "needs_plan": True}, WEDNESDAY, Level.NONE, ""),
    ({"status": _S.RETURN_REQUESTED, "stage_due": TUESDAY}, WEDNESDAY, Level.NONE, ""),
    # A milestone counts while it is being put right.
    ({"milestone_missed": True}, TUESDAY, Level.YELLOW, "整改节点没有按期完成"),
    ({"milestone_missed": True, "status": _S.PENDING_VERIFICATION}, TUESDAY, Level.NONE, ""),
    # Counted causes.
    ({"rework": 1}, TUESDAY, Level.YELLOW, "第一次退回重办"),
    ({"rework": 2}, TUESDAY, Level.RED, "第二次退回重办"),
    ({"rework": 1, "status": _S.PENDING_VERIFICATION}, TUESDAY, Level.YELLOW, "第一次退回重办"),
    ({"plan_returns": 1}, TUESDAY, Level.NONE, ""),
    ({"plan_returns": 2}, TUESDAY, Level.YELLOW, "整改计划两次退回"),
    ({"asked": 2}, TUESDAY, Level.NONE, ""),
    ({"asked": 3}, TUESDAY, Level.RED, "三次申请延期"),
    ({"unsatisfied": 1}, TUESDAY, Level.NONE, ""),
    ({"unsatisfied": 2}, TUESDAY, Level.RED, "当事人两次不满意"),
    ({"instruction_late": True}, TUESDAY, Level.RED, "领导批示件逾期"),
    ({"recurrence": True}, TUESDAY, Level.YELLOW, "销号后重复发生"),
    ({"recurrence": True, "late_after": TUESDAY}, WEDNESDAY, Level.RED, "逾期 1 个工作日 · 销号后重复发生"),
    ({"listed": True}, TUESDAY, Level.LISTED, "主任决定挂牌督办"),
    # Together: the heaviest decides and comes first, reminders are left out beside it.
    ({"late_after": MONDAY - timedelta(days=3), "rework": 2}, FRIDAY, Level.RED, "第二次退回重办 · 逾期 5 个工作日"),
    ({"late_after": WEDNESDAY, "rework": 1}, TUESDAY, Level.YELLOW, "第一次退回重办"),
    ({"listed": True, "late_after": MONDAY}, TUESDAY, Level.LISTED, "主任决定挂牌督办 · 逾期 1 个工作日"),
    # What has ended has no level; a wait has no clock.
    *[
        ({"status": status, "rework": 2, "listed": True, "late_after": MONDAY}, FRIDAY, Level.NONE, "")
        for status in (_S.CLOSED, _S.TERMINATED, _S.DISMISSED)
    ],
    ({"status": _S.DEFERRED}, FRIDAY, Level.NONE, ""),
]


@pytest.mark.parametrize(("stands", "today", "level", "words"), TABLE)
def test_every_trigger_and_its_neighbours(stands: dict[str, Any], today: date, level: Level, words: str) -> None:
    found, reasons = level_of(EscalationFacts(**({"status": _S.RECTIFYING} | stands)), today, CALENDAR)
    assert (found, reason_words(reasons)) == (level, words)


def test_levels_stand_above_each_other_in_their_order() -> None:
    ladder = [Level.NONE, Level.BLUE, Level.YELLOW, Level.RED, Level.LISTED]
    assert all(is_above(upper, lower) for lower, upper in zip(ladder, ladder[1:], strict=False))


@pytest.fixture
def night(app_context: None) -> Callable[[date], int]:
    def run(day: date) -> int:
        with on(day, time(1)), transaction():
            changed = escalate_all()
        db.session.expire_all()
        return changed

    return run


def stands_at(finding_id: int) -> tuple[Level, str]:
    finding = db.session.get_one(Finding, finding_id, populate_existing=True)
    return finding.level, finding.level_reason


def test_each_night_a_level_is_counted_anew(night: Callable[[date], int]) -> None:
    case = make_case(FindingStatus.RECTIFYING, due=TUESDAY)
    for day, wanted in (
        (MONDAY, (Level.BLUE, "还剩 1 个工作日")),
        (WEDNESDAY, (Level.YELLOW, "逾期 1 个工作日")),
        (NEXT_TUESDAY, (Level.RED, "逾期 5 个工作日")),
    ):
        assert night(day) == 1
        assert stands_at(case.finding_id) == wanted
    assert night(NEXT_TUESDAY) == 0, "what did not change is not written again"


def test_since_when_a_level_stands_is_kept_though_its_days_grow(night: Callable[[date], int]) -> None:
    case = make_case(FindingStatus.RECTIFYING, due=TUESDAY)
    night(WEDNESDAY)
    first = case.finding.level_at
    night(THURSDAY)
    assert case.finding.level_reason == "逾期 2 个工作日"
    assert case.finding.level_at == first == clock.at(WEDNESDAY, time(1))


def test_a_form_that_is_open_overnight_does_not_grow_old(night: Callable[[date], int]) -> None:
    case = make_case(FindingStatus.RECTIFYING, due=TUESDAY)
    version = case.finding.version
    night(WEDNESDAY)
    assert case.finding.version == version


def test_a_run_leaves_one_entry_and_one_for_each_slip(night: Callable[[date], int]) -> None:
    for _ in range(3):
        make_case(FindingStatus.RECTIFYING, due=TUESDAY)
    night(WEDNESDAY)
    deeds = sorted(db.session.scalars(select(AuditEntry.deed)))
    assert deeds == ["finding.escalated", *["slip.slip_proposed"] * 3]


def test_a_finding_that_waits_for_verification_does_not_get_later(night: Callable[[date], int]) -> None:
    case = make_case(FindingStatus.RECTIFYING, due=THURSDAY)
    with on(WEDNESDAY):
        feed_back(case)
    night(NEXT_TUESDAY)
    assert stands_at(case.finding_id) == (Level.NONE, "")
    assert case.finding.held_days == 4


def test_what_the_office_holds_beside_the_status_is_credited_each_night(night: Callable[[date], int]) -> None:
    case = make_case(FindingStatus.RECTIFYING, due=THURSDAY)
    with on(WEDNESDAY):
        keep(OfficeHold(finding_id=case.finding_id, reason=HoldReason.EXTENSION, since=WEDNESDAY, allowance=1))
    night(NEXT_TUESDAY)
    assert (case.finding.held_days, case.finding.lamp_due) == (3, NEXT_TUESDAY)
    assert stands_at(case.finding_id) == (Level.BLUE, "今日到期")


def test_a_level_falls_when_its_cause_is_gone(night: Callable[[date], int]) -> None:
    case = make_case(FindingStatus.RECTIFYING, due=TUESDAY)
    night(WEDNESDAY)
    with on(WEDNESDAY):
        feed_back(case)
    assert stands_at(case.finding_id) == (Level.NONE, "")


def test_a_failed_check_is_told_at_once_and_a_second_one_too(app_context: None) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        feed_back(case)
        verify(case, passed=False)
        assert stands_at(case.finding_id) == (Level.YELLOW, "第一次退回重办")
        feed_back(case)
        verify(case, passed=False)
    assert stands_at(case.finding_id) == (Level.RED, "第二次退回重办")


def test_closure_ends_every_level(app_context: None) -> None:
    case = make_case(FindingStatus.RECTIFYING)
    with on(TUESDAY):
        feed_back(case)
        verify(case, passed=False)
        feed_back(case)
        verify(case)
        assert stands_at(case.finding_id)[0] is Level.YELLOW
        close(case)
    assert stands_at(case.finding_id) == (Level.NONE, "")


def test_a_plan_returned_twice_is_told_at_once(app_context: None) -> None:
    case = make_case(needs_plan=True)
    with on(TUESDAY):
        for _ in range(2):
            submit_plan(case)
            return_plan(case)
    assert stands_at(case.finding_id) == (Level.YELLOW, "整改计划两次退回")


def test_a_milestone_missed_is_found_at_night(night: Callable[[date], int]) -> None:
    case = make_case(due=date(2026, 5, 29))
    with on(TUESDAY):
        submit_plan(case)
        approve_plan(case)
    night(THURSDAY)
    assert stands_at(case.finding_id) == (Level.NONE, "")
    night(FRIDAY)
    assert stands_at(case.finding_id) == (Level.YELLOW, "整改节点没有按期完成")


def test_a_milestone_of_the_former_department_is_not_the_new_ones(night: Callable[[date], int]) -> None:
    case = make_case(due=date(2026, 5, 29))
    with on(TUESDAY):
        submit_plan(case)
        approve_plan(case)
    with transaction():
        db.session.get_one(Finding, case.finding_id).term_from = clock.at(WEDNESDAY, time(9))
    night(FRIDAY)
    assert stands_at(case.finding_id) == (Level.NONE, "")


def test_a_recurrence_is_yellow_from_its_delivery_on(app_context: None) -> None:
    old, clerk = make_case(FindingStatus.CLOSED), make_actor(Role.OFFICE_CLERK, make_office())
    new = make_finding(unit=old.unit, recurrence_of_id=old.finding_id)
    with on(TUESDAY), transaction():
        hand_over(clerk, lock_finding(new.id), clock.now(), permission=Permission.TRIAGE)
    assert stands_at(new.id) == (Level.YELLOW, "销号后重复发生")


def test_extensions_asked_for_and_citizens_not_content_are_counted(night: Callable[[date], int]) -> None:
    asked, told = make_case(due=date(2026, 5, 29)), make_case(due=date(2026, 5, 29))
    moment = clock.at(TUESDAY, time(9))
    asker, decider = asked.people["liaison"].id, asked.people["clerk"].id
    for sequence in (1, 2, 3):
        keep(
            ExtensionRequest(
                finding_id=asked.finding_id, sequence=sequence, state=RequestState.REJECTED, asked_by_id=asker,
                asked_at=moment, due_before=FRIDAY, wanted_due=NEXT_MONDAY, reason="等系统改造",
                decided_by_id=decider, decided_at=moment,
            )
        )  # fmt: skip
    keep(SourceReply(finding_id=told.finding_id, state=ReplyState.UNSATISFIED, unsatisfied_count=2))
    night(WEDNESDAY)
    assert stands_at(asked.finding_id) == (Level.RED, "三次申请延期")
    assert stands_at(told.finding_id) == (Level.RED, "当事人两次不满意")


def test_a_night_asks_as_often_for_thirty_findings_as_for_one(night: Callable[[date], int]) -> None:
    unit, campaign = make_unit(), make_campaign()
    window = make_window(unit)

    def make(count: int) -> None:
        for _ in range(count):
            make_finding(
                FindingStatus.RECTIFYING, unit=unit, window=window, campaign=campaign, due=TUESDAY,
                delivered_at=clock.at(MONDAY, time(9)),
            )  # fmt: skip

    def asked(day: date) -> int:
        heard: list[str] = []
        engine = db.engine

        def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            heard.append(statement)

        event.listen(engine, "before_cursor_execute", hear)
        night(day)
        event.remove(engine, "before_cursor_execute", hear)
        return len(heard)

    make(1)
    few = asked(WEDNESDAY)
    make(29)
    assert asked(THURSDAY) <= few + 2
