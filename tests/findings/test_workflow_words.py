"""Where each step leads, what it asks for, and what somebody reads who may not do it now."""

from dataclasses import replace
from datetime import date

import pytest

from inspect_app.access import Actor, Role
from inspect_app.findings.rules.facts import CaseFacts, Power, can_sign, has_power, is_inside
from inspect_app.findings.rules.workflow import (
    ENDED,
    FOR_OFFICE,
    IN_HAND,
    OPEN,
    PRE_DELIVERY,
    TWO_PERSON_STEPS,
    WORKFLOW,
    check,
    refusal,
)
from inspect_app.findings.vocabulary import DisputeState, FindingStatus, Grade, Step
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from tests.findings.cells import ASSIST, COLUMNS, LEAD, OTHER, SUB, TODAY, VECTORS, S, T, case, column, person


def declared() -> dict[str, tuple[str, tuple[str, ...]]]:
    rows = {}
    for line in (VECTORS / "finding_steps.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, target, needs = line.split("|")
            rows[name.strip()] = (target.strip(), tuple(needs.split()))
    return rows


STEPS = declared()


def whoever_may(status: FindingStatus, step: Step) -> tuple[Actor, CaseFacts]:
    for name in COLUMNS:
        actor, is_author = column(name)
        facts = case(status, step, is_author=is_author)
        if refusal(step, actor, facts, TODAY) is None:
            return actor, facts
    raise AssertionError(f"nobody may {step}")


@pytest.mark.parametrize("status", S, ids=str)
def test_a_step_leads_where_it_is_declared_and_asks_for_each_thing_it_needs(status: FindingStatus) -> None:
    for step in (row.step for row in WORKFLOW.steps_from(status)):
        target, needs = STEPS.get(f"{status.value} {step.value}") or STEPS[step.value]
        actor, facts = whoever_may(status, step)
        given: dict[str, object] = dict.fromkeys(needs, "有")
        assert check(step, actor, facts, TODAY, given) == (status if target == "=" else FindingStatus(target)), step
        for name in needs:
            with pytest.raises(Invalid, match=r"^请填写.{2,9}。$") as refused:
                check(step, actor, facts, TODAY, given | {name: ""})
            assert refused.value.field == name


def test_every_step_is_declared_once_more() -> None:
    assert {name.split()[-1] for name in STEPS} == {step.value for step in T}


def test_a_status_is_before_delivery_open_or_ended() -> None:
    assert {S.DRAFT, S.SUBMITTED, S.DISMISSED} == PRE_DELIVERY
    assert {S.CLOSED, S.TERMINATED} == ENDED
    assert {
        S.DISPATCHED, S.RETURN_REQUESTED, S.ACCEPTED, S.PLAN_SUBMITTED, S.RECTIFYING, S.PENDING_VERIFICATION,
        S.DEFERRED,
    } == OPEN  # fmt: skip
    assert (S.ACCEPTED, S.PLAN_SUBMITTED, S.RECTIFYING) == IN_HAND


def test_what_two_people_do_and_what_the_office_keeps_to_itself() -> None:
    assert {
        T.REQUEST_RETURN, T.FIX_NOW, T.REQUEST_CLOSURE, T.REQUEST_EXTENSION, T.FILE_DISPUTE, T.REQUEST_DEFERRAL,
    } == TWO_PERSON_STEPS  # fmt: skip
    assert {T.ASSIGN_VERIFIER, T.LOOK_BACK, T.ANNOTATE, T.MERGE_DUPLICATE} == FOR_OFFICE


DIRECTOR, CLERK, LIAISON = person(Role.OFFICE_DIRECTOR), person(Role.OFFICE_CLERK), person(Role.DEPT_LIAISON)
VERIFIER, INSIDE = person(Role.VERIFIER), person(Role.OFFICE_DIRECTOR, LEAD)
YESTERDAY = date(2026, 5, 20)
HALTED = {"extension_count": 2}
SENTENCES = [
    (T.DISMISS, S.SUBMITTED, CLERK, {"grade": Grade.MAJOR}, "重大问题不予立项由跑改办主任决定。"),
    (T.SEND_BACK, S.SUBMITTED, CLERK, {"queued": True}, "已经立项，正等送达。"),
    (T.DISPATCH, S.SUBMITTED, CLERK, {"is_covert": True}, "暗访发现的问题先排队，到送达时间再交办。"),
    (T.QUEUE, S.SUBMITTED, CLERK, {"is_covert": False}, "明查发现的问题直接交办。"),
    (T.REQUEST_RETURN, S.ACCEPTED, LIAISON, {"return_ruled": True}, "退单已经裁定，不能再退。"),
    (T.REQUEST_RETURN, S.ACCEPTED, LIAISON, {"return_count": 3}, "最多退单 2 次，已经用完，请与跑改办会商。"),
    (T.REQUEST_RETURN, S.ACCEPTED, LIAISON, {"accept_until": YESTERDAY}, "退单要在 5月20日前提出，现在已过。"),
    (T.FIX_NOW, S.ACCEPTED, LIAISON, {"needs_plan": True}, "这个问题要先报整改计划。"),
    (T.RETURN_PLAN, S.PLAN_SUBMITTED, CLERK, {"plan_return_count": 3}, "计划最多退回 2 次，请通过或由主任裁定。"),
    (T.PASS_VERIFICATION, S.PENDING_VERIFICATION, VERIFIER, {"verified": True}, "本轮已核验通过，等待销号。"),
    (T.CLOSE, S.PENDING_VERIFICATION, DIRECTOR, {"verified": False}, "核验通过后才能销号。"),
    (T.CLOSE, S.PENDING_VERIFICATION, INSIDE, {}, "销号要由责任单位以外的人办。"),
    (T.TERMINATE, S.RECTIFYING, INSIDE, {}, "这一步要由责任单位以外的人办。"),
    (T.REVOKE_CLOSURE, S.CLOSED, INSIDE, {}, "这一步要由责任单位以外的人办。"),
    (T.LOOK_BACK, S.CLOSED, person(Role.VERIFIER, LEAD), {}, "这一步要由责任单位以外的人办。"),
    (T.REQUEST_EXTENSION, S.ACCEPTED, LIAISON, {"answer_by": None}, "这个问题没有规定时限，不用延期。"),
    (T.REQUEST_EXTENSION, S.ACCEPTED, LIAISON, HALTED, "最多延期 2 次，已经用完；确实办不成的请申请暂缓。"),
    (T.REQUEST_EXTENSION, S.ACCEPTED, LIAISON, {"extension_count": 3},
     "最多延期 2 次，已经用完；确实办不成的请申请暂缓。"),
    (T.WITHDRAW_EXTENSION, S.ACCEPTED, LIAISON, {"extension_asker_id": None}, "没有待批的延期申请。"),
    (T.REFUSE_EXTENSION, S.ACCEPTED, CLERK, {"extension_asker_id": None}, "没有待批的延期申请。"),
    (T.REFUSE_EXTENSION, S.ACCEPTED, CLERK, {"extension_asker_id": 100}, "申请的人不能自己批，请另一位负责人办理。"),
    (T.REFUSE_EXTENSION, S.ACCEPTED, INSIDE, {}, "这一步要由责任单位以外的人办。"),
    (T.GRANT_EXTENSION, S.ACCEPTED, INSIDE, {}, "这一步要由责任单位以外的人办。"),
    (T.GRANT_EXTENSION, S.ACCEPTED, INSIDE, {"extension_asker_id": None}, "这一步要由责任单位以外的人办。"),
    (T.GRANT_EXTENSION, S.ACCEPTED, DIRECTOR, HALTED, "最多延期 2 次，已经用完。"),
    (T.GRANT_EXTENSION, S.ACCEPTED, DIRECTOR, {"extension_count": 3}, "最多延期 2 次，已经用完。"),
    (T.UPHOLD_DISPUTE, S.ACCEPTED, DIRECTOR, {"is_author": True}, "异议要由填报人以外的人裁定。"),
    (T.CORRECT_FACT, S.ACCEPTED, DIRECTOR, {"dispute": DisputeState.REJECTED}, "没有待裁定的异议。"),
    (T.REJECT_DISPUTE, S.ACCEPTED, INSIDE, {}, "这一步要由责任单位以外的人办。"),
    (T.REQUEST_DEFERRAL, S.ACCEPTED, LIAISON, {"deferral_asker_id": 900}, "上一次暂缓申请还没有批复。"),
    (T.WITHDRAW_DEFERRAL, S.ACCEPTED, LIAISON, {"deferral_asker_id": None}, "没有待批的暂缓申请。"),
    (T.REFUSE_DEFERRAL, S.ACCEPTED, DIRECTOR, {"deferral_asker_id": None}, "暂缓要由责任单位先申请。"),
    (T.DEFER, S.ACCEPTED, INSIDE, {}, "这一步要由责任单位以外的人办。"),
    (T.TAKE_BACK, S.ACCEPTED, LIAISON, {"handler_unit_id": None}, "这个问题没有转办。"),
    (T.HAND_DOWN, S.ACCEPTED, LIAISON, {"handler_unit_id": SUB}, "已经转办，请先收回再转给别的单位。"),
    (T.UNLIST, S.ACCEPTED, DIRECTOR, {"listed": False}, "这个问题没有挂牌督办。"),
]  # fmt: skip


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: f"{row[0]}: {row[4]}")
def test_whoever_may_not_reads_why(row: tuple[Step, FindingStatus, Actor, dict[str, object], str]) -> None:
    step, status, who, facts, sentence = row
    found = refusal(step, who, case(status, step, **facts), TODAY)
    assert isinstance(found, Refused)
    assert found.message == sentence


