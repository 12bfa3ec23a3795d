"""Fifty deliveries at once: fifty consecutive numbers."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from inspect_app.access import Actor
from inspect_app.database import db, transaction
from inspect_app.findings.actions.triaging import dispatch
from inspect_app.findings.models import Finding, FindingTally
from inspect_app.findings.vocabulary import FindingStatus, Triage
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from tests import factories
from tests.findings.making import triage

COUNT, WORKERS = 50, 12


def _prepare(app: Flask) -> tuple[Actor, list[tuple[int, Triage]]]:
    with app.app_context():
        unit, campaign = factories.make_unit(), factories.make_campaign()
        window = factories.make_window(unit)
        made = [
            factories.make_finding(unit=unit, window=window, campaign=campaign, status=FindingStatus.SUBMITTED)
            for _ in range(COUNT)
        ]
        return factories.make_actor(), [(each.id, triage(each)) for each in made]


def test_fifty_parallel_deliveries_give_fifty_consecutive_numbers(app: Flask) -> None:
    clerk, work = _prepare(app)

    def run(job: tuple[int, Triage]) -> str:
        with app.app_context(), transaction():
            return str(dispatch(clerk, *job).number)

    with ThreadPoolExecutor(WORKERS) as pool:
        numbers = sorted(pool.map(run, work))
    year = clock.today().year
    assert numbers == [f"{year}-{place:04d}" for place in range(1, COUNT + 1)]
    with app.app_context():
        whole = select(func.sum(FindingTally.count)).where(FindingTally.due == FindingTally.EVERY_DUE)
        assert db.session.scalar(whole) == COUNT
        assert db.session.scalar(select(func.sum(FindingTally.count))) == 2 * COUNT


def test_a_delivery_that_fails_leaves_no_gap(app: Flask) -> None:
    clerk, work = _prepare(app)
    (first, facts), (second, others) = work[:2]
    with app.app_context():
        try:
            with transaction():
                dispatch(clerk, first, facts)
                raise Refused("后来又不行了。")
        except Refused:
            pass
        with transaction():
            dispatch(clerk, second, others)
        assert db.session.get_one(Finding, second).sequence == 1
