"""A row as one line of JSON: the same on SQLite and PostgreSQL, so that equal hashes mean equal rows."""

import base64
import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any


def line_of(row: Iterable[Any]) -> bytes:
    """Return a row as a line; a value that JSON lacks says what it is."""
    return json.dumps([_encode(value) for value in row], ensure_ascii=False).encode() + b"\n"


def row_of(line: bytes) -> list[Any]:
    """Return the row on a line."""
    return [_decode(value) for value in json.loads(line)]


def _encode(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, (dict, list)):
        return {"json": value}
    return getattr(value, "value", value)


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "bytes": base64.b64decode,
    "at": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "json": lambda value: value,
}


def _decode(value: Any) -> Any:
    if isinstance(value, dict):
        ((kind, inner),) = value.items()
        return _DECODERS[kind](inner)
    return value
