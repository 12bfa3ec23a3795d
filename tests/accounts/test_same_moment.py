"""Two administrators at the same moment, on both databases."""

import threading

from flask import Flask
from sqlalchemy import func, select

from inspect_app.access import SYSTEM
from inspect_app.accounts import actions
from inspect_app.accounts.models import Unit
from inspect_app.accounts.vocabulary import UnitFacts, UnitKind, UnitLevel
from inspect_app.database import db, transaction
from inspect_app.foundation.errors import Conflict, Invalid, Refused
from tests.conftest import Scale
from tests.factories import make_unit


def facts(name: str) -> UnitFacts:
    return UnitFacts(code="GA", name=name, short_name=name, level=UnitLevel.CITY, kind=UnitKind.BUREAU)


def race(app: Flask, count: int, deed: object) -> list[str]:
    """Do a deed in many threads at once and return how each ended."""
    ends: list[str] = []
    start = threading.Barrier(count, timeout=60)

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    deed(number)  # type: ignore[operator]
                ends.append("done")
            except (Conflict, Invalid, Refused) as error:
                ends.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(ends) == count
    return ends


def test_one_of_many_adds_the_unit_and_nobody_sees_an_error(app: Flask, scale: Scale) -> None:
    ends = race(app, scale(6, 12), lambda _number: actions.add_unit(SYSTEM, facts("市公安局")))
    assert ends.count("done") == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Unit)) == 1


def test_one_of_many_edits_of_one_version_wins(app: Flask, scale: Scale) -> None:
    with app.app_context():
        unit_id = make_unit().id
    ends = race(app, scale(6, 12), lambda number: actions.change_unit(SYSTEM, unit_id, 1, facts(f"第{number}个名字")))
    assert ends.count("done") == 1
    assert ends.count("Conflict") == len(ends) - 1
