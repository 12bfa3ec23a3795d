"""A backup holds every row and file, opens on either database, and says of itself when it is not whole."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspect_app.access import SYSTEM
from inspect_app.accounts.models import Unit
from inspect_app.accounts.vocabulary import UnitKind, UnitLevel
from inspect_app.audit.actions import record
from inspect_app.audit.models import AuditEntry
from inspect_app.audit.queries import find_broken_link
from inspect_app.database import db, transaction
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import published
from inspect_app.findings.models import Finding, FindingTally
from inspect_app.foundation import clock
from inspect_app.keeping.models import BackupRun
from inspect_app.notices.actions.drafting import draft_notice
from tests.databases import BACKENDS, open_app
from tests.factories import make_campaign, make_unit
from tests.keeping.keeping import NOTED, elsewhere, everything, fill, run

Url = Callable[[str], str]


@pytest.mark.parametrize("target", BACKENDS)
def test_a_restored_installation_equals_the_one_backed_up(
    app: Flask, target: str, tmp_path: Path, key: Path, fresh_url: Url
) -> None:
    fill(app)
    with app.app_context():
        _draft_a_notice()
        before = everything()
    archive = tmp_path / "office.inspect-backup"
    assert run(app, "create", archive).exit_code == 0
    with open_app(elsewhere(fresh_url(target), tmp_path)) as restored:
        result = run(restored, "restore", archive, "--key", key)
        assert result.exit_code == 0, result.output
        with restored.app_context():
            after = everything()
            assert {name for name in before if before[name] != after[name]} <= NOTED
            assert find_broken_link() is None
            file = db.session.scalars(select(StoredFile)).one()
            assert published(file)[0].startswith(b"\xff\xd8")
            whole = FindingTally.due == FindingTally.EVERY_DUE
            tallied = db.session.scalar(select(func.sum(FindingTally.count)).where(whole))
            assert tallied == db.session.scalar(select(func.count()).select_from(Finding)) == 2
            assert make_unit("恢复之后新建的单位").id > 2


def test_what_is_written_meanwhile_is_not_refused_and_not_half_in_the_backup(
    app: Flask, tmp_path: Path, key: Path
) -> None:
    """Twenty deeds while a backup is being made: none waits in vain, and the backup shows one moment."""
    fill(app)
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set() and len(written) < 500:
            with app.app_context(), transaction() as session:
                name = f"边备份边写 {len(written)}"
                unit = Unit(code=f"W{len(written)}", name=name, short_name=name)
                unit.level, unit.kind = UnitLevel.CITY, UnitKind.BUREAU
                session.add(unit)
                record(SYSTEM, "unit.added", "unit", len(written), name=name)
            written.append(1)
            started.set()

    started = threading.Event()
    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert started.wait(30)
        assert run(app, "create", tmp_path / "one").exit_code == 0
    finally:
        stop.set()
        writer.join()
    assert written
    assert run(app, "rehearse", tmp_path / "one", "--key", key).exit_code == 0


@pytest.mark.shared
def test_a_rehearsal_restores_and_leaves_the_installation_as_it_is(app: Flask, archive: Path, key: Path) -> None:
    with app.app_context():
        before = everything()
    result = run(app, "rehearse", archive, "--key", key)
    assert result.exit_code == 0, result.output
    assert "逐表一致" in result.output
    with app.app_context():
        after = everything()
        assert {name for name in before if before[name] != after[name]} <= NOTED
        assert list(Path(app.extensions["inspect_settings"].data_dir).glob("rehearsal-*")) == []


@pytest.mark.shared
def test_each_backup_check_and_rehearsal_is_noted_in_table_and_chain(app: Flask, archive: Path, key: Path) -> None:
    run(app, "verify", archive, "--key", key)
    run(app, "rehearse", archive, "--key", key)
    archive.write_bytes(archive.read_bytes()[:-1])
    run(app, "verify", archive, "--key", key)
    with app.app_context():
        runs = [(one.deed.value, one.ok) for one in db.session.scalars(select(BackupRun).order_by(BackupRun.id))]
        deeds = list(db.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.sequence)))
    assert runs == [("created", True), ("verified", True), ("rehearsed", True), ("verified", False)]
    assert [deed for deed in deeds if deed.startswith("backup.")] == [
        "backup.created", "backup.verified", "backup.rehearsed", "backup.verified_failed",
    ]  # fmt: skip


def _draft_a_notice() -> None:
    """Draft one: its frozen facts are absent, which is not the word null."""
    campaign = make_campaign()
    with transaction():
        draft_notice(SYSTEM, campaign.id, clock.today())
