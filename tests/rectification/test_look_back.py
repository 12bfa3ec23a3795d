"""Looking again after closure (回头看): planned by the system, done by a verifier; what rebounded is a new finding."""

from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.audit.models import AuditEntry
from inspect_app.config import current_sealer
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding, FindingEvent, FindingRecurrence
from inspect_app.findings.vocabulary import FindingStatus, Grade, SourceKind, Step
from inspect_app.foundation.errors import Invalid, Missing, NotAllowed, Refused
from inspect_app.foundation.workdays import WorkCalendar
from inspect_app.rectification.actions.looking_back import note_look_back, plan_look_back_visit, plan_look_backs
from inspect_app.rectification.models import LookBack
from inspect_app.rectification.queries.looking_back import LookBackTab, count_look_backs, get_look_back, list_look_backs
from inspect_app.rectification.rules.look_back import due_on, is_sampled
from inspect_app.rectification.vocabulary import LookBackState, VerificationMethod
from inspect_app.visits.models import Visit
from inspect_app.visits.vocabulary import VisitMode
from tests.factories import make_office, make_person
from tests.rectification.making import TUESDAY, WEDNESDAY, Case, close, feed_back, make_case, on, verify
from tests.rectification.ordering import plan_for, steady
from tests.rectification.pages import signed_in

pytestmark = pytest.mark.usefixtures("app_context")
CALENDAR = WorkCalendar((date(2026, 6, 19),), (), (2026,))
_REVISIT, _COVERT = VerificationMethod.REVISIT, VerificationMethod.COVERT


def closed(**values: Any) -> Case:
    """Return a case closed on Wednesday 13 May."""
    case = make_case(FindingStatus.RECTIFYING, **values)
    with on(TUESDAY):
        feed_back(case)
    with on(WEDNESDAY):
        verify(case)
        close(case)
    return case


def planned(case: Case) -> list[LookBack]:
    """Let the system plan on the evening of the closure and return what it planned for a case."""
    with on(WEDNESDAY, time(22)), transaction():
        plan_look_backs()
    return look_backs(case)


def look_backs(case: Case) -> list[LookBack]:
    db.session.rollback()
    db.session.expire_all()
    query = select(LookBack).where(LookBack.finding_id == case.finding_id)
    return list(db.session.scalars(query.order_by(LookBack.days)))


def note(
    case: Case,
    look: LookBack,
    result: LookBackState = LookBackState.FINE,
    name: str = "verifier",
    method: VerificationMethod = _REVISIT,
    words: str = "换了两个窗口问，仍然不要。",
) -> Finding | None:
    with transaction():
        return note_look_back(case.actor(name), look.id, result, method, words)


@pytest.mark.parametrize(
    ("day", "days", "wanted"),
    [
        (date(2026, 5, 13), 30, date(2026, 6, 12)),
        (date(2026, 5, 14), 30, date(2026, 6, 15)),  # a Saturday
        (date(2026, 5, 20), 30, date(2026, 6, 22)),  # the Friday is a holiday
        (date(2026, 5, 13), 90, date(2026, 8, 11)),
    ],
)
def test_one_looks_again_on_a_working_day(day: date, days: int, wanted: date) -> None:
    assert due_on(day, days, CALENDAR) == wanted


def test_the_grade_decides_the_share_and_the_number_who_is_in_it() -> None:
    numbers = [f"2026-{number:04d}" for number in range(1000)]
    shares = {grade: sum(is_sampled(grade, number) for number in numbers) for grade in Grade}
    assert (shares[Grade.MAJOR], shares[Grade.ORDINARY], shares[Grade.SUGGESTION]) == (1000, 1000, 0)
    assert 120 < shares[Grade.FIX_NOW] < 280


def test_what_was_closed_is_planned_for_once() -> None:
    case = closed()
    first = planned(case)
    again = planned(case)
    assert [(look.days, look.due_on, look.state) for look in first] == [
        (30, date(2026, 6, 12), LookBackState.PLANNED),
        (90, date(2026, 8, 11), LookBackState.PLANNED),
    ]
    assert [look.id for look in again] == [look.id for look in first]
    deeds = db.session.scalars(select(AuditEntry.deed).where(AuditEntry.deed == "finding.look_backs_planned")).all()
    assert len(deeds) == 1, "a run that plans nothing leaves no entry"


