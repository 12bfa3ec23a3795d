"""The truth table of the workflow: every (status, step, role) cell is declared."""

from dataclasses import replace
from datetime import date

import pytest

from inspect_app.access import SYSTEM, Actor, Role
from inspect_app.findings.rules.workflow import (
    MAX_EXTENSIONS,
    MAX_PLAN_RETURNS,
    MAX_RETURNS,
    WORKFLOW,
    allowed_steps,
    can_sign,
    check,
    refusal,
)
from inspect_app.findings.vocabulary import DisputeState, FindingStatus, Grade, Step
from inspect_app.foundation.errors import Invalid, NotAllowed, Refused
from tests.findings.cells import ASSIST, COLUMNS, LEAD, OTHER, SUB, TODAY, VECTORS, S, T, case, column, person

# Lines "status step | one sign per role": y may · n another does this · x not in this status.
TABLE = VECTORS / "finding_workflow.txt"


def sign(status: FindingStatus, step: Step, name: Role | str) -> str:
    actor, is_author = column(name)
    found = refusal(step, actor, case(status, step, is_author=is_author), TODAY)
    return {type(None): "y", NotAllowed: "n", Refused: "x"}[type(found)]


def declared() -> dict[tuple[str, str], str]:
    cells = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, signs = line.split("|")
            status, step = name.split()
            cells[status, step] = "".join(signs.split())
    return cells


CELLS = declared()


def test_every_cell_is_declared_and_no_other() -> None:
    assert set(CELLS) == {(status.value, step.value) for status in S for step in T}
    assert {len(signs) for signs in CELLS.values()} == {len(COLUMNS)}


@pytest.mark.parametrize("status", S, ids=str)
def test_a_cell_is_as_declared(status: FindingStatus) -> None:
    found = {step.value: "".join(sign(status, step, name) for name in COLUMNS) for step in T}
    assert found == {step.value: CELLS[status.value, step.value] for step in T}


def test_every_row_of_the_workflow_can_be_done_by_somebody() -> None:
    alone = {row.step for row in WORKFLOW.rows if "y" not in CELLS[row.source.value, row.step.value]}
    assert alone == set()


