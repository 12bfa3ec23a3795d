"""`worker`: do what waits in the background until asked to stop."""

from contextlib import suppress

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import IntegrityError

from inspect_app.calendar.actions import seed_from_library
from inspect_app.database import transaction
from inspect_app.jobs.consuming import work_forever


@click.command("worker")
@click.option("--workers", type=click.IntRange(1, 32), default=1, show_default=True, help="进程数")
@with_appcontext
def worker(workers: int) -> None:
    """Run background workers, each a process of its own."""
    # A new version of the program may know a new year; of two workers that start together one writes it.
    with suppress(IntegrityError), transaction():
        seed_from_library()
    work_forever(current_app._get_current_object(), workers)  # type: ignore[attr-defined]
