"""One archive holds every row and file, and opens on either database."""

import tarfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.access import Role
from inspect_app.audit.queries import find_broken_link
from inspect_app.commands.backup import _dump, _tables, group
from inspect_app.config import Settings
from inspect_app.database import db, read_together, transaction
from inspect_app.evidence.actions import make_copies, store_upload
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import published
from inspect_app.findings.models import Finding, FindingTally
from inspect_app.findings.vocabulary import FindingStatus
from tests.databases import BACKENDS, open_app
from tests.factories import make_actor, make_campaign, make_finding, make_person, make_unit, make_visit
from tests.pictures import photo


def _fill(app: Flask) -> dict[str, bytes]:
    with app.app_context():
        parent = make_unit("市公安局")
        unit = make_unit("市公安局交警支队", parent=parent)
        campaign = make_campaign((unit,))
        visit = make_visit(make_person(Role.INSPECTOR))
        first = make_finding(FindingStatus.CLOSED, unit=unit, campaign=campaign, visit=visit)
        make_finding(FindingStatus.RECTIFYING, unit=unit, campaign=campaign, recurrence_of_id=first.id)
        actor = make_actor(Role.INSPECTOR)
        with transaction():
            file = store_upload(actor, photo(), "a.jpg")
        make_copies(file.id)
        return _everything()


def _everything() -> dict[str, bytes]:
    """Return every table as the archive writes it; the same bytes mean the same rows."""
    db.session.rollback()
    db.session.expire_all()
    read_together()
    return {table.name: _dump(table)[0] for table in _tables()}


def _restore(settings: Settings, archive: Path) -> tuple[int, str]:
    with open_app(settings) as app:
        result = app.test_cli_runner().invoke(group, ["restore", str(archive)])
        return result.exit_code, result.output


@pytest.mark.parametrize("target", BACKENDS)
def test_a_restored_installation_equals_the_one_backed_up(
    app: Flask, target: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before = _fill(app)
    archive = tmp_path / "backup.tar.gz"
    result = app.test_cli_runner().invoke(group, ["create", str(archive)])
    assert result.exit_code == 0, result.output
    url = request.getfixturevalue("fresh_url")(target)
    settings = Settings.for_tests(database_url=url, data_dir=tmp_path / "restored")
    code, output = _restore(settings, archive)
    assert code == 0, output
    with open_app(settings) as restored, restored.app_context():
        assert _everything() == before
        assert find_broken_link() is None
        file = db.session.scalars(select(StoredFile)).one()
        assert published(file)[0].startswith(b"\xff\xd8")
        whole = FindingTally.due == FindingTally.EVERY_DUE
        tallied = db.session.scalar(select(func.sum(FindingTally.count)).where(whole))
        assert tallied == db.session.scalar(select(func.count()).select_from(Finding)) == 2
        assert make_unit("恢复之后新建的单位").id > 2


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_cut_archive_restores_nothing(app: Flask, cut: float, tmp_path: Path, fresh_url) -> None:  # type: ignore[no-untyped-def]
    _fill(app)
    archive = tmp_path / "backup.tar.gz"
    app.test_cli_runner().invoke(group, ["create", str(archive)])
    data = archive.read_bytes()
    archive.write_bytes(data[: int(len(data) * cut)])
    settings = Settings.for_tests(database_url=fresh_url("sqlite"), data_dir=tmp_path / "restored")
    code, output = _restore(settings, archive)
    assert code != 0
    assert "没有恢复任何内容" in output
    with open_app(settings) as restored, restored.app_context():
        assert db.session.scalar(select(func.count()).select_from(Finding)) == 0


def test_an_archive_with_changed_rows_is_refused(app: Flask, tmp_path: Path, fresh_url) -> None:  # type: ignore[no-untyped-def]
    _fill(app)
    archive, forged = tmp_path / "backup.tar.gz", tmp_path / "forged.tar.gz"
    app.test_cli_runner().invoke(group, ["create", str(archive)])
    _forge(archive, forged)
    settings = Settings.for_tests(database_url=fresh_url("sqlite"), data_dir=tmp_path / "restored")
    code, output = _restore(settings, forged)
    assert code != 0
    assert "与清单不符" in output


def test_a_restore_over_existing_rows_is_refused(app: Flask, tmp_path: Path) -> None:
    _fill(app)
    archive = tmp_path / "backup.tar.gz"
    app.test_cli_runner().invoke(group, ["create", str(archive)])
    result = app.test_cli_runner().invoke(group, ["restore", str(archive)])
    assert result.exit_code != 0
    assert "已经有数据" in result.output


def _forge(archive: Path, forged: Path) -> None:
    import io

    with tarfile.open(archive) as source, tarfile.open(forged, "w:gz") as target:
        for member in source.getmembers():
            body = source.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == "tables/units.jsonl":
                body = body.replace("市公安局".encode(), "市甲乙局".encode())
                member.size = len(body)
            target.addfile(member, io.BytesIO(body))
