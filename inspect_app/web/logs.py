"""What a server writes down: a JSON object a line, with no address, name, text or identity of anybody.

A request is told by its route, never by its path: a path holds ids. An error is told by its kind and its
places in the program, never by its message: a message may quote what somebody typed.
"""

import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request

from inspect_app.config import Settings
from inspect_app.foundation import randomness

_REFERENCE_LENGTH = 8
log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """One JSON object a record: its moment (UTC), level, source, words without what was put into them, facts."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": str(record.msg),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            entry |= _fault(record.exc_info[1])
        return json.dumps(entry, ensure_ascii=False)


def register_logs(app: Flask, settings: Settings) -> None:
    """Give each request a reference; in production write each down as a line of JSON."""
    app.before_request(_begin)
    if settings.json_logs:
        _write_json()
        app.after_request(_end)


def reference() -> str:
    """Return the reference of this request: shown where something went wrong, and written beside it."""
    if "reference" not in g:
        g.reference = randomness.readable_code(_REFERENCE_LENGTH)
    return str(g.reference)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    facts = {
        "request": reference(),
        "method": request.method,
        "route": request.endpoint or "",
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
    }
    log.info("request", extra={"facts": facts})
    return response


def _write_json() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers, root.level = [handler], logging.WARNING
    logging.getLogger("inspect_app").setLevel(logging.INFO)


def _fault(error: BaseException) -> dict[str, Any]:
    places = traceback.extract_tb(error.__traceback__)
    return {"error": type(error).__name__, "places": [f"{place.filename}:{place.lineno}" for place in places]}
