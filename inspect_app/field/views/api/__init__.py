"""The protocol of tablets under /api/: JSON in and out, never a redirect; one module a thing."""

from inspect_app.field.views.api import (
    drafts,
    files,
    opinions,
    pack,
    ping,
    schema,
    sessions,
    submissions,
)

__all__ = ["drafts", "files", "opinions", "pack", "ping", "schema", "sessions", "submissions"]
