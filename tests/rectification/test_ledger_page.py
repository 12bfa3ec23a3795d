"""The ledger as each role sees it: rows, totals, filters, order, pages."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from inspect_app.access import Role
from inspect_app.accounts.models import Unit
from inspect_app.campaigns.models import Campaign
from inspect_app.database import db
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.rectification.rules.ledger_address import way_back
from tests import factories
from tests.rectification.ledgers import (
    Ledger,
    count_statements,
    listed,
    make_ledger,
    open_page,
    signed_in,
    total,
)


@pytest.fixture
def world(app: Flask) -> Ledger:
    with app.app_context():
        return make_ledger(app)


SEEN = {
    "clerk": ["covert", "closed", "checked", "far", "late"],
    "leader": ["covert", "closed", "checked", "far", "late"],
    "liaison": ["covert", "checked", "far", "late"],
    "verifier": ["checked"],
}


@pytest.mark.parametrize("role", SEEN)
def test_each_sees_only_theirs_newest_first_and_the_total_agrees(app: Flask, world: Ledger, role: str) -> None:
    page = open_page(world.clients[role], "/ledger")
    assert listed(page) == [world.numbers[name] for name in SEEN[role]]
    assert total(page) == len(SEEN[role])


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.SHOPPER, Role.ADMIN, Role.AUDITOR])
def test_who_has_no_business_with_it_is_refused(app: Flask, role: Role) -> None:
    client = app.test_client()
    with app.app_context():
        factories.sign_in(client, factories.make_person(role))
    assert [client.get(path).status_code for path in ("/ledger", "/ledger/export")] == [403, 403]


def test_a_department_reads_no_covert_word_and_nothing_undelivered(app: Flask, world: Ledger) -> None:
    page = open_page(world.clients["liaison"], "/ledger")
    assert "暗访" not in page and "还没交办" not in page
    assert "实地督查" in page
    assert "暗访" in open_page(world.clients["clerk"], "/ledger")
    assert "来源" not in open_page(world.clients["liaison"], "/ledger/columns")


def queries(world: Ledger) -> dict[str, list[str]]:
    day = clock.today()
    return {
        "status=open": ["covert", "checked", "far", "late"],
        "status=closed": ["closed"],
        "lamp=over": ["late"],
        "lamp=ok": ["checked", "far"],
        "lamp=done": ["closed"],
        "lamp=none": ["covert"],
        f"unit={world.housing}": ["closed", "checked"],
        f"site={world.hall}": ["covert", "far", "late"],
        f"campaign={world.campaign}": ["closed", "checked", "late"],
        f"campaign={world.campaign}&status=open&lamp=over": ["late"],
        "kind=blockage": ["late"],
        "grade=major": ["late"],
        "method=phone": ["far"],
        "method=on_site": ["closed", "checked", "late"],
        "method=inspected": ["covert"],
        "q=户口迁移": ["late"],
        "q=户籍窗口": ["covert", "far", "late"],
        "q=住建": ["closed", "checked"],
        f"q={world.numbers['far']}": ["far"],
        f"from={day - timedelta(days=17)}&to={day - timedelta(days=16)}": ["covert", "closed"],
        "status=nonsense&unit=x&from=2026-99-99&page=-3": ["covert", "closed", "checked", "far", "late"],
        "status=held": ["checked"],
        "mine=1": ["checked"],
        f"due_to={day - timedelta(days=9)}": ["late"],
        f"due_from={day + timedelta(days=40)}&due_to={day + timedelta(days=40)}": ["far"],
        f"due_from={day + timedelta(days=41)}": [],
        "sort=delivered&dir=asc": ["late", "far", "checked", "closed", "covert"],
        "sort=due&dir=asc&status=rectifying": ["late", "far", "covert"],
        "sort=unit&dir=asc&lamp=done": ["closed"],
    }


def test_every_filter_and_order_gives_its_rows_and_its_total(world: Ledger) -> None:
    for query, names in queries(world).items():
        page = open_page(world.clients["clerk"], f"/ledger?{query}")
        assert (listed(page), total(page)) == ([world.numbers[name] for name in names], len(names)), query


def test_lamp_totals_filter_and_the_chosen_one_lets_go(app: Flask, world: Ledger) -> None:
    page = open_page(world.clients["clerk"], f"/ledger?campaign={world.campaign}&lamp=over")
    assert f'href="/ledger?campaign={world.campaign}" aria-current="true"' in page.replace("&amp;", "&")
    assert f"/ledger?campaign={world.campaign}&lamp=done" in page.replace("&amp;", "&")


def test_an_empty_list_names_the_filter_to_drop(app: Flask, world: Ledger) -> None:
    page = open_page(world.clients["clerk"], "/ledger?kind=blockage&status=closed")
    assert "去掉“状态：已销号”，有 1 条" in page
    assert "去掉“痛堵难：堵点”，有 1 条" in page
    with app.app_context():
        stranger = signed_in(app, factories.make_person(Role.DEPT_LIAISON))
    assert "台账里还没有问题" in open_page(stranger, "/ledger")


def test_the_pages_cover_the_list_once_also_read_from_the_end(app: Flask) -> None:
    with app.app_context():
        unit = factories.make_unit()
        window, campaign = factories.make_window(unit), factories.make_campaign()
        made = [
            factories.make_finding(FindingStatus.RECTIFYING, unit=unit, window=window, campaign=campaign).number
            for _ in range(165)
        ]
        clerk = signed_in(app, factories.make_person(Role.OFFICE_CLERK))
    pages = [listed(open_page(clerk, f"/ledger?page={number}")) for number in (1, 2, 3, 4, 99)]
    assert [len(page) for page in pages] == [50, 50, 50, 15, 15]
    assert sum(pages[:4], []) == made[::-1]


def test_one_row_and_thirty_cost_the_same_number_of_statements(app: Flask) -> None:
    with app.app_context():
        unit, campaign = factories.make_unit(), factories.make_campaign()
        factories.make_finding(FindingStatus.RECTIFYING, unit=unit, campaign=campaign)
        people = [factories.make_person(Role.OFFICE_CLERK), factories.make_person(Role.DEPT_LIAISON, unit)]
        clients = [signed_in(app, person) for person in people]
        unit_id, campaign_id = unit.id, campaign.id
    for client in clients:
        client.get("/ledger")
    before = [count_statements(app, client, "/ledger") for client in clients]
    with app.app_context():
        unit, campaign = db.session.get_one(Unit, unit_id), db.session.get_one(Campaign, campaign_id)
        for _ in range(29):
            factories.make_finding(FindingStatus.RECTIFYING, unit=unit, campaign=campaign)
    assert [count_statements(app, client, "/ledger") for client in clients] == before


def test_a_case_leads_back_to_the_same_place_of_the_ledger(world: Ledger) -> None:
    clerk = world.clients["clerk"]
    page = open_page(clerk, "/ledger?lamp=over&q=户口&sort=due&dir=asc").replace("&amp;", "&")
    found = re.search(r'href="(/case/[^"]+)"', page)
    assert found is not None and "?back=" in found[1]
    case = open_page(clerk, found[1]).replace("&amp;", "&")
    assert 'href="/ledger?q=%E6%88%B7%E5%8F%A3&lamp=over&sort=due&dir=asc"' in case


def test_a_way_back_leads_nowhere_but_to_the_ledger() -> None:
    assert way_back("https://evil.example/?q=1") == "/ledger"
    assert way_back("lamp=over&page=3&next=//evil.example") == "/ledger?lamp=over&page=3"
    assert way_back("page=99999999999") == "/ledger"
