"""What an address may hold: row numbers a database can keep, and no character that no text holds."""

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

_LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """A number in an address; one that no row can have leads nowhere (404), on both databases alike."""

    regex = "[0-9]{1,10}"

    def __init__(self, map: object, **options: int) -> None:
        super().__init__(map, **{"max": _LARGEST, **options})  # type: ignore[arg-type]


def register_addresses(app: Flask) -> None:
    """Read numbers strictly and refuse NUL, which PostgreSQL takes in no text; before any route is added."""
    app.url_map.converters["int"] = RowNumber

    @app.before_request
    def _refuse_nul() -> None:
        given = (request.path, *request.args.keys(), *(text for _, text in request.args.items(multi=True)))
        if any("\0" in text for text in given):
            abort(400)
