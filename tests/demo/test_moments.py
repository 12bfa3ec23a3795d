"""Whenever it is loaded and whatever the seed, the demo has work in every status."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from inspect_app.audit.queries import find_broken_link
from inspect_app.commands.demo_world.loading import load
from inspect_app.config import Settings
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.workflow import WORKFLOW
from inspect_app.foundation import clock
from tests.databases import open_app

_REACHED = {row.source for row in WORKFLOW.rows} | {row.target for row in WORKFLOW.rows}
_MOMENTS = (
    datetime(2026, 11, 21, 18, 0, tzinfo=UTC),  # a Sunday, two in the morning in Shanghai
    datetime(2026, 10, 5, 1, 0, tzinfo=UTC),  # in the National Day holiday
    datetime(2027, 1, 4, 0, 30, tzinfo=UTC),  # a year nobody has announced, numbers of two years
    datetime(2026, 11, 23, 3, 0, tzinfo=UTC),  # a Monday before noon
)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("seed", "moment"), tuple(enumerate(_MOMENTS, start=1)))
def test_there_is_work_in_every_status(
    seed: int, moment: datetime, sqlite_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("moment")
    settings = Settings.for_tests(database_url=sqlite_url, data_dir=folder)
    with clock.reading(lambda: moment), open_app(settings) as app, app.app_context():
        load(seed)
        assert set(db.session.scalars(select(Finding.status))) == _REACHED
        assert find_broken_link() is None
        numbers = list(filter(None, db.session.scalars(select(Finding.number))))
        assert all(number.startswith("演") for number in numbers)
