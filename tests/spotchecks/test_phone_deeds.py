"""A batch is made, dialled, judged, listed; who may do what, and what it counts in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inspect_app.access import Role
from inspect_app.accounts.models import Unit
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import Category, FindingStatus, SourceKind
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.messages.models import Message
from inspect_app.metrics.vocabulary import Period
from inspect_app.spotchecks.actions import dialling, phones
from inspect_app.spotchecks.models import PhoneBatch
from inspect_app.spotchecks.queries import phones as queries
from inspect_app.spotchecks.vocabulary.phones import LineFilter, TryDraft, TryResult, Verdict
from tests.factories import make_person, make_unit, make_window
from tests.spotchecks.dialling import (
    ALWAYS_NUMBER,
    BADLY,
    BUSY,
    DAY,
    GOOD,
    OFFICE_NUMBER,
    RANG,
    Desk,
    at,
    line,
)

PERIOD = Period(DAY - timedelta(days=1), DAY + timedelta(days=5))
NEXT = DAY + timedelta(days=1)


def test_a_batch_holds_each_number_once_by_unit_and_promise_and_tells_who_dials(desk: Desk) -> None:
    batch_id = desk.batch()
    rows = queries.list_lines(batch_id, LineFilter())
    assert [(row.unit, row.number, row.hours_kind) for row in rows] == [
        ("市民政局", OFFICE_NUMBER, HoursKind.OFFICE), ("市公安局", ALWAYS_NUMBER, HoursKind.ROUND_THE_CLOCK),
    ]  # fmt: skip
    told = db.session.execute(select(Message.person_id, Message.link)).all()
    assert [tuple(one) for one in told] == [(desk.inspector_id, f"/phone-tests/{batch_id}/dial")]


def test_a_number_promised_round_the_clock_at_one_window_is_so_for_the_batch(desk: Desk) -> None:
    make_window(make_unit("市人社局"), phone=OFFICE_NUMBER, hours_kind=HoursKind.ROUND_THE_CLOCK)
    units = frozenset(key for key, _, _ in queries.numbers_by_unit())
    batch_id = desk.batch(unit_ids=units)
    kinds = {row.number: row.hours_kind for row in queries.list_lines(batch_id, LineFilter())}
    assert kinds == dict.fromkeys((OFFICE_NUMBER, ALWAYS_NUMBER), HoursKind.ROUND_THE_CLOCK)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"unit_ids": frozenset()}, "units"),
        ({"dialler_ids": frozenset({10**6})}, "diallers"),
    ],
)
def test_a_batch_of_nothing_is_refused(desk: Desk, values: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.batch(**values)
    assert refused.value.field == field
    assert db.session.query(PhoneBatch).count() == 0


def test_three_tries_at_different_times_come_to_a_problem_in_one_tap(desk: Desk) -> None:
    batch_id = desk.batch()
    line_id = desk.lines(batch_id)[OFFICE_NUMBER]
    desk.dial(batch_id, OFFICE_NUMBER, at(9, 5), BUSY)
    with pytest.raises(Invalid, match="同一个半天"):
        desk.dial(batch_id, OFFICE_NUMBER, at(11), BUSY)
    desk.dial(batch_id, OFFICE_NUMBER, at(14), RANG)
    with pytest.raises(Refused, match="打完三次"), transaction():
        dialling.list_fault(desk.inspector, batch_id, line_id)
    desk.dial(batch_id, OFFICE_NUMBER, at(9, 0, NEXT), BUSY, desk.clerk)
    assert (line(line_id).verdict, line(line_id).settled_at) == (Verdict.UNANSWERED, at(9, 0, NEXT))
    with pytest.raises(Refused, match="已经打完"):
        desk.dial(batch_id, OFFICE_NUMBER, at(14, 0, NEXT), GOOD)
    with transaction():
        finding = dialling.list_fault(desk.inspector, batch_id, line_id)
    assert (finding.status, finding.source_kind, finding.method, finding.category) == (
        FindingStatus.SUBMITTED, SourceKind.PHONE_TEST, VisitMethod.PHONE, Category.PHONE,
    )  # fmt: skip
    assert (finding.lead_unit_id, finding.found_on, finding.title) == (desk.unit_id, NEXT, "服务电话没人接")
    assert f"{OFFICE_NUMBER}，承诺办公时间接听，拨打 3 次：5月20日 09:05 占线、打不进；" in finding.fact
    assert not any(person.name in finding.fact for person in (desk.inspector, desk.clerk))
    for deed in (dialling.list_fault, dialling.take_back_try):
        with pytest.raises(Refused, match="已经列为问题"), transaction():
            deed(desk.inspector, batch_id, line_id)


def test_a_problem_that_was_not_taken_up_may_be_listed_again(desk: Desk) -> None:
    batch_id = desk.batch()
    line_id = desk.lines(batch_id)[OFFICE_NUMBER]
    desk.dial(batch_id, OFFICE_NUMBER, at(9), BADLY)
    with transaction():
        first = dialling.list_fault(desk.clerk, batch_id, line_id).id
    with transaction():
        line(line_id).finding.status = FindingStatus.DISMISSED  # type: ignore[union-attr]
    with transaction():
        assert dialling.list_fault(desk.clerk, batch_id, line_id).id != first


def test_a_good_answer_is_no_problem(desk: Desk) -> None:
    batch_id = desk.batch()
    desk.dial(batch_id, OFFICE_NUMBER, at(9), GOOD)
    with pytest.raises(Refused, match="才列为问题"), transaction():
        dialling.list_fault(desk.clerk, batch_id, desk.lines(batch_id)[OFFICE_NUMBER])


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (TryDraft(TryResult.ANSWERED, polite=True), "told"),
        (TryDraft(TryResult.ANSWERED, told=True), "polite"),
        (TryDraft(TryResult.RANG, words="字" * 501), "words"),
        (TryDraft(TryResult.RANG, at=at(10)), "at"),  # not yet
        (TryDraft(TryResult.RANG, at=at(7)), "at"),  # before the batch
        (TryDraft(TryResult.RANG, at=at(9, day=DAY - timedelta(days=9))), "at"),
    ],
)
def test_a_try_that_says_too_little_or_cannot_have_been_is_refused(desk: Desk, draft: TryDraft, field: str) -> None:
    batch_id = desk.batch()
    with pytest.raises(Invalid) as refused:
        desk.dial(batch_id, OFFICE_NUMBER, at(9), draft)
    assert refused.value.field == field
    assert line(desk.lines(batch_id)[OFFICE_NUMBER]).tries == []


def test_the_last_try_is_taken_back_by_whoever_dialled_or_the_office(desk: Desk) -> None:
    batch_id = desk.batch(dialler_ids=frozenset({desk.inspector_id, desk.other_id}))
    line_id = desk.lines(batch_id)[OFFICE_NUMBER]
    desk.dial(batch_id, OFFICE_NUMBER, at(9), GOOD)
    with pytest.raises(NotAllowed, match="别人打的"), transaction():
        dialling.take_back_try(desk.actor(desk.other_id), batch_id, line_id)
    with transaction():
        dialling.take_back_try(desk.inspector, batch_id, line_id)
    assert (line(line_id).verdict, line(line_id).settled_at, line(line_id).tries) == (None, None, [])


def test_two_who_dial_at_once_are_told(desk: Desk) -> None:
    batch_id = desk.batch()
    desk.dial(batch_id, OFFICE_NUMBER, at(9), BUSY)
    with pytest.raises(Conflict, match="刚有人记过"), clock.reading(lambda: at(14)), transaction():
        dialling.note_try(desk.inspector, batch_id, desk.lines(batch_id)[OFFICE_NUMBER], RANG, seen=0)


def test_nobody_dials_the_own_unit_and_who_is_not_assigned_sees_nothing(desk: Desk) -> None:
    own = make_person(Role.INSPECTOR, db.session.get_one(Unit, desk.unit_id))
    batch_id = desk.batch(dialler_ids=frozenset({own.id}))
    with pytest.raises(NotAllowed, match="本单位的电话"):
        desk.dial(batch_id, OFFICE_NUMBER, at(9), GOOD, desk.actor(own.id))
    for person_id in (desk.inspector_id, desk.liaison_id):
        with pytest.raises(Missing):
            queries.get_batch(desk.actor(person_id), batch_id)
        assert queries.list_batches(desk.actor(person_id), 1).total == 0
    with pytest.raises(NotAllowed), transaction():
        phones.close_batch(desk.actor(own.id), batch_id)


def test_a_closed_batch_takes_no_tries_until_it_is_open_again(desk: Desk) -> None:
    batch_id = desk.batch()
    with transaction():
        phones.close_batch(desk.clerk, batch_id)
    with pytest.raises(Refused, match="已经结束"):
        desk.dial(batch_id, OFFICE_NUMBER, at(9), GOOD)
    with transaction():
        phones.open_batch(desk.clerk, batch_id)
    desk.dial(batch_id, OFFICE_NUMBER, at(9), GOOD)
    with pytest.raises(Refused, match="不能删除"), transaction():
        phones.give_up_batch(desk.clerk, batch_id)


def test_a_batch_nobody_dialled_can_be_removed(desk: Desk) -> None:
    batch_id = desk.batch()
    with transaction():
        phones.give_up_batch(desk.clerk, batch_id)
    assert db.session.get(PhoneBatch, batch_id) is None
