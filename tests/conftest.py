"""What every test may ask for: a migrated database, the application on it, a scale, a browser."""

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from zlib import crc32

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from tests import BACKENDS

pytest_plugins = ["tests.databases", "tests.browsers"]

SCALE = os.environ.get("INSPECT_TEST_SCALE", "small")
_EXAMPLES = {"small": 50, "slow": 1_000, "full": 20_000}

for _name, _count in _EXAMPLES.items():
    # What is shared is judged by the same examples each time; only the long campaign looks for new ones.
    hypothesis_settings.register_profile(_name, max_examples=_count, deadline=None, derandomize=_name != "full")
hypothesis_settings.load_profile(SCALE)


class Scale(Protocol):
    """How many of something a test makes."""

    def __call__(self, small: int, full: int) -> int: ...


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a scale nobody defined."""
    if SCALE not in _EXAMPLES:
        raise pytest.UsageError(f"INSPECT_TEST_SCALE is small, slow or full, not {SCALE}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what the scale is for: small leaves out what is for later, the others run that and what grows."""
    kept, left = [], []
    for item in items:
        later = item.get_closest_marker("slow") is not None or _waits_for_the_slow_run(item)
        grows = later or _grows(item)
        (kept if (not later if SCALE == "small" else grows) else left).append(item)
    lengths = _lengths(kept)
    # Long files first, so that no process still has one when the others are done.
    items[:] = sorted(kept, key=lambda item: -lengths[item.path])
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays to the end anyway: modules, tables, tests."""
    gc.collect()
    gc.freeze()


def _lengths(items: list[pytest.Item]) -> dict[Path, float]:
    """Say of each file about how long it takes, in seconds: as much as its most patient test is allowed."""
    found: dict[Path, float] = {}
    for item in items:
        patience, browser = item.get_closest_marker("timeout"), item.get_closest_marker("browser")
        seconds = patience.args[0] if patience else 60 if browser else 0
        found[item.path] = max(seconds, found.get(item.path, 0))
    return found


def _waits_for_the_slow_run(item: pytest.Item) -> bool:
    """Share a test of pages, or a long one, out: `make test` asks it on one database, `make test-slow` on the other.

    What pages stand on, queries and deeds, is asked on both each time; what grows is asked on both by the slow run.
    """
    call = getattr(item, "callspec", None)
    kind = next((value for value in call.params.values() if value in BACKENDS), None) if call else None
    shared = "client" in getattr(item, "fixturenames", ()) or _grows(item) or item.get_closest_marker("shared")
    if kind is None or not shared:
        return False
    return BACKENDS.index(kind) == crc32(item.nodeid.replace(kind, "").encode()) % 2


def _grows(item: pytest.Item) -> bool:
    return "scale" in getattr(item, "fixturenames", ()) or _draws_examples(item)


def _draws_examples(item: pytest.Item) -> bool:
    return bool(getattr(getattr(item, "obj", None), "is_hypothesis_test", False))


@pytest.fixture
def scale() -> Scale:
    """Return a count: `scale(20, 2000)` is 20 in test, a quarter of 2000 in test-slow, 2000 in test-full."""

    def pick(small: int, full: int) -> int:
        return {"small": small, "slow": max(small, full // 4), "full": full}[SCALE]

    return pick


@pytest.fixture
def loggers() -> Iterator[None]:
    """Let an application write its lines of JSON, and take its handler away again."""
    root, own = logging.getLogger(), logging.getLogger("inspect_app")
    before = root.handlers, root.level, own.level
    yield
    root.handlers, root.level, own.level = before


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser-like client that keeps cookies."""
    return app.test_client()
