"""An installation with rows and files, its backups, and what its tables hold."""

from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask

from inspect_app.access import Role
from inspect_app.commands.backup import group
from inspect_app.config import Settings
from inspect_app.database import snapshot, transaction
from inspect_app.evidence.actions import make_copies, store_upload
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.keeping.queries.snapshots import facts_of, tables
from inspect_app.keeping.vocabulary import TableFacts
from tests.factories import make_actor, make_campaign, make_finding, make_person, make_unit, make_visit
from tests.pictures import photo

# What a backup, or a restore, notes of itself after its rows were read.
NOTED = {"audit_entries", "audit_details", "audit_head", "backup_runs"}
# Lines that some readers take for two: NEL, and the separators of lines and paragraphs.
STRANGE = "市公安局\x85一\u2028二\u2029三"


def fill(app: Flask) -> None:
    """Make rows that refer to each other, strange text, a draft without facts, and a file."""
    with app.app_context():
        parent = make_unit("市公安局")
        unit = make_unit("市公安局交警支队", parent=parent)
        campaign = make_campaign((unit,))
        visit = make_visit(make_person(Role.INSPECTOR))
        first = make_finding(FindingStatus.CLOSED, unit=unit, campaign=campaign, visit=visit, fact=STRANGE)
        make_finding(FindingStatus.RECTIFYING, unit=unit, campaign=campaign, recurrence_of_id=first.id)
        actor = make_actor(Role.INSPECTOR)
        with transaction():
            file = store_upload(actor, photo(), "a.jpg")
        make_copies(file.id)


def everything() -> dict[str, TableFacts]:
    """Return count and hash of every table; the same hash means the same rows, on either database."""
    with snapshot() as connection:
        return {table.name: facts_of(connection, table) for table in tables()}


def run(app: Flask, *words: str | Path, **options: Any) -> Result:
    """Run `backup …` as an operator does."""
    return app.test_cli_runner().invoke(group, [str(word) for word in words], **options)


def elsewhere(url: str, tmp_path: Path, **changes: object) -> Settings:
    """Return the settings of another machine."""
    return Settings.for_tests(database_url=url, data_dir=tmp_path / "elsewhere", **changes)
