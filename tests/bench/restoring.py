"""A gigabyte of photos backed up, checked, and restored into an empty installation of the same kind (row R31)."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from inspect_app.access import SYSTEM
from inspect_app.config import Settings
from inspect_app.database import transaction
from inspect_app.evidence.actions import adopt_originals, keep_original
from inspect_app.evidence.queries import find_stored, stored_keys
from inspect_app.evidence.vocabulary import Original
from inspect_app.foundation import age
from inspect_app.keeping.actions.making import write_backup
from inspect_app.keeping.actions.restoring import restore_backup
from inspect_app.keeping.queries.archives import check
from tests.bench.keeping import line_of, quiet, seconds_of
from tests.bench.photos import photo
from tests.bench.report import Report
from tests.databases import migrate, open_app

_PHOTOS, _QUICK_PHOTOS, _SECONDS = 5_000, 250, 600.0


def measure_restoring(report: Report, backend: str, url: Callable[[str], str], folder: Path, *, quick: bool) -> None:
    """Measure on two databases of its own; what was restored is compared file by file."""
    count, path = _QUICK_PHOTOS if quick else _PHOTOS, folder / f"{backend}-photos.inspect-backup"
    source = Settings(data_dir=folder / f"{backend}-photos", database_url=url("bench_photos"))
    target = replace(source, data_dir=folder / f"{backend}-restored", database_url=url("bench_restored"))
    identity = age.Identity.make()
    for settings in (source, target):
        migrate(settings)
    with open_app(source) as app, app.app_context():
        _fill(count)
        made = seconds_of(lambda: write_backup(path, identity.recipient, quiet))
        checked = seconds_of(lambda: check(path, identity))
        kept = _hashes()
    with open_app(target) as app, app.app_context():
        restored = seconds_of(lambda: restore_backup(path, identity, quiet))
        same = _hashes() == kept
    size = f"{path.stat().st_size / 1024**2:.0f} MB，{count} 张照片"
    line_of(report, backend, count, "备份照片（加密）", made, None, size)
    line_of(report, backend, count, "核对照片备份", checked, None, size)
    line = line_of(report, backend, count, "恢复到空的安装", restored, _SECONDS, size)
    line.met = bool(line.met) and same and len(kept) == count


def _fill(count: int) -> None:
    for start in range(0, count, 100):
        originals = []
        for number in range(start, min(start + 100, count)):
            data = photo(number)
            key, media_type = keep_original(f"bench-{number}", data)
            originals.append(Original(hashlib.sha256(data).hexdigest(), len(data), media_type, key))
        with transaction():
            adopt_originals(SYSTEM, originals, covert=False)


def _hashes() -> dict[str, str]:
    found = {}
    for key in stored_keys():
        digest, stored = hashlib.sha256(), find_stored(key)
        for piece in stored[1] if stored else ():
            digest.update(piece)
        found[key] = digest.hexdigest()
    return found
