"""Make a backup while others work: first all rows of one moment, then the files, which are never written twice.

A file is in storage before the row that names it is committed, so what the rows name is there when files are read.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from inspect_app.config import current_sealer, current_settings
from inspect_app.database import snapshot
from inspect_app.evidence.queries import find_stored, stored_keys
from inspect_app.foundation import age, clock
from inspect_app.keeping.queries.archives import FORMAT, MANIFEST, TAG, fingerprints
from inspect_app.keeping.queries.snapshots import parts_of, revision_of, tables
from inspect_app.keeping.vocabulary import Manifest, TableFacts

Say = Callable[[str], None]
_LEVEL, _EVERY, _PIECE = 3, 500, 1024 * 1024


def write_backup(path: Path, locker: age.Locker | None, say: Say) -> tuple[Manifest, int, str]:
    """Write a backup under a passing name and give it its own when it is whole; return manifest, size and hash.

    Only the owner may read it. What was there under that name stays until then.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        with _owned(partial) as file:
            counting = _Counting(file)
            manifest = _write(counting, locker, say)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    _settle(path.parent)
    return manifest, counting.size, counting.digest.hexdigest()


def _write(file: io.RawIOBase, locker: age.Locker | None, say: Say) -> Manifest:
    if locker is None:
        return _write_archive(file, say)
    writer = age.Writer(file, locker)
    manifest = _write_archive(writer, say)
    writer.finish()
    return manifest


def _write_archive(file: io.RawIOBase, say: Say) -> Manifest:
    made_at = clock.now()
    with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        with snapshot() as connection:
            revision = revision_of(connection)
            rows = {table.name: _add_table(archive, table.name, parts_of(connection, table)) for table in tables()}
        say(f"数据库：{len(rows)} 张表，{sum(facts.count for facts in rows.values())} 行")
        files = dict(_add_files(archive, say))
        keys = fingerprints(current_sealer(), current_settings().audit_key_at(1))
        manifest = Manifest(FORMAT, revision, made_at, keys, rows, files)
        body = json.dumps(manifest.to_json(), ensure_ascii=False).encode()
        _add(archive, MANIFEST, body)
        _add(archive, TAG, current_sealer().tag(hashlib.sha256(body).hexdigest(), "backup").encode())
    return manifest


def _add_table(archive: tarfile.TarFile, name: str, parts: Iterator[tuple[bytes, int]]) -> TableFacts:
    digest, count = hashlib.sha256(), 0
    for number, (body, rows) in enumerate(parts):
        digest.update(body)
        count += rows
        _add(archive, f"tables/{name}/{number:06d}.jsonl.gz", gzip.compress(body, _LEVEL, mtime=0))
    return TableFacts(count, digest.hexdigest())


def _add_files(archive: tarfile.TarFile, say: Say) -> Iterator[tuple[str, str]]:
    for number, key in enumerate(stored_keys(), start=1):
        found = find_stored(key)
        if found is None:
            continue  # a photo that nobody handed in, tidied away meanwhile
        info, body = tarfile.TarInfo(f"files/{key}"), _Pieces(found[1])
        info.size = found[0]
        archive.addfile(info, io.BufferedReader(body, _PIECE))
        yield key, body.digest.hexdigest()
        if number % _EVERY == 0:
            say(f"文件：{number} 个……")


def _add(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(body)
    archive.addfile(info, io.BytesIO(body))


class _Pieces(io.RawIOBase):
    """A stored file as it comes piece by piece, hashed on the way."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held, self.digest = pieces, memoryview(b""), hashlib.sha256()

    def readable(self) -> bool:
        """Say that this is for reading."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Hand out what has come; nothing at the end."""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._held = memoryview(piece)
        size = min(len(buffer), len(self._held))
        buffer[:size] = self._held[:size]
        self.digest.update(self._held[:size])
        self._held = self._held[size:]
        return size


class _Counting(io.RawIOBase):
    """A file that knows its size and hash."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.size, self.digest = file, 0, hashlib.sha256()

    def writable(self) -> bool:
        """Say that this is for writing."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Pass bytes on."""
        self._file.write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)


@contextmanager
def _owned(path: Path) -> Iterator[IO[bytes]]:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file


def _settle(folder: Path) -> None:
    """Let the new name survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
