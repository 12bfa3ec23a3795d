"""What an archive holds: read piece by piece, decrypted in memory only, each piece held against the manifest."""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from inspect_app.config import current_sealer
from inspect_app.foundation import age
from inspect_app.foundation.sealing import Sealer
from inspect_app.keeping.vocabulary import BrokenBackup, Manifest, TableFacts

FORMAT = 2
MANIFEST, TAG = "manifest.json", "manifest.tag"
_PIECE = 1024 * 1024
_BROKEN = "备份不完整或已损坏，没有恢复任何内容：{}。请换一份备份。"
_FAULTS = (tarfile.TarError, EOFError, OSError, zlib.error, KeyError, ValueError, TypeError, AttributeError)


def is_encrypted(path: Path) -> bool:
    """Say whether an archive is encrypted, by its first bytes."""
    with path.open("rb") as file:
        return file.read(len(age.MAGIC)) == age.MAGIC


@contextmanager
def members(path: Path, opener: age.Opener | None) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Give the members of an archive in their order; raise BrokenBackup in plain words for whatever is wrong."""
    try:
        with path.open("rb") as file:
            yield _members(_clear(file, opener) if is_encrypted(path) else file)
    except age.WrongKey as error:
        raise BrokenBackup("这把密钥（或口令）打不开这个备份：它是为另一把公钥或用另一个口令加密的。") from error
    except age.Damaged as error:
        raise BrokenBackup(_BROKEN.format("文件断了，或者有字节被改过")) from error
    except FileNotFoundError as error:
        raise BrokenBackup(f"没有这个备份文件：{path}") from error
    except _FAULTS as error:
        raise BrokenBackup(_BROKEN.format(error or type(error).__name__)) from error


def check(path: Path, opener: age.Opener | None) -> Manifest:
    """Read an archive whole and return its manifest, or raise BrokenBackup."""
    manifest, tag = b"", b""
    found = _Found()
    with members(path, opener) as pieces:
        for name, body in pieces:
            if name == MANIFEST:
                manifest = body.read()
            elif name == TAG:
                tag = body.read()
            else:
                found.add(name, body)
        if not manifest or not tag:
            raise ValueError("末尾的清单没有写完")
        said = Manifest.from_json(json.loads(manifest))
        _compare(said, found)
    _demand_own_tag(said, manifest, tag.decode())
    return said


def table_lines(name: str, body: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Give the lines of a part of a table, with the table's name; nothing for other members."""
    kind, _, rest = name.partition("/")
    if kind == "tables":
        with gzip.open(body) as lines:
            for line in lines:
                yield rest.partition("/")[0], line


def fingerprints(sealer: Sealer, audit_key: str) -> dict[str, str]:
    """Return what tells one installation's keys from another's: the first ones, which changes of keys keep."""
    audit = hashlib.sha256(f"audit-key:{audit_key}".encode()).hexdigest()
    return {"seal": sealer.tag("backup", "fingerprint")[:16], "audit": sealer.tag(audit, "fingerprint")[:16]}


class _Found:
    """What was really in an archive."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self._tables: dict[str, tuple[int, hashlib._Hash]] = {}

    @property
    def tables(self) -> dict[str, TableFacts]:
        """Return count and hash of each table."""
        return {name: TableFacts(count, digest.hexdigest()) for name, (count, digest) in self._tables.items()}

    def add(self, name: str, body: IO[bytes]) -> None:
        """Take a member."""
        kind, _, rest = name.partition("/")
        if kind == "files" and rest not in self.files:
            self.files[rest] = digest_of(body)
        elif kind == "tables":
            self._add_part(rest.partition("/")[0], body)
        else:
            raise ValueError(f"多出来的 {name}")

    def _add_part(self, table: str, body: IO[bytes]) -> None:
        count, digest = self._tables.get(table, (0, hashlib.sha256()))
        with gzip.open(body) as lines:
            while piece := lines.read(_PIECE):
                count += piece.count(b"\n")
                digest.update(piece)
        self._tables[table] = (count, digest)


def digest_of(body: IO[bytes]) -> str:
    """Return the hash of what is read."""
    digest = hashlib.sha256()
    while piece := body.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _clear(file: IO[bytes], opener: age.Opener | None) -> IO[bytes]:
    if opener is None:
        raise BrokenBackup("这个备份是加密的：请用 --key 给出私钥文件，或者设 INSPECT_BACKUP_PASSPHRASE。")
    return io.BufferedReader(age.Reader(file, opener), _PIECE)


def _members(clear: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(fileobj=clear, mode="r|") as archive:
        for member in archive:
            body = archive.extractfile(member)
            if body is None:
                raise ValueError(f"{member.name} 不是文件")
            yield member.name, body
    while clear.read(_PIECE):  # to the last chunk, which says that it is the last
        pass


def _compare(said: Manifest, found: _Found) -> None:
    if said.format != FORMAT:
        raise ValueError(f"备份的格式是 {said.format}，这个程序读 {FORMAT}")
    for kind, named, present in (("表", said.tables, found.tables), ("文件", said.files, found.files)):
        for name in sorted({*named, *present}):
            if named.get(name) != present.get(name):
                raise ValueError(f"{kind} {name} 的内容与清单不符")


def _demand_own_tag(said: Manifest, manifest: bytes, tag: str) -> None:
    """Refuse a manifest that was not written with this installation's seal key, when that can be told."""
    sealer = current_sealer()
    same = said.keys.get("seal") == sealer.tag("backup", "fingerprint")[:16]
    if same and tag != sealer.tag(hashlib.sha256(manifest).hexdigest(), "backup"):
        raise BrokenBackup(_BROKEN.format("清单不是用这里的密钥写的"))
