"""A process that reads a counter and writes it back, again and again; run by test_transactions."""

import sys
from pathlib import Path

from sqlalchemy import select

from inspect_app.config import Settings
from inspect_app.database import db, transaction
from inspect_app.factory import create_app
from inspect_app.findings.models import FindingCounter


def count(url: str, folder: str, times: int) -> None:
    """Add one to the counter of the year 2000, `times` times, each in a transaction of its own."""
    app = create_app(Settings.for_tests(database_url=url, data_dir=Path(folder)))
    with app.app_context():
        for _ in range(times):
            with transaction() as session:
                query = select(FindingCounter).where(FindingCounter.year == 2000).with_for_update()
                session.scalars(query).one().last += 1
        db.session.remove()


if __name__ == "__main__":
    count(sys.argv[1], sys.argv[2], int(sys.argv[3]))
