"""A fresh installation in production mode: nobody is in it, nothing is open, every answer carries its headers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.access import Role
from inspect_app.accounts.models import Person
from inspect_app.config import Mode, Settings
from inspect_app.database import db
from tests.databases import open_app
from tests.factories import make_person, sign_in

pytestmark = pytest.mark.usefixtures("loggers")
_OURS = "https://hall.example"
_SECRETS = {"secret_key": "s" * 40, "seal_key": "e" * 40, "audit_key": "a" * 40}


@pytest.fixture
def fresh(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = Settings(
        mode=Mode.PRODUCTION, database_url=database_url, data_dir=tmp_path, tls=True, trusted_hosts=("hall.example",),
        **_SECRETS,
    )  # fmt: skip
    with open_app(settings) as app:

        @app.get("/breaks")
        def breaks() -> str:
            raise RuntimeError("欧阳某某的秘密")

        breaks.__guard__ = "open"  # type: ignore[attr-defined]
        yield app


def test_nobody_is_there_before_somebody_is_added(fresh: Flask) -> None:
    with fresh.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0
    refused = fresh.test_cli_runner().invoke(args=["demo", "load"])
    assert refused.exit_code == 1
    assert "正式模式下没有演示数据" in refused.output
    with fresh.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0
    assert "演示" not in fresh.test_client().get("/login", base_url=_OURS).text


def test_nothing_of_a_developer_is_on(fresh: Flask) -> None:
    assert (fresh.debug, fresh.testing, fresh.config["TESTING"]) == (False, False, False)
    client = fresh.test_client()
    outside = ("/static/../config.py", "/static/%2e%2e/wsgi.py", "/.git/config", "/.env")
    for path in (*outside, "/console", "/metrics", "/debug"):
        assert client.get(path, base_url=_OURS).status_code == 404, path
    assert client.get("/breaks?__debugger__=yes", base_url=_OURS).status_code == 500
    assert "秘密" not in client.get("/breaks", base_url=_OURS).text


def _odd_answers(app: Flask) -> Iterator[tuple[str, object]]:
    client = app.test_client()
    with app.app_context():
        sign_in(client, make_person(Role.OFFICE_CLERK), base_url=_OURS)
    tablet = {"X-Requested-By": "field"}
    yield "page", client.get("/account", base_url=_OURS)
    yield "404", client.get("/nowhere", base_url=_OURS)
    yield "403", client.get("/admin/people", base_url=_OURS)
    yield "405", client.post("/account/sessions", base_url=_OURS)
    yield "400", client.post("/logout", base_url=_OURS)
    yield "413", client.post("/api/field/session", data=b"a" * 5000, headers=tablet, base_url=_OURS)
    yield "500", client.get("/breaks", base_url=_OURS)
    yield "host", client.get("/login", base_url="https://evil.example")
    yield "redirect", app.test_client().get("/ledger", base_url=_OURS)
    yield "json", client.get("/api/field/session", base_url=_OURS)
    yield "json 404", client.get("/api/nowhere", base_url=_OURS)
    yield "health", client.get("/healthz", base_url=_OURS)
    yield "static", client.get("/static/css/base.css", base_url=_OURS)
    yield "static 404", client.get("/static/nothing.js", base_url=_OURS)


def test_every_kind_of_answer_carries_every_header(fresh: Flask) -> None:
    wrong = []
    for what, answer in _odd_answers(fresh):
        found = answer.headers  # type: ignore[attr-defined]
        policy = dict(part.split(" ", 1) for part in found.get("Content-Security-Policy", " ").split("; "))
        good = {
            "csp": policy.get("default-src") == "'self'" and "unsafe" not in json.dumps(policy),
            "object": policy.get("object-src") == policy.get("base-uri") == policy.get("frame-ancestors") == "'none'",
            "sniff": found.get("X-Content-Type-Options") == "nosniff",
            "frame": found.get("X-Frame-Options") == "DENY",
            "opener": found.get("Cross-Origin-Opener-Policy") == "same-origin",
            "referrer": found.get("Referrer-Policy") == "same-origin",
            "hsts": found.get("Strict-Transport-Security", "").startswith("max-age=31536000"),
            "store": "no-store" in found.get("Cache-Control", "") or what.startswith("static"),
            "server": "Werkzeug" not in found.get("Server", "") and "X-Powered-By" not in found,
        }
        wrong += [(what, name) for name, is_good in good.items() if not is_good]
    assert wrong == []


def test_each_of_them_has_the_status_it_should(fresh: Flask) -> None:
    statuses = {what: answer.status_code for what, answer in _odd_answers(fresh)}  # type: ignore[attr-defined]
    assert statuses == {
        "page": 200, "404": 404, "403": 403, "405": 405, "400": 400, "413": 413, "500": 500, "host": 400,
        "redirect": 302, "json": 401, "json 404": 404, "health": 503, "static": 200, "static 404": 404,
    }  # fmt: skip
