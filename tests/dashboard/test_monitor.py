"""What a Prometheus reads: who gets it, what is in it, and what is not."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from inspect_app.access import Role
from inspect_app.config import Settings
from inspect_app.foundation.prometheus import Metric, Sample, as_text
from inspect_app.web.counting import Counts, RouteClass
from tests.databases import open_app
from tests.factories import make_person, sign_in

TOKEN = "t" * 32
_WITH = {"Authorization": f"Bearer {TOKEN}"}
_LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+')


@pytest.fixture
def watched(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    with open_app(Settings.for_tests(database_url=database_url, data_dir=tmp_path, metrics_token=TOKEN)) as app:
        yield app


def test_without_the_token_the_page_is_not_there(app: Flask, watched: Flask) -> None:
    assert app.test_client().get("/metrics", headers=_WITH).status_code == 404  # nobody set one
    assert app.test_client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    client = watched.test_client()
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}, {"X-Forwarded-For": "127.0.0.1"}):
        assert client.get("/metrics", headers=headers).status_code == 404
    assert client.get("/metrics", headers=_WITH).status_code == 200


def test_answers_are_counted_by_class_and_nobody_is_named(watched: Flask) -> None:
    client = watched.test_client()
    with watched.app_context():
        sign_in(client, make_person(Role.OFFICE_CLERK, username="secret-name", name="机密姓名"))
    for path in ("/account", "/ledger", "/nowhere", "/api/ping", "/ledger/export", "/healthz"):
        client.get(path)
    answer = client.get("/metrics", headers=_WITH)
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    numbers = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert numbers['inspect_requests_total{route="page",status="2xx"}'] == "2"
    assert numbers['inspect_requests_total{route="page",status="4xx"}'] == "1"
    assert numbers['inspect_requests_total{route="tablet",status="2xx"}'] == "1"
    assert numbers['inspect_requests_total{route="export",status="2xx"}'] == "1"
    assert numbers['inspect_request_seconds_count{route="page"}'] == "3"
    assert numbers['inspect_request_seconds_bucket{route="page",le="+Inf"}'] == "3"
    assert numbers["inspect_database_up"] == "1"
    assert numbers["inspect_tasks_due"] == numbers["inspect_tasks_failed"] == "0"
    assert numbers['inspect_job_late{job="escalate"}'] == "1"  # no worker ever ran here
    assert "secret-name" not in answer.text and "机密" not in answer.text and "/ledger" not in answer.text
    assert [line for line in lines if not line.startswith("#") and not _LINE.fullmatch(line)] == []


def test_processes_of_one_parent_add_to_the_same_counts() -> None:
    counts = Counts()
    counts.add(RouteClass.PAGE, 200, 0.02)
    child = os.fork()
    if child == 0:
        counts.add(RouteClass.PAGE, 500, 20.0)
        os._exit(0)
    os.waitpid(child, 0)
    numbers = counts.of(RouteClass.PAGE)
    assert (numbers[1], numbers[4]) == (1, 1)
    assert (numbers[5 + 1], numbers[5 + 7]) == (1, 1)
    assert numbers[-1] == 20_020_000
    assert sum(counts.of(RouteClass.EXPORT)) == 0


def test_the_text_escapes_what_would_break_it() -> None:
    metric = Metric("a", "gauge", "Words.", (Sample(1.5, {"x": 'a"b\\c\nd'}), Sample(2)))
    assert as_text([metric]) == '# HELP a Words.\n# TYPE a gauge\na{x="a\\"b\\\\c\\nd"} 1.5\na 2\n'
