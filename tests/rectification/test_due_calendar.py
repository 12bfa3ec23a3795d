"""The calendar of due dates counts exactly the ledger's list."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspect_app.access import Actor, Role
from inspect_app.calendar.actions import seed_from_library
from inspect_app.database import db, transaction
from inspect_app.findings.vocabulary import FindingStatus, Grade, Lamp, PainType
from inspect_app.foundation import clock
from inspect_app.rectification.queries.due_calendar import due_month
from inspect_app.rectification.queries.ledger_counts import ledger_totals
from inspect_app.rectification.vocabulary import LedgerFilter, StatusGroup
from tests import factories
from tests.rectification.ledgers import (
    Ledger,
    count_statements,
    make_ledger,
    open_page,
    signed_in,
    total,
)

_DUE = re.compile(r'<a class="day-due" href="([^"]+)">.*?<em>(\d+) 条</em>')
_BESIDE = re.compile(r'<i class="sep"></i><a class="nowrap" href="([^"]+)">([^ ]+) (\d+) 条</a>')
_WITHIN = re.compile(r"本月到期 <b>(\d+)</b> 条")
S = FindingStatus


@pytest.fixture
def world(app: Flask) -> Ledger:
    with app.app_context():
        return make_ledger(app)


@pytest.mark.shared
def test_every_count_opens_a_list_of_that_many_and_together_they_are_the_ledger(world: Ledger) -> None:
    for role, client in world.clients.items():
        for query in ("", "status=open", "lamp=over", f"unit={world.housing}", "status=pending_verification", "mine=1"):
            page = open_page(client, f"/ledger/calendar?{query}").replace("&amp;", "&")
            within = [(href, int(count)) for href, count in _DUE.findall(page)]
            beside = [(href, int(count)) for href, _, count in _BESIDE.findall(page)]
            assert [total(open_page(client, href)) for href, _ in within + beside] == [n for _, n in within + beside]
            found = _WITHIN.search(page)
            assert found is not None and int(found[1]) == sum(n for _, n in within), (role, query)
            assert sum(n for _, n in within + beside) == total(open_page(client, f"/ledger?{query}")), (role, query)


def filters(units: list[int], campaigns: list[int]) -> st.SearchStrategy[LedgerFilter]:
    days = st.none() | st.integers(-20, 20).map(lambda number: clock.today() + timedelta(days=number))
    return st.builds(
        LedgerFilter,
        mine=st.booleans(),
        status=st.none() | st.sampled_from([*StatusGroup, *S]),
        lamp=st.none() | st.sampled_from(Lamp),
        unit_id=st.none() | st.sampled_from(units),
        campaign_id=st.none() | st.sampled_from(campaigns),
        kind=st.none() | st.sampled_from(PainType),
        covert=st.booleans(),
        due_from=days,
        due_to=days,
    )


@pytest.mark.shared
@pytest.mark.usefixtures("app_context")
def test_whatever_the_filter_the_calendar_and_the_ledger_count_the_same() -> None:
    units, campaigns = [factories.make_unit() for _ in range(2)], [factories.make_campaign() for _ in range(2)]
    statuses = [status for status in S if status not in (S.DRAFT, S.DISMISSED)]
    for place, status in enumerate(statuses * 3):
        factories.make_finding(
            status,
            unit=units[place % 2],
            campaign=campaigns[place % 3 % 2],
            due=clock.today() + timedelta(days=place * 3 - 20) if place % 4 else None,
            grade=Grade.ORDINARY if place % 4 else Grade.SUGGESTION,
            pain_type=list(PainType)[place % 3],
            is_covert=place % 5 == 0,
        )
    asking = [
        factories.make_actor(Role.LEADER),
        factories.make_actor(Role.OFFICE_DIRECTOR),
        factories.make_actor(Role.DEPT_HEAD, units[0]),
        factories.make_actor(Role.VERIFIER),
    ]

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.sampled_from(asking),
        filters([unit.id for unit in units], [campaign.id for campaign in campaigns]),
        st.integers(-2, 2),
    )
    def check(actor: Actor, asked: LedgerFilter, months: int) -> None:
        shown = due_month(actor, asked, (clock.today() + timedelta(days=30 * months)).replace(day=1))
        total = ledger_totals(actor, asked).total
        assert shown.total == total
        assert shown.within + shown.before + shown.after + shown.held + shown.without + shown.ended == total

    check()


def test_days_off_and_made_up_days_are_marked(app: Flask) -> None:
    with app.app_context():
        with transaction():
            seed_from_library()
        clerk = signed_in(app, factories.make_person(Role.OFFICE_CLERK))
        office = factories.make_actor(Role.OFFICE_CLERK)
        days = {day.day: day for day in due_month(office, LedgerFilter(), date(2026, 2, 1)).days}
    assert (days[date(2026, 2, 14)].word, days[date(2026, 2, 14)].worked) == ("班", True)
    assert (days[date(2026, 2, 17)].word, days[date(2026, 2, 17)].worked) == ("休", False)
    assert days[date(2026, 2, 4)].word == ""
    page = open_page(clerk, "/ledger/calendar?month=2026-02")
    assert (
        "month-from-7" in page and page.count('class="small day-word"') == 14
    )  # 3 days of weekends, 9 of the festival, 2 made up
    for month in ("2026-13", "x", "", "9999-99", "1999-01"):
        assert f"{clock.today().year}年{clock.today().month}月</h2>" in open_page(
            clerk, f"/ledger/calendar?month={month}"
        )


def test_one_finding_and_thirty_cost_the_same_number_of_statements(app: Flask) -> None:
    with app.app_context():
        unit, campaign = factories.make_unit(), factories.make_campaign()
        factories.make_finding(S.RECTIFYING, unit=unit, campaign=campaign)
        people = [factories.make_person(Role.OFFICE_CLERK), factories.make_person(Role.DEPT_LIAISON, unit)]
        clients = [signed_in(app, person) for person in people]
        unit_id, campaign_id = unit.id, campaign.id
    for client in clients:
        client.get("/ledger/calendar")
    before = [count_statements(app, client, "/ledger/calendar") for client in clients]
    with app.app_context():
        unit = db.session.get_one(factories.Unit, unit_id)
        campaign = db.session.get_one(factories.Campaign, campaign_id)
        for place in range(29):
            due = clock.today() + timedelta(days=place)
            factories.make_finding(S.RECTIFYING, unit=unit, campaign=campaign, due=due)
    assert [count_statements(app, client, "/ledger/calendar") for client in clients] == before


def test_a_department_counts_its_own(world: Ledger) -> None:
    page = open_page(world.clients["liaison"], "/ledger/calendar")
    assert total(page) == total(open_page(world.clients["liaison"], "/ledger")) == 4
    assert "暗访" not in page
