"""The tally that triggers keep is the count of the rows, whatever moves."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import delete, insert, text, update

from inspect_app.access import Role
from inspect_app.config import PROJECT_ROOT
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding, FindingTally
from inspect_app.findings.vocabulary import FindingStatus, Lamp
from inspect_app.foundation import clock
from inspect_app.rectification.queries.ledger_counts import ledger_totals
from inspect_app.rectification.vocabulary import LedgerFilter
from tests import factories
from tests.conftest import Scale

S = FindingStatus
_DELIVERED = [status for status in S if status not in (S.DRAFT, S.SUBMITTED, S.DISMISSED)]


def counted() -> dict[tuple[int, int | None, str, str], int]:
    rows = db.session.query(Finding).filter(Finding.number.is_not(None)).populate_existing()
    return Counter(
        (row.campaign_id, row.lead_unit_id, row.status.value, due)
        for row in rows
        for due in (str(row.lamp_due or ""), FindingTally.EVERY_DUE)
    )


def tallied() -> dict[tuple[int, int | None, str, str], int]:
    rows = db.session.query(FindingTally).populate_existing()
    return {(row.campaign_id, row.lead_unit_id, row.status, row.due): row.count for row in rows}


@pytest.mark.usefixtures("app_context")
def test_after_random_moves_the_tally_equals_the_rows(scale: Scale) -> None:
    chance = random.Random(7)
    units, campaigns = [factories.make_unit() for _ in range(3)], [factories.make_campaign() for _ in range(2)]
    window = factories.make_window(units[0])
    made = [
        factories.make_finding(
            chance.choice([S.SUBMITTED, *_DELIVERED]),
            unit=chance.choice(units),
            campaign=chance.choice(campaigns),
            window=window,
        ).id
        for _ in range(12)
    ]
    for number in range(scale(60, 2000)):
        with transaction():
            shake(db.session.get_one(Finding, chance.choice(made)), chance, units, number)
        if number % 20 == 0:
            assert tallied() == counted()
            assert_totals_are_counted()
    assert tallied() == counted()


def assert_totals_are_counted() -> None:
    """What the tally answers is what counting the rows answers: the text stands in every title."""
    for lamp in (None, Lamp.OVER, Lamp.NONE):
        fast = ledger_totals(factories.make_actor(Role.LEADER), LedgerFilter(lamp=lamp))
        slow = ledger_totals(factories.make_actor(Role.LEADER), LedgerFilter(lamp=lamp, text="个问题"))
        assert (fast.total, fast.lamps, fast.statuses) == (slow.total, slow.lamps, slow.statuses)


@pytest.mark.usefixtures("app_context")
def test_a_finding_that_goes_takes_its_count_along() -> None:
    finding_id, _ = factories.make_finding(S.RECTIFYING).id, factories.make_finding(S.CLOSED)
    with transaction():
        db.session.execute(delete(Finding).where(Finding.id == finding_id))
    assert tallied() == counted()
    assert len(tallied()) == 2


def test_rows_from_before_are_counted_when_the_database_is_brought_up(app: Flask) -> None:
    folder = str(PROJECT_ROOT / "migrations")
    with app.app_context():
        before_then = [status for status in _DELIVERED if status is not S.DEFERRED]  # it came later
        made = [factories.make_finding(status).id for status in (*before_then, S.RECTIFYING, S.DRAFT)]
        before = tallied()
        db.session.remove()
        downgrade(folder, "0003")
        assert FindingTally.EVERY_DUE not in {due for *_, due in tallied()}
        with transaction():
            # As a statement: what the class knows of later columns isn't there yet.
            db.session.execute(update(Finding).where(Finding.id == made[1]).values(lamp_due=clock.today()))
        db.session.remove()
        upgrade(folder)
        assert tallied() == counted() != before
        with transaction():
            db.session.get_one(Finding, made[2]).lamp_due = clock.today()
        assert tallied() == counted()


def shake(finding: Finding, chance: random.Random, units: list[factories.Unit], number: int) -> None:
    """Change one thing of a finding that the tally goes by."""
    if finding.number is None:
        finding.year, finding.sequence, finding.delivered_at = 2001, number, clock.now()
        finding.number = f"2001-{number:04d}"
    finding.status = chance.choice(_DELIVERED)
    finding.closed_at = clock.now() if finding.status is S.CLOSED else None
    finding.deferred_until = clock.today() if finding.status is S.DEFERRED else None
    finding.lead_unit_id = chance.choice(units).id
    finding.lamp_due = chance.choice([None, clock.today() + timedelta(days=chance.randrange(-5, 6))])


def test_handing_a_finding_in_waits_for_nobodys_totals(app: Flask, backend: str) -> None:
    if backend == "sqlite":
        pytest.skip("SQLite has one writer at a time anyway")
    free = text("SELECT pg_try_advisory_xact_lock(20260001)")
    with app.app_context(), db.engine.connect() as another:
        for status, waits in ((S.SUBMITTED, False), (S.DISPATCHED, True)):
            finding = factories.make_finding(status)
            copied = {column.name: getattr(finding, column.key) for column in Finding.__table__.columns}
            copied |= {"number": "2000-9999", "sequence": 9999} if waits else {}
            del copied["id"]
            with transaction() as session:
                session.execute(insert(Finding).values(copied))
                assert another.execute(free).scalar_one() is not waits
                another.rollback()


def test_a_move_that_is_rolled_back_leaves_the_tally_alone(app: Flask) -> None:
    with app.app_context():
        finding_id = factories.make_finding(S.RECTIFYING).id
        before = tallied()
        with pytest.raises(ZeroDivisionError), transaction():
            db.session.get_one(Finding, finding_id).status = S.PENDING_VERIFICATION
            db.session.flush()
            raise ZeroDivisionError
        assert tallied() == before == counted()


@pytest.mark.usefixtures("app_context")
def test_the_totals_from_the_tally_are_those_that_counting_gives() -> None:
    unit, other = factories.make_unit(), factories.make_unit()
    for place, status in enumerate(_DELIVERED):
        due = clock.today() + timedelta(days=place * 3 - 12)
        factories.make_finding(status, unit=unit if place % 2 else other, due=due)
    for actor in (factories.make_actor(Role.LEADER), factories.make_actor(Role.DEPT_HEAD, unit)):
        fast = ledger_totals(actor, LedgerFilter())
        slow = ledger_totals(actor, LedgerFilter(text="个问题"))
        assert (fast.total, fast.lamps, fast.statuses) == (slow.total, slow.lamps, slow.statuses)
        assert fast.total > 0