def test_another_status_and_another_hand_are_told_apart() -> None:
    early = refusal(T.CLOSE, DIRECTOR, case(S.ACCEPTED, T.CLOSE), TODAY)
    assert isinstance(early, Refused)
    assert early.message == "现在是“已签收”，不能“销号”。这一步由跑改办主任（一般问题可由经办人）在“待核验”时办。"
    foreign = refusal(T.RESUME, LIAISON, case(S.DEFERRED, T.RESUME), TODAY)
    assert isinstance(foreign, NotAllowed)
    assert foreign.message == "“恢复整改”由跑改办办理。"
    clock = refusal(T.AUTO_ACCEPT, CLERK, case(S.DISPATCHED, T.AUTO_ACCEPT), TODAY)
    assert isinstance(clock, NotAllowed)
    assert clock.message == "“超时自动签收”由系统办理。"


def taken_from_the_clerk(**facts: object) -> set[Step]:
    """Return the steps of a clerk that are not theirs any more when a finding is like that."""
    ours = [(at, step) for at in S for step in T if refusal(step, CLERK, case(at, step), TODAY) is None]
    return {step for at, step in ours if refusal(step, CLERK, case(at, step, **facts), TODAY) is not None}


def test_what_is_major_or_a_second_extension_takes_only_these_steps_from_a_clerk() -> None:
    assert taken_from_the_clerk(grade=Grade.MAJOR) == {T.DISMISS, T.RETURN_PLAN, T.APPROVE_PLAN, T.CLOSE}
    assert taken_from_the_clerk(extension_count=1) == {T.GRANT_EXTENSION, T.REFUSE_EXTENSION}


