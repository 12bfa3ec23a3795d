"""Behind a proxy a citizen counts by their own address, and nobody chooses theirs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask, request

from inspect_app.config import Settings
from tests.databases import open_app

_SAID = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 192.0.2.7", "Host": "localhost"}


@contextmanager
def _seen(settings: Settings) -> Iterator[tuple[Flask, list[str | None]]]:
    with open_app(settings) as app:
        seen: list[str | None] = []
        app.before_request(lambda: seen.append(request.remote_addr))
        yield app, seen


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("tls", "proxies", "address"),
    [(False, 1, "127.0.0.1"), (True, 0, "127.0.0.1"), (True, 1, "192.0.2.7"), (True, 2, "203.0.113.9")],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings: Settings, tls: bool, proxies: int, address: str) -> None:
    with _seen(replace(settings, tls=tls, proxies=proxies)) as (app, seen):
        assert app.test_client().get("/login", headers=_SAID).status_code == 200
        assert seen == [address]
