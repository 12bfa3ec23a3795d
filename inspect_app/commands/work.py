"""`worker`: do what waits in the background until asked to stop."""

import click
from flask import current_app
from flask.cli import with_appcontext

from inspect_app.calendar.actions import seed_from_library
from inspect_app.database import transaction
from inspect_app.jobs import work_forever


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run the background worker."""
    with transaction():
        seed_from_library()  # a new version of the program may know a new year
    work_forever(current_app._get_current_object())  # type: ignore[attr-defined]
