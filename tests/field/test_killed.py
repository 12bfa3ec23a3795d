"""A server that dies at any moment loses nothing it acknowledged, doubles nothing, leaves no file behind."""

import http.client
import json
import multiprocessing
import random
import uuid as uuids
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from inspect_app.access import Role
from inspect_app.audit.queries import find_broken_link
from inspect_app.config import Settings
from inspect_app.database import db, is_sqlite
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import store
from inspect_app.field.models import Upload
from inspect_app.visits.models import Answer, Submission, Visit, VisitFile
from inspect_app.visits.vocabulary import VisitStatus
from tests import factories
from tests.conftest import Scale
from tests.field.killing import Sender, Victim, kill_at_random
from tests.field.making import body, item, tiny_photo
from tests.field.tablets import manifest, registered, submission

pytestmark = pytest.mark.timeout(3000)
_TABLETS = 4


def _headers(app: Flask, author: Any) -> dict[str, str]:
    tablet = registered(app, author)
    cookie = tablet.client.get_cookie("inspect-field")
    assert cookie is not None
    return {"Cookie": f"inspect-field={cookie.value}", "X-CSRFToken": tablet.session["csrf"]}


def _photo(number: int) -> bytes:
    """Return a photo like no other: what stands behind a picture's end is no part of it."""
    return tiny_photo() + number.to_bytes(4)


def _work(app: Flask, count: int) -> tuple[dict[str, str], list[tuple[str, bytes, list[bytes]]]]:
    """Plan visits for one author and write what each will send."""
    with app.app_context():
        author = factories.make_person(Role.INSPECTOR)
        version, window = factories.make_version(body([item("q1"), item("q2")])), factories.make_window()
        campaign = factories.make_campaign(version=version)
        jobs = []
        for number in range(count):
            visit = factories.make_visit(author, window, campaign=campaign, version=version)
            photos = [_photo(2 * number + 1), _photo(2 * number + 2)]
            facts = submission(visit, files=[manifest(photo) for photo in photos])
            jobs.append((str(uuids.uuid4()), json.dumps(facts).encode(), photos))
        return _headers(app, author), jobs


def test_a_server_killed_at_random_loses_and_doubles_nothing(
    app: Flask, settings: Settings, tmp_path: Path, scale: Scale
) -> None:
    count, kills, drawn = scale(24, 500), scale(5, 200), random.Random(20261120)  # noqa: S311
    headers, jobs = _work(app, count)
    victim = Victim(settings, tmp_path)
    sender = Sender(victim.port, headers)
    try:
        with ThreadPoolExecutor(_TABLETS + 1) as pool:
            killer = pool.submit(kill_at_random, victim, kills, sender, count // kills, drawn)
            for job in [pool.submit(sender.hand_in, *job) for job in jobs]:
                job.result()
            assert killer.result() == kills
    finally:
        victim.kill()
    assert sender.sent.faults == []
    assert victim.complaints() == ""
    with app.app_context():
        _demand_whole(sender.sent.receipts, count)


def _demand_whole(receipts: dict[str, str], count: int) -> None:
    rows = db.session.execute(select(Submission.uuid, Visit.receipt, Visit.status).join(Visit)).all()
    assert {uuid: receipt for uuid, receipt, _ in rows} == receipts
    assert {status for *_, status in rows} == {VisitStatus.RECEIVED}
    made = [
        db.session.scalar(select(func.count()).select_from(table)) for table in (Answer, VisitFile, StoredFile, Upload)
    ]
    assert made == [2 * count] * 4
    named = set(db.session.scalars(select(StoredFile.original_key)))
    assert {str(row["path"]) for batch in store().list("originals/") for row in batch} == named
    assert find_broken_link() is None
    if is_sqlite():
        assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []


def _post_at_once(port: int, headers: dict[str, str], uuid: str, raw: bytes, ready: Any, found: Any) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    ready.wait()
    connection.request("POST", f"/api/field/submissions/{uuid}", raw, {**headers, "Content-Type": "application/json"})
    answer = connection.getresponse()
    found.put((answer.status, json.loads(answer.read()).get("receipt")))


def test_fifty_processes_that_send_one_uuid_at_once_make_one_row(
    app: Flask, settings: Settings, tmp_path: Path, scale: Scale
) -> None:
    rounds, processes = scale(1, 200), scale(20, 50)
    headers, jobs = _work(app, rounds)
    forks = multiprocessing.get_context("fork")
    victim = Victim(settings, tmp_path)
    try:
        for uuid, raw, photos in jobs:
            Sender(victim.port, headers)._photos(photos)
            ready, found = forks.Barrier(processes), forks.Queue()
            facts = (victim.port, headers, uuid, raw, ready, found)
            crowd = [forks.Process(target=_post_at_once, args=facts) for _ in range(processes)]
            for one in crowd:
                one.start()
            answers = [found.get(timeout=90) for _ in crowd]
            for one in crowd:
                one.join()
            statuses = [status for status, _ in answers]
            assert (statuses.count(201), statuses.count(200)) == (1, processes - 1)
            assert len({receipt for _, receipt in answers}) == 1
    finally:
        victim.kill()
    with app.app_context():
        made = [db.session.scalar(select(func.count()).select_from(table)) for table in (Submission, Answer)]
        assert made == [rounds, 2 * rounds]
        assert find_broken_link() is None
