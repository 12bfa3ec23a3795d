"""What a server writes down of a request: enough to mend a fault, and nothing about anybody."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from inspect_app.config import Mode, Settings
from inspect_app.database import db
from inspect_app.web.logs import JsonLines
from tests.databases import open_app

pytestmark = pytest.mark.usefixtures("loggers")
SECRET = "欧阳某某 13800001234"


@contextmanager
def server(url: str, folder: Path, captured: pytest.CaptureFixture[str]) -> Iterator[tuple[Flask, "Lines"]]:
    """Make an application that writes its lines to the standard error of this very test."""
    with open_app(Settings(database_url=url, data_dir=folder, log_json=True)) as app:

        @app.get("/breaks/<path:what>")
        def breaks(what: str) -> str:
            db.session.execute(text("SELECT nothing FROM nowhere WHERE name = :name"), {"name": what})
            return ""

        breaks.__guard__ = "open"  # type: ignore[attr-defined]
        captured.readouterr()  # what was said while the database was made
        yield app, Lines(captured)


class Lines:
    """What was written to standard error since the last look."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self.captured = captured

    def read(self) -> list[dict[str, object]]:
        written = self.captured.readouterr().err
        assert SECRET not in written
        assert "13800001234" not in written
        return [json.loads(line) for line in written.splitlines()]


def test_a_request_is_one_line_without_its_path(
    sqlite_url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with server(sqlite_url, tmp_path, capfd) as (app, written):
        app.test_client().get(f"/login?next=/{SECRET}", headers={"X-Forwarded-For": "10.1.2.3"})
        (line,) = written.read()
    assert set(line) == {"at", "level", "from", "event", "request", "method", "route", "status", "ms"}
    assert (line["route"], line["method"], line["status"]) == ("accounts.sign_in", "GET", 200)


def test_a_fault_is_found_by_the_number_on_its_page_and_quotes_nothing(
    sqlite_url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with server(sqlite_url, tmp_path, capfd) as (app, written):
        page = app.test_client().get(f"/breaks/{SECRET}")
        fault, line = written.read()
    assert page.status_code == 500
    assert fault["error"] == "OperationalError"
    assert any("test_logs.py" in str(place) for place in fault["places"])  # type: ignore[attr-defined]
    assert fault["request"] == line["request"]
    assert f"报错编号 {line['request']}" in page.text


def test_what_is_put_into_the_words_of_a_line_stays_out() -> None:
    record = logging.LogRecord("x", logging.WARNING, "x.py", 1, "could not send to %s", (SECRET,), None)
    assert SECRET not in JsonLines().format(record)


def test_production_writes_lines_of_json_and_demo_may() -> None:
    assert Settings(mode=Mode.PRODUCTION).json_logs
    assert not Settings().json_logs
    assert Settings(log_json=True).json_logs