WAITS = {
    T.SUBMIT_PLAN: S.ACCEPTED, T.FIX_NOW: S.ACCEPTED, T.REQUEST_CLOSURE: S.RECTIFYING, T.REQUEST_RETURN: S.ACCEPTED,
    T.REQUEST_EXTENSION: S.ACCEPTED, T.FILE_DISPUTE: S.ACCEPTED, T.REQUEST_DEFERRAL: S.ACCEPTED,
}  # fmt: skip


@pytest.mark.parametrize("step", WAITS, ids=str)
def test_what_a_department_asks_for_waits_while_its_head_has_something_to_sign(step: Step) -> None:
    facts = replace(case(WAITS[step], step), pending_step=T.FIX_NOW)
    found = refusal(step, LIAISON, facts, TODAY)
    assert isinstance(found, Refused)
    assert found.message == "“立行立改”正等负责人审签，签发或退回后再办下一步。"


@pytest.mark.parametrize("unit", [LEAD, ASSIST, SUB, OTHER])
def test_inside_is_the_unit_those_who_assist_and_whoever_has_it_in_hand(unit: int) -> None:
    facts = replace(case(S.ACCEPTED, T.ACCEPT), handler_unit_id=SUB)
    employee = Actor(1, "某人", unit)
    visitor = Actor(1, "某人", OTHER, person(Role.DEPT_HEAD, unit).grants)
    assert [is_inside(one, facts) for one in (employee, visitor)] == [unit != OTHER] * 2
    assert not is_inside(Actor(1, "某人", None), replace(facts, handler_unit_id=None))


def test_a_capacity_is_held_towards_the_finding_and_not_in_general() -> None:
    facts = case(S.ACCEPTED, T.ACCEPT)
    elsewhere = person(Role.DEPT_LIAISON, OTHER)
    for power in (Power.LEAD, Power.HANDLER, Power.ASSIST):
        assert not has_power(power, elsewhere, facts)
        assert not has_power(power, elsewhere, CaseFacts(S.SUBMITTED, Grade.ORDINARY))


def test_nobody_signs_for_a_unit_that_is_not_named_yet() -> None:
    assert can_sign(person(Role.DEPT_HEAD), CaseFacts(S.SUBMITTED, Grade.ORDINARY)) is False


def test_a_finding_says_nothing_more_than_is_known_of_it() -> None:
    plain = CaseFacts(S.SUBMITTED, Grade.ORDINARY)
    told = {name: value for name in CaseFacts.__slots__ if (value := getattr(plain, name))}
    assert told == {"status": S.SUBMITTED, "grade": Grade.ORDINARY}