def test_what_is_open_or_was_closed_long_ago_is_not_planned_for() -> None:
    case = closed()
    make_case(FindingStatus.RECTIFYING)
    with on(date(2026, 6, 15)), transaction():
        assert plan_look_backs() == 0
    assert look_backs(case) == []


def test_fine_is_noted_and_the_finding_stays_closed() -> None:
    case = closed()
    first, second = planned(case)
    with on(date(2026, 6, 12)):
        assert note(case, first) is None
        with pytest.raises(Refused, match="没有反弹"):
            note(case, first)
    first, second = look_backs(case)
    assert (first.state, first.checker_id, second.state) == (
        LookBackState.FINE, case.people["verifier"].id, LookBackState.PLANNED,
    )  # fmt: skip
    assert case.finding.status is FindingStatus.CLOSED
    (event,) = db.session.scalars(select(FindingEvent).where(FindingEvent.step == Step.LOOK_BACK)).all()
    assert event.for_office and event.text == "没有反弹：换了两个窗口问，仍然不要。"


def test_a_rebound_is_a_new_finding_one_grade_higher_and_the_old_one_stays_closed() -> None:
    case = closed()
    first, _second = planned(case)
    with on(date(2026, 6, 12)):
        again = note(case, first, LookBackState.REBOUNDED, words="又要居住证明。")
    assert again is not None
    new, old = db.session.get_one(Finding, again.id), case.finding
    assert (new.status, new.grade, new.source_kind) == (FindingStatus.SUBMITTED, Grade.MAJOR, SourceKind.OFFICE)
    assert (new.recurrence_of_id, new.fact, new.lead_unit_id) == (old.id, "又要居住证明。", old.lead_unit_id)
    assert (old.status, look_backs(case)[0].recurrence_id) == (FindingStatus.CLOSED, new.id)
    settled = db.session.get_one(FindingRecurrence, new.id)
    assert (settled.grade_before, settled.accepted_by_id) == (Grade.ORDINARY, case.people["verifier"].id)


def test_looking_covertly_keeps_no_person() -> None:
    case = closed()
    first, _second = planned(case)
    with on(date(2026, 6, 12)):
        again = note(case, first, LookBackState.REBOUNDED, method=_COVERT)
    look = look_backs(case)[0]
    tag = current_sealer().author_tag(case.people["verifier"].id)
    assert (look.checker_id, look.checker_tag) == (None, tag)
    (event,) = db.session.scalars(select(FindingEvent).where(FindingEvent.step == Step.LOOK_BACK)).all()
    assert (event.actor_id, event.actor_tag) == (None, tag)
    assert again is not None and again.is_covert
    assert db.session.get_one(FindingRecurrence, again.id).accepted_by_id is None
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "finding.look_back")).one()
    assert entry.actor_id is None


@pytest.mark.parametrize(("result", "words", "field"), [("planned", "看了", "result"), ("fine", " ", "note")])
def test_a_result_and_what_was_seen_are_needed(result: str, words: str, field: str) -> None:
    case = closed()
    first, _second = planned(case)
    wanted = LookBackState.find(result)
    assert wanted is not None
    with on(date(2026, 6, 12)), pytest.raises(Invalid) as caught:
        note(case, first, wanted, words=words)
    assert caught.value.field == field


def test_neither_the_department_nor_a_leader_looks() -> None:
    case = closed()
    first, _second = planned(case)
    with on(date(2026, 6, 12)):
        for name in ("liaison", "head", "leader", "stranger"):
            with pytest.raises((Missing, NotAllowed)):
                note(case, first, name=name)
            with pytest.raises(Missing):
                get_look_back(case.actor(name), first.id)
            with pytest.raises(Missing):
                count_look_backs(case.actor(name))


