"""Whoever has a file in hand is reminded when its deadline is near, and ever more rarely once it is past."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from inspect_app import jobs
from inspect_app.access import Role
from inspect_app.calendar.actions import seed_from_library
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.messages.models import Message
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.rectification.actions.reminding_due import remind_due
from inspect_app.tasks.models import Task
from inspect_app.tasks.vocabulary import TaskKind
from tests import factories

_DUE = date(2026, 5, 29)  # a Friday


@pytest.fixture
def today(app: Flask) -> Iterator[list[date]]:
    """Give the day it is, at eight in the morning."""
    day = [_DUE]
    with app.app_context(), transaction():
        seed_from_library()
    with clock.reading(lambda: datetime.fromisoformat(f"{day[0]}T08:00:00+08:00")):
        yield day


def _finding(status: FindingStatus = FindingStatus.RECTIFYING, **values: object) -> Finding:
    finding = factories.make_finding(status)
    with transaction() as session:
        kept = session.get_one(Finding, finding.id)
        kept.lamp_due, kept.stage_due = _DUE, None
        for name, value in values.items():
            setattr(kept, name, value)
    return finding


def _remind() -> list[tuple[int | None, MessageKind, str]]:
    with transaction():
        remind_due()
    query = select(Message.person_id, Message.kind, Message.text).order_by(Message.id)
    rows = [tuple(row) for row in db.session.execute(query)]
    with transaction() as session:
        for message in session.scalars(select(Message)):
            session.delete(message)
    return rows  # type: ignore[return-value]


def test_reminders_come_two_days_before_on_the_day_and_then_ever_more_rarely(app: Flask, today: list[date]) -> None:
    with app.app_context():
        finding = _finding()
        liaison = factories.make_person(Role.DEPT_LIAISON, finding.lead_unit)
        calendar, reminded = work_calendar(), []
        today[0] = _DUE - timedelta(days=10)
        while calendar.between(_DUE, today[0]) <= 17:
            if calendar.is_workday(today[0]):
                reminded += [(calendar.between(_DUE, today[0]), kind.name, who) for who, kind, _ in _remind()]
            today[0] += timedelta(days=1)
        days = [(day, kind) for day, kind, _ in reminded]
        assert days == [(-2, "NEAR"), (0, "NEAR"), *((day, "OVER") for day in (1, 2, 4, 8, 16))]
        assert {who for *_, who in reminded} == {liaison.id}


def test_the_words_are_the_number_and_the_days_and_nothing_of_the_finding(app: Flask, today: list[date]) -> None:
    with app.app_context():
        finding = _finding()
        factories.make_person(Role.DEPT_LIAISON, finding.lead_unit)
        today[0] = date(2026, 6, 1)
        assert [text for *_, text in _remind()] == [f"{finding.number} 已超过整改时限 1 个工作日。"]


def test_one_is_reminded_once_a_day_however_often_the_job_runs(app: Flask, today: list[date]) -> None:
    with app.app_context():
        finding = _finding()
        factories.make_person(Role.DEPT_LIAISON, finding.lead_unit)
        for _ in range(3):
            with transaction():
                remind_due()
        assert len(db.session.scalars(select(Message)).all()) == 1


def test_nobody_is_reminded_while_the_office_holds_the_file(app: Flask, today: list[date]) -> None:
    with app.app_context():
        finding = _finding(FindingStatus.PENDING_VERIFICATION, lamp_due=None)
        factories.make_person(Role.DEPT_LIAISON, finding.lead_unit)
        assert _remind() == []


def test_whoever_has_it_in_hand_is_reminded(app: Flask, today: list[date]) -> None:
    with app.app_context():
        below = factories.make_unit()
        finding = _finding(handler_unit_id=below.id)
        factories.make_person(Role.DEPT_LIAISON, finding.lead_unit)
        handler = factories.make_person(Role.DEPT_LIAISON, below)
        assert [who for who, *_ in _remind()] == [handler.id]


def test_a_missed_signing_is_reminded_of(app: Flask, today: list[date]) -> None:
    with app.app_context():
        finding = _finding(FindingStatus.DISPATCHED, lamp_due=date(2026, 7, 1), stage_due=date(2026, 5, 28))
        factories.make_person(Role.DEPT_LIAISON, finding.lead_unit)
        assert [text for *_, text in _remind()] == [f"{finding.number} 签收已超过时限 1 个工作日。"]


def test_every_daily_job_is_done_by_the_worker(app: Flask, today: list[date]) -> None:
    with app.app_context():
        finding = _finding()
        factories.make_person(Role.DEPT_LIAISON, finding.lead_unit)
        with clock.reading(lambda: datetime.fromisoformat(f"{_DUE}T09:00:00+08:00")):
            jobs.put_down_daily()
            jobs.run_due()
        left = db.session.scalars(select(Task.kind).where(Task.try_at.is_not(None), Task.object_ref == "all"))
        assert left.all() == []
        digests = select(Task.object_ref).where(Task.kind == TaskKind.SEND_DIGEST)
        assert len(db.session.scalars(digests).all()) == 2
