"""An installation whose backups are encrypted, the key that opens them, and one backup."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from inspect_app.config import Settings
from inspect_app.foundation import age
from tests.keeping.keeping import fill, run


@pytest.fixture
def identity() -> age.Identity:
    return age.Identity(bytes(range(32)))


@pytest.fixture
def settings(settings: Settings, identity: age.Identity) -> Settings:
    return replace(settings, backup_recipient=str(identity.recipient))


@pytest.fixture
def key(identity: age.Identity, tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    path.write_text(f"# kept at home\n{identity}\n")
    return path


@pytest.fixture
def archive(app: Flask, tmp_path: Path) -> Path:
    """Give a backup of an installation with rows and files."""
    fill(app)
    path = tmp_path / "office.inspect-backup"
    result = run(app, "create", path)
    assert result.exit_code == 0, result.output
    return path
