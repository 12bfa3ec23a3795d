"""Who went on a covert visit is opened by two people, for half an hour, and each look is written down."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.ctx import AppContext
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from inspect_app.access import Actor, Role
from inspect_app.accounts.actions.people import change_person
from inspect_app.accounts.models import OneTimeCode, Person, StandIn
from inspect_app.accounts.vocabulary import CodePurpose, PersonFacts, RoleFacts
from inspect_app.audit.models import AuditEntry
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing, NotAllowed, Refused
from inspect_app.visits.actions.unsealing import ask_unseal, decide_unseal, look_behind_seal
from inspect_app.visits.models import UnsealRequest, Visit
from inspect_app.visits.queries.unsealing import count_unseal_waiting
from inspect_app.visits.rules.unsealing import OPEN_FOR, WAITS_FOR, decision_refusal, minutes_left, unseal_state
from inspect_app.visits.vocabulary import UnsealState, VisitMode, VisitStatus
from tests.factories import actor_of, keep, make_office, make_person, make_visit, sign_in

NAME = "欧阳真名"
REASON = "被访单位来信反映，核对身份。"
NOW = datetime.fromisoformat("2026-03-04T09:00:00+08:00")


def covert_visit(*, mode: VisitMode = VisitMode.COVERT, handed_in: bool = True) -> Visit:
    shopper = make_person(Role.SHOPPER if mode is VisitMode.COVERT else Role.INSPECTOR)
    with transaction():
        row = db.session.get_one(Person, shopper.id)
        row.name_seal, row.shopper_code = current_sealer().seal(NAME.encode(), "name"), "甲07"
    status = VisitStatus.RECEIVED if handed_in else VisitStatus.PLANNED
    given_in = {"submitted_at": clock.now(), "receipt": "H1"} if handed_in else {}
    return make_visit(shopper, mode=mode, status=status, **given_in)


def somebody(role: Role) -> Actor:
    return actor_of(make_person(role, make_office()))


def asked(director: Actor, visit: Visit) -> str:
    with transaction():
        return ask_unseal(director, visit.public_id, REASON).public_id


def decided(who: Actor, request: str, *, approved: bool = True) -> None:
    with transaction():
        decide_unseal(who, request, approved=approved)


def looked(who: Actor, request: str) -> tuple[str, str]:
    with transaction():
        _, code, name = look_behind_seal(who, request)
    return code, name


def deeds() -> list[str]:
    query = select(AuditEntry.deed).where(AuditEntry.deed.startswith("visit.unseal")).order_by(AuditEntry.sequence)
    return list(db.session.scalars(query))


@given(st.integers(0, 200), st.integers(0, 100), st.sampled_from([None, True, False]))
def test_a_request_opens_only_after_yes_and_for_half_an_hour(waited: int, since: int, answer: bool | None) -> None:
    asked_at = NOW - timedelta(hours=waited)
    decided_at = None if answer is None else NOW - timedelta(minutes=since)
    state = unseal_state(asked_at, decided_at, answer, NOW)
    assert (state is UnsealState.OPEN) is (answer is True and since < OPEN_FOR // timedelta(minutes=1))
    assert (state is UnsealState.WAITING) is (answer is None and waited < WAITS_FOR // timedelta(hours=1))
    if decided_at and answer:
        assert (minutes_left(decided_at, NOW) > 0) is (state is UnsealState.OPEN)


@pytest.mark.parametrize(
    ("decider", "for_whom", "settled", "refused"),
    [(2, None, True, False), (1, None, True, True), (2, 1, True, True), (None, None, True, True), (2, 3, False, True)],
)
def test_another_person_of_settled_standing_decides(
    decider: int | None, for_whom: int | None, settled: bool, refused: bool
) -> None:
    assert (decision_refusal(1, decider, for_whom, settled=settled) is not None) is refused


def test_two_people_open_a_seal_and_each_step_is_written_down(app_context: AppContext) -> None:
    director, second, visit = somebody(Role.OFFICE_DIRECTOR), somebody(Role.SECURITY_ADMIN), covert_visit()
    request = asked(director, visit)
    assert count_unseal_waiting(second, clock.now()) == 1
    decided(second, request)
    assert count_unseal_waiting(second, clock.now()) == 0
    assert looked(director, request) == ("甲07", NAME)
    assert deeds() == ["visit.unseal_asked", "visit.unseal_approved", "visit.unseal_read"]
    with time_machine.travel(clock.now() + OPEN_FOR, tick=False), pytest.raises(Refused, match="已到时"):
        looked(director, request)


def test_nobody_opens_a_seal_alone(app_context: AppContext) -> None:
    visit, office = covert_visit(), make_office()
    second, person = actor_of(make_person(Role.SECURITY_ADMIN, office)), make_person(Role.OFFICE_DIRECTOR, office)
    keep(
        StandIn(
            person_id=second.person_id, stand_in_id=person.id, role=Role.SECURITY_ADMIN, unit_id=office.id,
            starts_on=clock.today(), ends_on=clock.today(),
        )
    )  # fmt: skip
    both = actor_of(person)
    request = asked(both, visit)
    with pytest.raises(Refused, match="待批准"):
        looked(both, request)
    with pytest.raises(NotAllowed, match="自己的申请"):
        decided(both, request)
    decided(second, request)
    with pytest.raises(NotAllowed, match="申请人"):
        looked(second, request)
    for role in (Role.ADMIN, Role.AUDITOR, Role.OFFICE_CLERK, Role.LEADER):
        with pytest.raises((NotAllowed, Missing)):
            decided(somebody(role), request)
        with pytest.raises(Missing):
            looked(somebody(role), request)


def test_the_schema_knows_that_two_people_are_needed(app_context: AppContext) -> None:
    director, visit = somebody(Role.OFFICE_DIRECTOR), covert_visit()
    request = asked(director, visit)
    row = db.session.scalars(select(UnsealRequest).where(UnsealRequest.public_id == request)).one()
    with pytest.raises(IntegrityError), transaction():
        row.decided_by_id, row.decided_at, row.approved = director.person_id, clock.now(), True


def test_an_account_that_was_just_reset_decides_nothing_for_a_day(app_context: AppContext) -> None:
    director, visit = somebody(Role.OFFICE_DIRECTOR), covert_visit()
    second, now = make_person(Role.SECURITY_ADMIN, make_office()), clock.now()
    code = {"purpose": CodePurpose.RESET, "code_hash": "x", "expires_at": now + timedelta(days=1)}
    keep(OneTimeCode(person_id=second.id, used_at=now - timedelta(hours=1), **code))
    request = asked(director, visit)
    with pytest.raises(NotAllowed, match="24 小时"):
        decided(actor_of(second), request)
    with time_machine.travel(now + timedelta(hours=24), tick=False):
        decided(actor_of(second), request)
        assert looked(director, request)[1] == NAME


def test_a_role_that_was_just_granted_decides_nothing_for_a_day(app_context: AppContext) -> None:
    director, visit, office = somebody(Role.OFFICE_DIRECTOR), covert_visit(), make_office()
    admin, second = somebody(Role.ADMIN), make_person(Role.OBSERVER, office)
    held = (RoleFacts(Role.OBSERVER, office.id), RoleFacts(Role.SECURITY_ADMIN, office.id))
    with transaction():
        facts = PersonFacts(second.username, second.name, office.id, roles=held)
        change_person(admin, second.id, second.version, facts)
    request, now = asked(director, visit), clock.now()
    with pytest.raises(NotAllowed, match="授予不满 24 小时"):
        decided(actor_of(second), request)
    with time_machine.travel(now + timedelta(hours=24), tick=False):
        decided(actor_of(second), request)


@pytest.mark.parametrize("facts", [{"mode": VisitMode.OPEN}, {"handed_in": False}])
def test_only_a_covert_visit_that_is_handed_in_is_asked_for(app_context: AppContext, facts: dict[str, object]) -> None:
    visit = covert_visit(**facts)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="提交以后"):
        asked(somebody(Role.OFFICE_DIRECTOR), visit)


def test_a_request_is_asked_once_while_it_stands_and_anew_after_a_no(app_context: AppContext) -> None:
    director, second, visit = somebody(Role.OFFICE_DIRECTOR), somebody(Role.SECURITY_ADMIN), covert_visit()
    first = asked(director, visit)
    with pytest.raises(Refused, match="已经申请过"):
        asked(director, visit)
    decided(second, first, approved=False)
    with pytest.raises(Refused, match="不同意"):
        decided(second, first)
    assert asked(director, visit) != first
    assert deeds() == ["visit.unseal_asked", "visit.unseal_refused", "visit.unseal_asked"]


def test_the_pages_lead_from_the_visit_to_the_name(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        visit = covert_visit()
        director = make_person(Role.OFFICE_DIRECTOR, office := make_office())
        second = make_person(Role.SECURITY_ADMIN, office)
        sign_in(client, director)
        address, people = f"/visits/{visit.public_id}", (director.id, second.id)
    other = app.test_client()
    with app.app_context():
        sign_in(other, db.session.get_one(Person, people[1]))
    assert "申请解封身份" in client.get(address).text
    assert "请写明理由" in client.post(f"{address}/unseal", data={"reason": ""}).text
    page = client.post(f"{address}/unseal", data={"reason": REASON}).location
    assert "解封申请待批" in other.get("/").text
    assert REASON in other.get("/unseal").text
    assert client.post(f"{page}/look").status_code == 409
    assert other.post(f"{page}/decide", data={"answer": "yes"}).status_code == 303
    assert NAME not in client.get(page).text
    assert NAME in client.post(f"{page}/look").text
    assert NAME not in other.get(page).text
    assert other.post(f"{page}/look").status_code == 403
