"""The command line; each command calls one deed."""

from flask import Flask

from inspect_app.commands import accounts, backup, demo, imports, keys, upkeep, work


def register_commands(app: Flask) -> None:
    """Register every command; `db upgrade` and its kin come with Flask-Migrate."""
    for command in (
        accounts.units,
        accounts.people,
        imports.group,
        upkeep.audit,
        upkeep.calendar,
        upkeep.notices,
        backup.group,
        keys.group,
        demo.group,
        work.worker,
    ):
        app.cli.add_command(command)
