"""The page for the administrator and /healthz go red when a daily job is late or failed, and not before."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app import jobs
from inspect_app.access import Role
from inspect_app.calendar.actions import seed_from_library
from inspect_app.database import transaction
from inspect_app.foundation import clock
from inspect_app.tasks.vocabulary import TaskKind
from tests import factories

_THURSDAY = datetime.fromisoformat("2026-11-19T09:00:00+08:00")


@pytest.fixture
def moment(app: Flask) -> Iterator[list[datetime]]:
    """Give the moment the clock reads: a Thursday morning."""
    now = [_THURSDAY]
    with app.app_context(), transaction():
        seed_from_library()
    with clock.reading(lambda: now[0]):
        yield now


def _day(app: Flask) -> None:
    with app.app_context():
        jobs.put_down_daily()
        jobs.run_due()


def _asked(client: FlaskClient) -> tuple[int, dict[str, object]]:
    answer = client.get("/healthz")
    return answer.status_code, answer.get_json()


def test_without_a_worker_it_is_red(client: FlaskClient, moment: list[datetime]) -> None:
    status, told = _asked(client)
    assert (status, told["status"]) == (503, "late")
    assert "end_sessions" in str(told["late"])


def test_with_a_worker_it_is_green_and_names_nobody(app: Flask, client: FlaskClient, moment: list[datetime]) -> None:
    _day(app)
    assert _asked(client) == (200, {"status": "ok", "late": []})


def test_it_turns_red_when_a_day_passes_without_a_worker(
    app: Flask, client: FlaskClient, moment: list[datetime]
) -> None:
    _day(app)
    moment[0] += timedelta(days=1)  # 30 hours after the last 03:00, 6 after the one that was missed
    assert _asked(client)[0] == 200
    moment[0] += timedelta(hours=21)
    status, told = _asked(client)
    assert (status, told["status"]) == (503, "late")
    _day(app)
    assert _asked(client)[0] == 200


def test_a_job_of_working_days_is_not_late_on_a_holiday(
    app: Flask, client: FlaskClient, moment: list[datetime]
) -> None:
    moment[0] = datetime.fromisoformat("2026-09-30T09:00:00+08:00")
    _day(app)
    for _ in range(7):  # National Day: other jobs are done daily, the digest waits for the 8th
        moment[0] += timedelta(days=1)
        _day(app)
        assert _asked(client)[0] == 200
    moment[0] += timedelta(days=2, hours=3)
    assert "send_digest" in str(_asked(client)[1]["late"])


def test_a_job_that_fails_is_red_at_once_and_green_when_it_succeeds(
    app: Flask, client: FlaskClient, moment: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_ref: str) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, jobs.Job(fail))
        _day(app)
    assert _asked(client) == (503, {"status": "late", "late": ["end_sessions"]})
    with app.app_context():
        factories.sign_in(client, factories.make_person(Role.ADMIN))
    page = client.get("/admin/health").text
    assert "1 项每日任务没有按时完成" in page
    assert "上次运行失败" in page
    moment[0] += timedelta(minutes=2)
    _day(app)
    assert _asked(client)[0] == 200
    assert "每日任务都按时完成" in client.get("/admin/health").text


def test_the_page_shows_what_was_given_up(
    app: Flask, client: FlaskClient, moment: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_ref: str) -> None:
        raise OSError("the disk is full")

    monkeypatch.setitem(jobs.HANDLERS, TaskKind.END_SESSIONS, jobs.Job(fail))
    for _ in range(5):
        _day(app)
        moment[0] += timedelta(minutes=130)
    with app.app_context():
        factories.sign_in(client, factories.make_person(Role.ADMIN))
    page = client.get("/admin/health").text
    assert "the disk is full" in page
    assert "清理过期登录" in page