def test_a_visit_is_planned_for_it_once_open_or_covert() -> None:
    case = closed()
    first, second = planned(case)
    observer, shopper = make_person(Role.OBSERVER, make_office()), make_person(Role.SHOPPER, make_office())
    with on(WEDNESDAY):
        for look, who, mode in ((first, observer, VisitMode.OPEN), (second, shopper, VisitMode.COVERT)):
            plan = plan_for(case, who, mode)
            with transaction():
                plan_look_back_visit(case.actor("director"), look.id, plan)
            with pytest.raises(Refused, match="已经安排"), transaction():
                plan_look_back_visit(case.actor("director"), look.id, plan)
        with pytest.raises(Invalid, match="选暗访复核"):
            note(case, second)
    assert [db.session.get_one(Visit, look.visit_id).mode for look in look_backs(case)] == [
        VisitMode.OPEN,
        VisitMode.COVERT,
    ]


def test_the_tabs_count_what_they_list() -> None:
    case = closed()
    first, _second = planned(case)
    with on(date(2026, 6, 12)):
        actor = case.actor("verifier")
        assert count_look_backs(actor)[LookBackTab.DUE] == count_look_backs(actor)[LookBackTab.COMING] == 1
        note(case, first)
        counts = count_look_backs(actor)
        for tab in LookBackTab:
            rows, total = list_look_backs(actor, tab, 0, 50)
            assert len(rows) == total == counts[tab]
    assert [counts[tab] for tab in LookBackTab] == [0, 1, 1, 0]


@pytest.fixture
def client(app: Flask, without_tokens: None) -> FlaskClient:
    return app.test_client()


def test_the_verifier_finds_it_and_writes_what_it_showed(client: FlaskClient) -> None:
    case = closed()
    first, _second = planned(case)
    with signed_in(client, case, "verifier"):
        assert case.number in client.get("/look-backs?tab=coming").get_data(as_text=True)
        page = client.get(f"/look-backs/{first.id}")
        assert page.status_code == 200 and "安排走访去看" not in page.get_data(as_text=True)
        assert client.post(f"/look-backs/{first.id}", data={"result": "fine"}).status_code == 422
        data = {"result": "rebounded", "method": "revisit", "note": "又要居住证明。"}
        assert client.post(f"/look-backs/{first.id}", data=data).status_code == 303
    with signed_in(client, case, "clerk"):
        triage = client.get("/findings/triage").get_data(as_text=True)
        assert case.finding.title in triage
        new = look_backs(case)[0].recurrence_id
        assert client.get(f"/findings/{new}").status_code == 200


def test_the_office_plans_a_visit_in_one_click(client: FlaskClient) -> None:
    case = closed()
    first, _second = planned(case)
    observer = make_person(Role.OBSERVER, make_office())
    plan = plan_for(case, observer)
    data = {
        "author": f"{observer.id}-observer", "mode": "open", "planned_on": WEDNESDAY.isoformat(), "slot": "any",
        "campaign": str(plan.campaign_id), "brief": "",
    }  # fmt: skip
    with signed_in(client, case, "director"):
        assert "安排走访去看" in client.get(f"/look-backs/{first.id}").get_data(as_text=True)
        assert client.post(f"/look-backs/{first.id}/visit", data=data | {"author": ""}).status_code == 422
        assert client.post(f"/look-backs/{first.id}/visit", data=data).status_code == 303
    assert look_backs(case)[0].visit_id is not None


def test_a_department_sees_nothing_of_looking_again(client: FlaskClient) -> None:
    case = closed()

    def view() -> list[tuple[int, str]]:
        found = []
        for path in (f"/case/{case.number}", "/", "/ledger", "/messages", "/look-backs", "/look-backs/1"):
            with signed_in(client, case, "liaison"):
                page = client.get(path)
            found.append((page.status_code, steady(page.get_data(as_text=True))))
        return found

    before = [view() for _ in range(2)]
    assert before[0] == before[1], "the pages are steady"
    first, _second = planned(case)
    with on(WEDNESDAY, time(23)):
        note(case, first, method=_COVERT)
    assert view() == before[0]
