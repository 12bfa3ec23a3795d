"""What is cut, changed, opened with another key or restored to the wrong place is refused, and harms nothing."""

import gzip
import io
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.audit.queries import find_broken_link, kept_path
from inspect_app.config import Mode
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import age
from inspect_app.keeping.queries.archives import check
from inspect_app.keeping.vocabulary import BrokenBackup
from tests.conftest import Scale
from tests.databases import open_app
from tests.keeping.keeping import elsewhere, everything, fill, run

Url = Callable[[str], str]


@pytest.fixture
def backend() -> str:
    """Name the database the archive was made on; what is in one is the same on either."""
    return "sqlite"


def test_what_stands_in_a_backup_cannot_be_read_without_the_key(archive: Path) -> None:
    body = archive.read_bytes()
    assert body.startswith(age.MAGIC)
    assert "市公安局".encode() not in body
    assert b"manifest" not in body
    assert archive.stat().st_mode & 0o077 == 0


def test_another_key_is_refused_in_plain_words(app: Flask, archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    assert run(app, "key", other).exit_code == 0
    assert other.stat().st_mode & 0o077 == 0
    result = run(app, "verify", archive, "--key", other)
    assert (result.exit_code, "这把密钥（或口令）打不开这个备份" in result.output) == (1, True)
    assert "Traceback" not in result.output


def test_a_new_key_never_overwrites_a_file(app: Flask, key: Path) -> None:
    before = key.read_bytes()
    assert run(app, "key", key).exit_code == 1
    assert key.read_bytes() == before


def test_without_a_key_nothing_is_opened(app: Flask, archive: Path) -> None:
    result = run(app, "verify", archive)
    assert result.exit_code == 1
    assert "--key" in result.output


def test_a_backup_cut_or_changed_anywhere_is_found(
    app: Flask, archive: Path, identity: age.Identity, scale: Scale
) -> None:
    """Cut after and change a byte at many places, header and end among them."""
    whole = archive.read_bytes()
    count = scale(40, 5000)
    places = sorted({0, 1, 30, len(whole) - 1, *(len(whole) * part // count for part in range(count))})
    with app.app_context():
        for place in places:
            for forged in (whole[:place], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]):
                archive.write_bytes(forged)
                with pytest.raises(BrokenBackup):
                    check(archive, identity)
        archive.write_bytes(whole + b"\0")
        with pytest.raises(BrokenBackup):
            check(archive, identity)
        archive.write_bytes(whole)
        assert check(archive, identity).rows


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_cut_backup_restores_nothing(archive: Path, cut: float, tmp_path: Path, key: Path, fresh_url: Url) -> None:
    data = archive.read_bytes()
    archive.write_bytes(data[: int(len(data) * cut)])
    with open_app(elsewhere(fresh_url("sqlite"), tmp_path)) as restored:
        result = run(restored, "restore", archive, "--key", key)
        assert (result.exit_code, "没有恢复任何内容" in result.output) == (1, True)
        with restored.app_context():
            assert db.session.scalar(select(func.count()).select_from(Finding)) == 0
            assert not list((tmp_path / "elsewhere" / "files").glob("*"))


def test_an_open_archive_with_changed_rows_is_refused(app: Flask, tmp_path: Path, fresh_url: Url) -> None:
    """Without encryption, which is for demonstrations, the manifest still tells."""
    app.extensions["inspect_settings"] = replace(app.extensions["inspect_settings"], backup_recipient="")
    fill(app)
    archive, forged = tmp_path / "open", tmp_path / "forged"
    assert "没有加密" in run(app, "create", archive).output
    _forge(archive, forged)
    with open_app(elsewhere(fresh_url("sqlite"), tmp_path)) as restored:
        result = run(restored, "restore", forged)
        assert (result.exit_code, "与清单不符" in result.output) == (1, True)


def test_a_restore_over_existing_rows_is_refused(app: Flask, archive: Path, key: Path) -> None:
    with app.app_context():
        before = everything()["findings"]
    result = run(app, "restore", archive, "--key", key)
    assert (result.exit_code, "已经有数据" in result.output) == (1, True)
    with app.app_context():
        assert everything()["findings"] == before


def test_other_keys_of_the_installation_are_noticed_before_anything_is_restored(
    archive: Path, tmp_path: Path, key: Path, fresh_url: Url
) -> None:
    with open_app(elsewhere(fresh_url("sqlite"), tmp_path, seal_key="another")) as restored:
        result = run(restored, "restore", archive, "--key", key)
        assert (result.exit_code, "INSPECT_SEAL_KEY" in result.output) == (1, True)
        with restored.app_context():
            assert db.session.scalar(select(func.count()).select_from(Finding)) == 0


def test_a_disk_that_is_full_leaves_the_old_backup(
    app: Flask, archive: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("inspect_app.keeping.actions.making.os.fsync", full)
    result = run(app, "create", archive)
    assert (result.exit_code, "旧的备份没有动" in result.output) == (1, True)
    assert run(app, "verify", archive, "--key", key).exit_code == 0
    assert [path.name for path in archive.parent.glob("*.partial")] == []


def test_a_passphrase_serves_as_well(app: Flask, tmp_path: Path) -> None:
    changed = replace(app.extensions["inspect_settings"], backup_recipient="", backup_passphrase="春江 花月夜")
    app.extensions["inspect_settings"] = changed
    fill(app)
    assert run(app, "create", tmp_path / "one").exit_code == 0
    assert run(app, "verify", tmp_path / "one").exit_code == 0
    app.extensions["inspect_settings"] = replace(changed, backup_passphrase="别的口令")
    assert run(app, "verify", tmp_path / "one").exit_code == 1


def test_production_makes_no_backup_that_anybody_can_read(app: Flask, tmp_path: Path) -> None:
    changed = replace(app.extensions["inspect_settings"], backup_recipient="", mode=Mode.PRODUCTION)
    app.extensions["inspect_settings"] = changed
    result = run(app, "create", tmp_path / "one")
    assert (result.exit_code, "INSPECT_BACKUP_RECIPIENT" in result.output) == (1, True)
    assert not (tmp_path / "one").exists()


def test_a_folder_keeps_the_latest(app: Flask, tmp_path: Path) -> None:
    fill(app)
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("20260101-010000", "20260102-010000"):
        (folder / f"{day}.inspect-backup").write_bytes(b"old")
    (folder / "something else").write_bytes(b"mine")
    assert run(app, "create", folder, "--keep", "2").exit_code == 0
    left = sorted(path.name for path in folder.iterdir())
    assert len(left) == 3
    assert left[0] == "20260102-010000.inspect-backup"
    assert left[-1] == "something else"


def test_heads_of_the_chain_that_stood_here_before_are_put_aside(
    app: Flask, archive: Path, tmp_path: Path, key: Path, fresh_url: Url
) -> None:
    with open_app(elsewhere(fresh_url("sqlite"), tmp_path)) as restored, restored.app_context():
        kept_path().write_text('{"sequence": 99, "digest": "gone", "at": "", "with": "day"}\n')
        result = run(restored, "restore", archive, "--key", key)
        assert "链头文件已改名保留" in result.output
        assert find_broken_link() is None


def _forge(archive: Path, forged: Path) -> None:
    with tarfile.open(archive) as source, tarfile.open(forged, "w") as target:
        for member in source.getmembers():
            body = source.extractfile(member).read()  # type: ignore[union-attr]
            if member.name.startswith("tables/units/"):
                body = gzip.compress(gzip.decompress(body).replace("市公安局".encode(), "市甲乙局".encode()))
                member.size = len(body)
            target.addfile(member, io.BytesIO(body))
