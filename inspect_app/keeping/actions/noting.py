"""Do something with a backup and note how it ended, good or bad, for the page and the chain."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from inspect_app.access import SYSTEM
from inspect_app.accounts.models import Person
from inspect_app.audit.actions import record, set_file_aside
from inspect_app.database import db, transaction
from inspect_app.foundation import age, clock
from inspect_app.foundation.errors import DomainError
from inspect_app.keeping.actions.making import write_backup
from inspect_app.keeping.actions.restoring import rehearse_backup, restore_backup
from inspect_app.keeping.models import BackupRun
from inspect_app.keeping.queries.archives import check, digest_of, is_encrypted
from inspect_app.keeping.vocabulary import BackupDeed, BrokenBackup, Manifest

Say = Callable[[str], None]
_UNEXPECTED = "没有做完：{}"


def create(path: Path, locker: age.Locker | None, say: Say) -> BackupRun:
    """Make a backup; a failure leaves the old file as it was."""
    with _noted(BackupDeed.CREATED, path, locker is not None) as run:
        try:
            manifest, run.size, run.sha256 = write_backup(path, locker, say)
        except OSError as error:
            raise BrokenBackup(f"备份没有写成：{error.strerror or error}。旧的备份没有动。") from error
        _fill(run, manifest)
    return run


def verify(path: Path, opener: age.Opener | None) -> BackupRun:
    """Read a backup whole, changing nothing."""
    with _noted(BackupDeed.VERIFIED, path) as run:
        _fill(run, check(path, opener))
        _measure(run, path)
    return run


def rehearse(path: Path, opener: age.Opener | None, say: Say) -> BackupRun:
    """Restore a backup into a database that is thrown away."""
    with _noted(BackupDeed.REHEARSED, path) as run:
        _fill(run, rehearse_backup(path, opener, say))
        _measure(run, path)
    return run


def restore(path: Path, opener: age.Opener | None, say: Say) -> tuple[BackupRun, Path | None]:
    """Restore a backup here; return also where heads of the chain that stood here before were put."""
    with _noted(BackupDeed.RESTORED, path) as run:
        _fill(run, restore_backup(path, opener, say))
        _measure(run, path)
        aside = set_file_aside(clock.today())
    return run, aside


@contextmanager
def _noted(deed: BackupDeed, path: Path, encrypted: bool | None = None) -> Iterator[BackupRun]:
    begun = time.monotonic()
    sealed = encrypted if encrypted is not None else path.is_file() and is_encrypted(path)
    run = BackupRun(deed=deed, at=clock.now(), ok=True, error="", name=path.name, encrypted=sealed)
    try:
        yield run
    except BaseException as error:
        run.ok = False
        run.error = error.message if isinstance(error, DomainError) else _UNEXPECTED.format(type(error).__name__)
        _keep(run, begun)
        raise
    _keep(run, begun)


def _keep(run: BackupRun, begun: float) -> None:
    """Note a run.

    Where nobody works yet a backup may still be restored, so nothing is noted; where there is no database nothing
    can be, and a failure itself is what matters.
    """
    run.milliseconds = int((time.monotonic() - begun) * 1000)
    try:
        if db.session.scalar(select(Person.id).limit(1)) is None:
            return
        with transaction() as session:
            session.add(run)
            _record(run)
    except DBAPIError:
        if run.ok:
            raise


def _record(run: BackupRun) -> None:
    if not run.ok:
        record(SYSTEM, f"backup.{run.deed.value}_failed", "backup", run.name, reason=run.error)
        return
    deed = f"backup.{run.deed.value}"
    record(SYSTEM, deed, "backup", run.name, rows=run.rows, files=run.files, size=run.size, digest=run.sha256)


def _fill(run: BackupRun, manifest: Manifest) -> None:
    run.rows, run.files, run.made_at = manifest.rows, len(manifest.files), manifest.made_at


def _measure(run: BackupRun, path: Path) -> None:
    with path.open("rb") as file:
        run.size, run.sha256 = path.stat().st_size, digest_of(file)
