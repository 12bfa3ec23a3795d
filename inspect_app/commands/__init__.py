"""The command line; each command calls one deed."""

from flask import Flask


def register_commands(app: Flask) -> None:
    """Register every command."""