CLERK, DIRECTOR = person(Role.OFFICE_CLERK), person(Role.OFFICE_DIRECTOR)
LIAISON, HEAD = person(Role.DEPT_LIAISON), person(Role.DEPT_HEAD)
DEPUTY, STAND_IN = person(Role.DEPT_HEAD, deputy=True), person(Role.DEPT_HEAD, for_=7)
RETURN_WAITS, CLOSURE_WAITS = {"pending_step": T.REQUEST_RETURN}, {"pending_step": T.REQUEST_CLOSURE}
APPROVER = person(Role.OFFICE_CLERK, number=5)
OBSERVER, VERIFIER = person(Role.OBSERVER), person(Role.VERIFIER)
IN_HAND = {"handler_unit_id": SUB}
MAJOR, ORDINARY = {"grade": Grade.MAJOR}, {"grade": Grade.ORDINARY}
CHECKED, PLANNED = S.PENDING_VERIFICATION, S.PLAN_SUBMITTED
CONDITIONS = [
    # what, step, status, who, facts, may it be done
    ("own draft", T.SUBMIT, S.DRAFT, OBSERVER, {"is_author": True}, True),
    ("another's draft", T.SUBMIT, S.DRAFT, OBSERVER, {}, False),
    ("clerk on major", T.DISMISS, S.SUBMITTED, CLERK, MAJOR, False),
    ("director on major", T.DISMISS, S.SUBMITTED, DIRECTOR, MAJOR, True),
    ("queued is settled", T.DISMISS, S.SUBMITTED, DIRECTOR, {"queued": True}, False),
    ("queued isn't sent back", T.SEND_BACK, S.SUBMITTED, CLERK, {"queued": True}, False),
    ("covert at once", T.DISPATCH, S.SUBMITTED, DIRECTOR, {"is_covert": True}, False),
    ("queued by hand", T.DISPATCH, S.SUBMITTED, DIRECTOR, {"queued": True}, False),
    ("released", T.DISPATCH, S.SUBMITTED, SYSTEM, {"is_covert": True, "queued": True}, True),
    ("system, not queued", T.DISPATCH, S.SUBMITTED, SYSTEM, {"is_covert": True}, False),
    ("open is not queued", T.QUEUE, S.SUBMITTED, CLERK, {"is_covert": False}, False),
    ("queued twice", T.QUEUE, S.SUBMITTED, CLERK, {"queued": True}, False),
    ("another's department", T.ACCEPT, S.DISPATCHED, person(Role.DEPT_LIAISON, OTHER), {}, False),
    ("assisting unit", T.ACCEPT, S.DISPATCHED, person(Role.DEPT_LIAISON, ASSIST), {}, False),
    ("stand-in of the head", T.ACCEPT, S.DISPATCHED, STAND_IN, {}, True),
    ("opened while a signature waits", T.ACCEPT, S.DISPATCHED, LIAISON, RETURN_WAITS, True),
    ("C2 ends while a signature waits", T.AUTO_ACCEPT, S.DISPATCHED, SYSTEM, RETURN_WAITS, True),
    ("last day of C2", T.REQUEST_RETURN, S.ACCEPTED, LIAISON, {"accept_until": TODAY}, True),
    ("days left of C2", T.REQUEST_RETURN, S.ACCEPTED, LIAISON, {"accept_until": date(2026, 5, 22)}, True),
    ("C2 passed", T.REQUEST_RETURN, S.ACCEPTED, LIAISON, {"accept_until": date(2026, 5, 20)}, False),
    ("a return left", T.REQUEST_RETURN, S.ACCEPTED, LIAISON, {"return_count": MAX_RETURNS - 1}, True),
    ("returns used up", T.REQUEST_RETURN, S.ACCEPTED, LIAISON, {"return_count": MAX_RETURNS}, False),
    ("ruled already", T.REQUEST_RETURN, S.ACCEPTED, LIAISON, {"return_ruled": True}, False),
    ("plan wanted", T.FIX_NOW, S.ACCEPTED, LIAISON, {"needs_plan": True}, False),
    ("signature waits", T.FIX_NOW, S.ACCEPTED, LIAISON, {"pending_step": T.FIX_NOW}, False),
    ("clerk on a major plan", T.APPROVE_PLAN, PLANNED, CLERK, MAJOR, False),
    ("director on it", T.APPROVE_PLAN, PLANNED, DIRECTOR, MAJOR, True),
    ("plan returns left", T.RETURN_PLAN, PLANNED, CLERK, {"plan_return_count": MAX_PLAN_RETURNS - 1}, True),
    ("plan returned twice", T.RETURN_PLAN, PLANNED, CLERK, {"plan_return_count": MAX_PLAN_RETURNS}, False),
    ("progress despite a signature", T.REPORT_PROGRESS, S.RECTIFYING, LIAISON, CLOSURE_WAITS, True),
    ("verifier of the department", T.PASS_VERIFICATION, CHECKED, person(Role.VERIFIER, LEAD), {}, False),
    ("verifier of an assisting unit", T.FAIL_VERIFICATION, CHECKED, person(Role.VERIFIER, ASSIST), {}, False),
    ("plan approver", T.PASS_VERIFICATION, CHECKED, APPROVER, {"plan_approver_id": 5}, False),
    ("verified twice", T.PASS_VERIFICATION, CHECKED, VERIFIER, {"verified": True}, False),
    ("close before verification", T.CLOSE, CHECKED, DIRECTOR, {"verified": False}, False),
    ("clerk closes major", T.CLOSE, CHECKED, CLERK, MAJOR, False),
    ("director closes major", T.CLOSE, CHECKED, DIRECTOR, MAJOR, True),
    ("office's own finding", T.CLOSE, CHECKED, person(Role.OFFICE_DIRECTOR, LEAD), {}, False),
    ("an objection stands", T.CLOSE, CHECKED, DIRECTOR, {"dispute": DisputeState.FILED}, False),
    ("author verifies a major one", T.PASS_VERIFICATION, CHECKED, VERIFIER, MAJOR | {"is_author": True}, False),
    ("author verifies an ordinary one", T.PASS_VERIFICATION, CHECKED, VERIFIER, {"is_author": True}, True),
    ("has it in hand and verifies", T.PASS_VERIFICATION, CHECKED, person(Role.VERIFIER, SUB), IN_HAND, False),
    ("more time on the last day", T.REQUEST_EXTENSION, S.RECTIFYING, LIAISON, {"answer_by": TODAY}, True),
    ("more time with days left", T.REQUEST_EXTENSION, S.RECTIFYING, LIAISON, {"answer_by": date(2026, 5, 22)}, True),
    ("more time after it", T.REQUEST_EXTENSION, S.RECTIFYING, LIAISON, {"answer_by": date(2026, 5, 20)}, False),
    ("more time without a date", T.REQUEST_EXTENSION, S.RECTIFYING, LIAISON, {"answer_by": None}, False),
    ("more time once answered", T.REQUEST_EXTENSION, S.RECTIFYING, LIAISON, {"answered": True}, False),
    ("a second time", T.REQUEST_EXTENSION, S.RECTIFYING, LIAISON, {"extension_count": 1}, True),
    ("a third time", T.REQUEST_EXTENSION, S.RECTIFYING, LIAISON, {"extension_count": MAX_EXTENSIONS}, False),
    ("asked already", T.REQUEST_EXTENSION, S.RECTIFYING, LIAISON, {"extension_asker_id": 900}, False),
    ("clerk on the first", T.GRANT_EXTENSION, S.RECTIFYING, CLERK, {}, True),
    ("clerk on the second", T.GRANT_EXTENSION, S.RECTIFYING, CLERK, {"extension_count": 1}, False),
    ("director on the second", T.GRANT_EXTENSION, S.RECTIFYING, DIRECTOR, {"extension_count": 1}, True),
    ("who asked approves", T.GRANT_EXTENSION, S.RECTIFYING, CLERK, {"extension_asker_id": 100}, False),
    ("asked by a colleague", T.GRANT_EXTENSION, S.RECTIFYING, CLERK, {"extension_asker_id": 50}, True),
    ("decided late", T.GRANT_EXTENSION, S.RECTIFYING, CLERK, {"answer_by": date(2026, 5, 1)}, True),
    ("given unasked in time", T.GRANT_EXTENSION, S.RECTIFYING, CLERK, {"extension_asker_id": None}, True),
    ("given unasked too late", T.GRANT_EXTENSION, S.RECTIFYING, CLERK,
     {"extension_asker_id": None, "answer_by": date(2026, 5, 20)}, False),
    ("objected to twice", T.FILE_DISPUTE, S.ACCEPTED, LIAISON, {"dispute": DisputeState.REJECTED}, False),
    ("last day of C5", T.FILE_DISPUTE, S.ACCEPTED, LIAISON, {"dispute_until": TODAY}, True),
    ("days left of C5", T.FILE_DISPUTE, S.ACCEPTED, LIAISON, {"dispute_until": date(2026, 5, 22)}, True),
    ("C5 passed", T.FILE_DISPUTE, S.ACCEPTED, LIAISON, {"dispute_until": date(2026, 5, 20)}, False),
    ("author rules on it", T.REJECT_DISPUTE, S.ACCEPTED, DIRECTOR, {"is_author": True}, False),
    ("nothing objected to", T.REJECT_DISPUTE, S.ACCEPTED, DIRECTOR, {"dispute": None}, False),
    ("a wait nobody asked for", T.DEFER, S.RECTIFYING, DIRECTOR, {"deferral_asker_id": None}, False),
    ("who asked for a wait grants it", T.DEFER, S.RECTIFYING, DIRECTOR, {"deferral_asker_id": 100}, False),
    ("director of the department", T.TERMINATE, S.RECTIFYING, person(Role.OFFICE_DIRECTOR, LEAD), {}, False),
    ("ended while a signature waits", T.TERMINATE, S.RECTIFYING, DIRECTOR, CLOSURE_WAITS, True),
    ("handed down already", T.HAND_DOWN, S.ACCEPTED, LIAISON, IN_HAND, False),
    ("handed further down", T.HAND_DOWN, S.ACCEPTED, person(Role.DEPT_LIAISON, SUB), IN_HAND, True),
    ("passed up by another", T.PASS_UP, S.ACCEPTED, person(Role.DEPT_LIAISON, OTHER), IN_HAND, False),
    ("listed twice", T.LIST_OPENLY, S.RECTIFYING, DIRECTOR, {"listed": True}, False),
]  # fmt: skip


