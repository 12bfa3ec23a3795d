"""A department reads what was delivered to it, and of a covert visit 实地督查 and the date."""

import pytest
from sqlalchemy import select

from inspect_app.accounts.models import Person
from inspect_app.database import db
from inspect_app.findings.vocabulary import FindingStatus
from tests.hostile.dialling import BATCH
from tests.hostile.looked_over import OFFICE_ONLY
from tests.hostile.reading import tells, words_of
from tests.hostile.voicing import CITIZEN, OFFICER
from tests.hostile.world import SHOPPER_LOGIN, SHOPPER_NAME, World

_READERS = ("dept_liaison", *(pytest.param(who, marks=pytest.mark.slow) for who in ("dept_head", "deputy")))
_UNDELIVERED = (FindingStatus.DRAFT, FindingStatus.SUBMITTED, FindingStatus.DISMISSED)


def _pages(world: World) -> list[str]:
    case, covert = f"/case/{world['number:closed']}", f"/case/{world['number:covert']}"
    below = (
        "",
        "/sheets/dispatch",
        "/sheets/feedback",
        f"/files/{world['covert_file']}",
        "/plan",
        "/feedback",
        "/return",
    )
    pages = [f"{place}{page}" for place in (case, covert) for page in below]
    number = world["number:covert"]
    pages += ["/", "/messages", "/ledger", f"/ledger?q={number}", "/ledger/export"]
    pages += ["/notices", "/catalogue", "/catalogue/places"]
    pages += [f"/ledger?method={method}" for method in ("on_site", "inspected", "nix")]
    pages += [f"/notices/{world['notice:issued']}{part}" for part in ("", "/word", "/excel", "/print")]
    pages += ["/bulletins", *(f"/bulletins/{world['bulletin:issued']}{part}" for part in ("", "/word", "/print"))]
    pages += [f"/catalogue/items/{world['item_id']}", f"/catalogue/sites/{world['site_id']}", "/waiting/answer"]
    pages += ["/letters", "/letters/export", f"/letters/{world['letter']}", "/complaints"]
    batch, check = f"/phone-tests/{world['phone_batch']}", f"/online-checks/{world['guide_check']}"
    pages += ["/phone-tests", batch, f"{batch}/dial", f"{batch}/lines/{world['phone_line']}", "/metrics/phones"]
    pages += ["/online-checks", check, f"{check}/files/{world['guide_file']}", "/promises"]
    pages += ["/assigned", "/assigned?source=demand", "/assigned/export", "/ledger?instructed=1"]
    pages += [f"/assigned/{world['assigned_id'] + place}" for place in (0, 1)]
    pages += [f"/assigned/{world['assigned_id']}/files/{world['assigned_file']}"]
    return pages


def _secrets(world: World) -> dict[str, str]:
    with world.app.app_context():
        people = {person.id: person for person in db.session.scalars(select(Person))}
        shopper, inspector = people[world["person:shopper"]], people[world["person:inspector"]]
        verifier = people[world["person:verifier"]]
    visits = {name: text for name, text in world.ids.items() if name.startswith("visit:")}
    return {
        "暗访": "暗访", "the code": str(shopper.shopper_code), "the name": SHOPPER_NAME, "the login": SHOPPER_LOGIN,
        "who visited openly": inspector.name, "who checked covertly": verifier.name,
        "another department": "别家的秘密问题", "what waits for release": "未送达的", "covert": "covert",
        "who wrote a letter": CITIZEN, "whom it names": OFFICER, "where to call them": "13812345678",
        "what the office notes": OFFICE_ONLY, "what is dialled and read": BATCH,
    } | visits | {f"time {time}": time for time in world["secret_times"]}  # fmt: skip


@pytest.mark.parametrize("who", _READERS)
def test_no_page_file_or_header_tells_of_a_covert_visit(world: World, who: str) -> None:
    client, secrets = world.client(who), _secrets(world)
    told = []
    for page in _pages(world):
        answer = client.get(page)
        assert answer.status_code < 500, page
        words = words_of(answer)
        # A signed notice goes to every department, with every department's problems.
        known = {"another department"} if page.startswith("/notices/") else set()
        told += [(page, what) for what, secret in secrets.items() if tells(secret, words) and what not in known]
    assert told == []


def test_a_time_of_day_is_not_the_minutes_and_seconds_of_another() -> None:
    assert tells("05:58", "2026-11-25 05:58") and tells("05:58", "T05:58:30Z") and tells("暗访", "是暗访")
    assert not tells("05:58", "T11:05:58Z") and not tells("暗访", "实地督查")


@pytest.mark.parametrize("who", _READERS)
def test_other_departments_and_undelivered_things_are_not_there(world: World, who: str) -> None:
    client = world.client(who)
    other, seen = f"/case/{world['number:other']}", {}
    for page in ("", "/sheets/dispatch", "/sheets/feedback", "/plan", "/feedback", "/progress", "/return", "/files/x"):
        seen[other + page] = client.get(other + page).status_code
    for name in ("None", "2000-9999", *(world[f"number:{status.value}"] for status in _UNDELIVERED)):
        seen[f"/case/{name}"] = client.get(f"/case/{name}").status_code
    assert {page: status for page, status in seen.items() if status != 404} == {}


@pytest.mark.parametrize("who", _READERS)
def test_a_department_reaches_no_visit_and_no_desk_of_the_office(world: World, who: str) -> None:
    client = world.client(who)
    pages = [
        "/visits",
        "/visits/new",
        "/field",
        "/findings/triage",
        "/findings/queued",
        "/findings/review",
        "/admin/people",
    ]
    pages += [
        f"/visits/{world[f'visit:{name}']}" for name in ("planned", "planned_covert", "draft", "covert", "accepted")
    ]
    pages += [f"/findings/{world[f'finding:{name}']}" for name in ("queued", "submitted", "covert")]
    pages += [f"/visits/{world['visit:draft']}/files/{world['visit_file']}"]
    assert {page: status for page in pages if (status := client.get(page).status_code) not in (403, 404)} == {}


def test_only_a_planner_of_covert_visits_reads_who_a_shopper_is(world: World) -> None:
    pages = ("/admin/people", f"/admin/people/{world['person:shopper']}", "/visits", "/visits/new", "/findings/review")
    pages += (
        f"/visits/{world['visit:planned_covert']}",
        f"/visits/{world['visit:planned_covert']}/edit",
        "/admin/audit",
    )
    for who in ("office_clerk", "admin", "security_admin", "auditor", "leader", "verifier", "inspector", "chief"):
        told = [page for page in pages if SHOPPER_NAME in words_of(world.client(who).get(page))]
        assert told == [], who
    assert SHOPPER_NAME in words_of(world.client("office_director").get(pages[1]))
