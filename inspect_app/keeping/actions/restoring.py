"""Restore a backup, or rehearse it: into a database that is thrown away afterwards."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine

from inspect_app.audit.queries import look_at_links
from inspect_app.config import PROJECT_ROOT, current_sealer, current_settings
from inspect_app.database import transaction
from inspect_app.evidence.actions import put_back
from inspect_app.foundation import age
from inspect_app.keeping.actions.loading import Loader, compare, move_sequences, refuse_unless_empty
from inspect_app.keeping.queries.archives import check, fingerprints, members
from inspect_app.keeping.queries.snapshots import revision_of
from inspect_app.keeping.vocabulary import BrokenBackup, Manifest

Say = Callable[[str], None]
_IN_MEMORY = 32 * 1024 * 1024
_PIECE = 1024 * 1024


def restore_backup(path: Path, opener: age.Opener | None, say: Say) -> Manifest:
    """Restore an archive into an empty, migrated installation: all or nothing. It is read whole before anything."""
    manifest = check(path, opener)
    say(f"备份完整：{manifest.rows} 行、{len(manifest.files)} 个文件，正在恢复……")
    _demand_same_keys(manifest)
    with transaction() as session:
        connection = session.connection()
        _demand_revision(manifest, revision_of(connection))
        refuse_unless_empty(connection)
        _load(connection, path, opener, _keep_file)
        compare(connection, manifest)
        move_sequences(connection)
        _demand_whole_chain(connection)
    return manifest


def rehearse_backup(path: Path, opener: age.Opener | None, say: Say) -> Manifest:
    """Restore an archive into a database of its own and throw that away; the installation stays as it is."""
    manifest = check(path, opener)
    say(f"备份完整：{manifest.rows} 行、{len(manifest.files)} 个文件，正在试恢复……")
    _demand_same_keys(manifest)
    with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=current_settings().data_dir) as folder:
        engine = create_engine(f"sqlite:///{Path(folder, 'rehearsal.sqlite3')}")
        try:
            with engine.connect() as connection:
                _migrate(connection)
                _demand_revision(manifest, revision_of(connection))
                refuse_unless_empty(connection)
                _load(connection, path, opener, lambda _key, _body: None)
                compare(connection, manifest)
                _demand_whole_chain(connection)
        finally:
            engine.dispose()
    return manifest


def _load(
    connection: Connection, path: Path, opener: age.Opener | None, keep: Callable[[str, IO[bytes]], None]
) -> None:
    loader = Loader(connection)
    with members(path, opener) as pieces:
        for name, body in pieces:
            kind, _, key = name.partition("/")
            if kind == "files":
                loader.finish()
                keep(key, body)
            else:
                loader.add(name, body)
        loader.finish()


def _keep_file(key: str, body: IO[bytes]) -> None:
    """Put a file into storage; large ones pass through a file without a name."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(current_settings().data_dir)) as held:
        while piece := body.read(_PIECE):
            held.write(piece)
        held.seek(0)
        put_back(key, held)


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(PROJECT_ROOT / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _demand_revision(manifest: Manifest, here: str) -> None:
    if manifest.revision != here:
        raise BrokenBackup(
            f"备份的数据版本是 {manifest.revision}，这里是 {here}：请用同一版本的程序恢复，然后再升级。"
            "没有恢复任何内容。"
        )


def _demand_same_keys(manifest: Manifest) -> None:
    here = fingerprints(current_sealer(), current_settings().audit_key_at(1))
    if manifest.keys != here:
        raise BrokenBackup(
            "这里的 INSPECT_SEAL_KEY 或 INSPECT_AUDIT_KEY 与备份时的不同：恢复以后封存的照片、电话、身份都打不开，"
            "审计链也核对不了。请先换上原来的密钥。没有恢复任何内容。"
        )


def _demand_whole_chain(connection: Connection) -> None:
    broken = look_at_links(connection).broken
    if broken is not None:
        raise BrokenBackup(f"备份里的审计链在第 {broken} 条断开。没有恢复任何内容，请换一份更早的备份。")
