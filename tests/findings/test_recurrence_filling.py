"""What was delivered before the migration is found by its words like everything since."""

import importlib

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import delete, select

from inspect_app.database import db, transaction
from inspect_app.findings.actions.recurring import index_words
from inspect_app.findings.models import FindingBand
from inspect_app.findings.vocabulary import FindingStatus
from tests import factories

pytestmark = pytest.mark.usefixtures("app_context")
_MIGRATION = importlib.import_module("migrations.versions.0008_recurrence")


def test_a_filled_database_is_as_if_every_finding_had_been_delivered_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_MIGRATION, "_BATCH", 2)
    delivered = [factories.make_finding(FindingStatus.CLOSED) for _ in range(4)]
    delivered.insert(2, factories.make_finding(FindingStatus.CLOSED, title="，", fact="。"))
    factories.make_finding(FindingStatus.SUBMITTED)
    with transaction():
        for finding in delivered:
            index_words(finding)
    expected = kept()
    with transaction():
        db.session.execute(delete(FindingBand))
        with Operations.context(MigrationContext.configure(db.session.connection())):
            _MIGRATION._fill()
    assert kept() == expected and len({finding_id for finding_id, _ in expected}) == 4


def kept() -> list[tuple[int, int]]:
    query = select(FindingBand.finding_id, FindingBand.band).order_by(FindingBand.finding_id, FindingBand.band)
    return [(finding_id, band) for finding_id, band in db.session.execute(query)]
