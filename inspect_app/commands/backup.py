"""`backup create` and `backup restore`: every row and every file in one archive, for either database."""

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import Table, func, insert, select, text, update
from sqlalchemy.orm import Session

from inspect_app.database import Base, db, is_sqlite, transaction
from inspect_app.evidence.queries import store
from inspect_app.foundation import clock

group = AppGroup("backup", help="备份和恢复：数据库和文件在一个档案里。")

_FORMAT = 1
_BATCH = 500
# Totals are kept by triggers: restoring the findings makes them again.
_DERIVED = {"finding_tally"}
_MANIFEST = "manifest.json"


@group.command("create")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def create(path: Path) -> None:
    """Write database and files into one archive; the old file stays until the new one is whole."""
    partial = path.with_suffix(path.suffix + ".partial")
    with tarfile.open(partial, "w:gz") as archive:
        manifest = write_archive(archive)
    partial.replace(path)
    click.echo(f"已备份 {manifest['rows']} 行、{len(manifest['files'])} 个文件：{path}")


@group.command("restore")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(path: Path) -> None:
    """Restore an archive into an empty, migrated installation; all or nothing."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            rows = read_archive(archive)
    except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as error:
        raise click.ClickException(f"备份不完整或已损坏，没有恢复任何内容：{error}") from error
    click.echo(f"已恢复 {rows} 行。")


def write_archive(archive: tarfile.TarFile) -> dict[str, Any]:
    """Write all rows (one snapshot) and all stored files; return the manifest."""
    if not is_sqlite():
        db.session.rollback()
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    manifest: dict[str, Any] = {"format": _FORMAT, "revision": _revision(), "rows": 0, "tables": {}, "files": {}}
    manifest["made_at"] = clock.now().isoformat()
    for table in _tables():
        body, count = _dump(table)
        manifest["tables"][table.name] = {"sha256": _digest(body), "count": count}
        manifest["rows"] += count
        _add(archive, f"tables/{table.name}.jsonl", body)
    for key in _stored_keys():
        data = bytes(store().get(key).bytes())
        manifest["files"][key] = _digest(data)
        _add(archive, f"files/{key}", data)
    _add(archive, _MANIFEST, json.dumps(manifest, ensure_ascii=False).encode())
    db.session.rollback()
    return manifest


def read_archive(archive: tarfile.TarFile) -> int:
    """Check an archive whole, then load it; return how many rows were loaded."""
    manifest = json.loads(_member(archive, _MANIFEST))
    if manifest["format"] != _FORMAT or manifest["revision"] != _revision():
        raise ValueError(f"备份的数据版本是 {manifest['revision']}，请先把程序升级到同一版本。")
    for name, facts in manifest["tables"].items():
        _expect(_member(archive, f"tables/{name}.jsonl"), facts["sha256"], name)
    for key, digest in manifest["files"].items():
        _expect(_member(archive, f"files/{key}"), digest, key)
    with transaction() as session:
        _refuse_unless_empty(session)
        for table in _tables():
            _load(session, table, _member(archive, f"tables/{table.name}.jsonl"))
        _move_sequences(session)
        for key in manifest["files"]:
            store().put(key, _member(archive, f"files/{key}"), mode="overwrite")
    return int(manifest["rows"])


def _tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if table.name not in _DERIVED]


def _revision() -> str:
    return str(db.session.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _stored_keys() -> Iterator[str]:
    for batch in store().list():
        yield from sorted(str(entry["path"]) for entry in batch)


def _dump(table: Table) -> tuple[bytes, int]:
    out, count = io.StringIO(), 0
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_BATCH)
    for row in db.session.execute(query):
        out.write(json.dumps([_encode(value) for value in row], ensure_ascii=False) + "\n")
        count += 1
    return out.getvalue().encode(), count


def _encode(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, (dict, list)):
        return {"json": value}
    return getattr(value, "value", value)


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "bytes": base64.b64decode,
    "at": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "json": lambda value: value,
}


def _decode(value: Any) -> Any:
    if isinstance(value, dict):
        ((kind, inner),) = value.items()
        return _DECODERS[kind](inner)
    return value


def _load(session: Session, table: Table, body: bytes) -> None:
    """Insert a table's rows; references to rows of the same table are set afterwards."""
    own = [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    names = [column.name for column in table.columns]
    if table.name == "audit_head":
        session.execute(table.delete())
    later: list[dict[str, Any]] = []
    batch: list[dict[str, Any]] = []
    for line in body.decode().splitlines():
        row = dict(zip(names, map(_decode, json.loads(line)), strict=True))
        links = {column.name: row[column.name] for column in own if row[column.name] is not None}
        if links:
            later.append({"id": row["id"], **links})
            row |= dict.fromkeys(links)
        batch.append(row)
    for start in range(0, len(batch), _BATCH):
        session.execute(insert(table), batch[start : start + _BATCH])
    for change in later:
        session.execute(update(table).where(table.c.id == change.pop("id")).values(change))


# What an installation is born with; the one that was backed up brings its own.
_BORN_WITH = ("activities", "calendar_days", "calendar_years", "reply_templates")


def _refuse_unless_empty(session: Session) -> None:
    for table in _tables():
        if table.name in {"audit_head", *_BORN_WITH}:
            continue
        if session.execute(select(func.count()).select_from(table)).scalar_one():
            raise click.ClickException("这里已经有数据。请恢复到一个空的、刚升级好的数据库。")
    for name in _BORN_WITH:
        session.execute(Base.metadata.tables[name].delete())


def _move_sequences(session: Session) -> None:
    if is_sqlite():
        return
    for table in _tables():
        key = table.primary_key.columns.get("id")
        if key is not None and key.autoincrement is not False:
            session.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608
                    f"greatest((SELECT coalesce(max(id), 1) FROM {table.name}), 1))"
                )
            )


def _add(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(body)
    archive.addfile(info, io.BytesIO(body))


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    if member is None:
        raise ValueError(name)
    return member.read()


def _expect(body: bytes, digest: str, name: str) -> None:
    if _digest(body) != digest:
        raise ValueError(f"{name} 的内容与清单不符")


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