@pytest.mark.parametrize("row", CONDITIONS, ids=lambda row: row[0])
def test_a_condition_holds(row: tuple[str, Step, FindingStatus, Actor, dict[str, object], bool]) -> None:
    _, step, status, who, facts, allowed = row
    found = refusal(step, who, case(status, step, **facts), TODAY)
    assert (found is None) is allowed
    assert allowed or str(found).endswith("。")


@pytest.mark.parametrize(("who", "grade", "signs"), [
    (HEAD, Grade.MAJOR, True),
    (DEPUTY, Grade.ORDINARY, True),
    (DEPUTY, Grade.MAJOR, False),
    (STAND_IN, Grade.MAJOR, True),
    (person(Role.DEPT_HEAD, OTHER), Grade.ORDINARY, False),
    (LIAISON, Grade.ORDINARY, False),
])  # fmt: skip
def test_head_deputy_or_stand_in_signs_but_no_deputy_for_major(who: Actor, grade: Grade, signs: bool) -> None:
    assert can_sign(who, case(S.ACCEPTED, T.FIX_NOW, grade=grade)) is signs


def test_a_step_asks_for_what_it_needs() -> None:
    with pytest.raises(Invalid) as refused:
        check(T.SEND_BACK, person(Role.OFFICE_CLERK), case(S.SUBMITTED, T.SEND_BACK), TODAY, {"remark": ""})
    assert refused.value.field == "remark"


def test_buttons_are_the_steps_allowed_now_in_the_order_of_the_table() -> None:
    facts = replace(case(S.ACCEPTED, T.FIX_NOW), accept_until=date(2026, 5, 20))
    assert allowed_steps(LIAISON, facts, TODAY) == [
        T.SUBMIT_PLAN, T.FIX_NOW, T.REQUEST_EXTENSION, T.FILE_DISPUTE, T.REQUEST_DEFERRAL, T.HAND_DOWN, T.REPLY_SOURCE,
        T.ANSWER_SLIP,
    ]  # fmt: skip
