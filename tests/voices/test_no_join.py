"""Nothing leads from an opinion to who sent it: no address, no browser, no minute, no order, no word of the log."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.database import db
from inspect_app.voices.models import Opinion, OpinionCount, OpinionHour, OpinionNonce
from inspect_app.web.logs import JsonLines, _end
from tests.voices.opinions import Hall, fill_in, opinions

_ADDRESS, _BROWSER = "198.51.100.23", "Mozilla/5.0 (Somebody's own)"


@contextmanager
def _logged(app: Flask) -> Iterator[list[str]]:
    """Write requests down as a production server does."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(JsonLines().format(record))  # type: ignore[method-assign]
    logger = logging.getLogger("inspect_app")
    app.after_request(_end)
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


@pytest.mark.usefixtures("without_tokens")
def test_opinions_and_logs_have_no_key_in_common(app: Flask, client: FlaskClient, hall: Hall) -> None:
    client.environ_base["HTTP_USER_AGENT"] = _BROWSER
    with _logged(app) as lines:
        for number in range(6):
            answer = fill_in(client, hall.code, _ADDRESS, satisfied="bad", words=f"第{number}句话说给办事大厅听")
            assert answer.status_code == 200
    kept = opinions()
    assert len(kept) == 6
    assert len(lines) >= 12
    told = [str(value) for line in lines for value in json.loads(line).values()]
    for opinion in kept:
        assert str(opinion.id) not in told
        for value in (opinion.receipt_tag, opinion.words, hall.code):
            assert value is not None
            assert not any(value in words for words in told)
    assert not any(_ADDRESS in line or _BROWSER in line for line in lines)


@pytest.mark.usefixtures("without_tokens")
def test_no_table_of_opinions_holds_an_address_a_browser_or_a_minute(client: FlaskClient, hall: Hall) -> None:
    client.environ_base["HTTP_USER_AGENT"] = _BROWSER
    assert fill_in(client, hall.code, _ADDRESS, satisfied="bad").status_code == 200
    for table in (Opinion, OpinionHour, OpinionCount, OpinionNonce):
        for row in db.session.execute(select(*table.__table__.columns)):
            for value in row:
                assert _ADDRESS not in str(value)
                assert "Mozilla" not in str(value)
                moment = getattr(value, "minute", None)
                assert moment in (None, 0), table.__tablename__


def test_numbers_of_opinions_are_drawn_so_that_their_order_tells_nothing() -> None:
    assert Opinion.__table__.c.id.autoincrement is False
    assert {column.name for column in Opinion.__table__.columns if "at" in column.name.split("_")} == set()
