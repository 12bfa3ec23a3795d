"""Every number of a notice opens the list it was counted from; the list's total is the number."""

import random
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.database import db
from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.notices.actions import issuing
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.queries.proofs import proof, proof_page, proofs_of
from inspect_app.notices.rules.proofs import RATIO_LISTS, TITLES
from inspect_app.notices.rules.prose import FIGURES, RATIOS
from inspect_app.visits.models import Interview
from inspect_app.visits.vocabulary import IntervieweeKind, TrialOutcome, VisitMode, VisitStatus
from inspect_app.web.paging import PAGE_SIZE
from tests.factories import (
    keep,
    make_campaign,
    make_finding,
    make_item,
    make_person,
    make_unit,
    make_visit,
    make_window,
    sign_in,
)
from tests.metrics.promising import called, phone_version, tried
from tests.notices.test_issuing import Office

pytestmark = pytest.mark.usefixtures("app_context")
_DELIVERED = (
    FindingStatus.DISPATCHED, FindingStatus.ACCEPTED, FindingStatus.RECTIFYING, FindingStatus.PENDING_VERIFICATION,
    FindingStatus.CLOSED, FindingStatus.TERMINATED,
)  # fmt: skip


def _random_world(seed: int) -> tuple[Office, Notice]:
    dice, office, now = random.Random(seed), Office(), clock.now()
    units = [office.unit, make_unit(), make_unit()]
    author, shopper = make_person(Role.INSPECTOR), make_person(Role.SHOPPER)
    for number in range(12):
        covert = number % 3 == 0
        visit = make_visit(
            shopper if covert else author, make_window(dice.choice(units)), campaign=office.campaign,
            mode=VisitMode.COVERT if covert else VisitMode.OPEN, status=VisitStatus.ACCEPTED,
            submitted_at=now - timedelta(days=3), receipt=f"R{number}",
            reviewed_at=now - timedelta(hours=dice.randint(1, 90)),
        )  # fmt: skip
        for _ in range(dice.randint(0, 3)):
            kind, satisfied = dice.choice(list(IntervieweeKind)), dice.choice([None, 1, 3, 4, 5])
            keep(Interview(visit_id=visit.id, kind=kind, satisfaction=satisfied))
        if number % 4 == 0:
            make_finding(FindingStatus.SUBMITTED, unit=units[0], campaign=office.campaign, visit=visit)
    for _ in range(25):
        status, age = dice.choice(_DELIVERED), dice.randint(1, 40)
        done = status in (FindingStatus.CLOSED, FindingStatus.PENDING_VERIFICATION)
        values = {"closed_at": now - timedelta(hours=dice.randint(1, 60))} if status is FindingStatus.CLOSED else {}
        make_finding(
            status, unit=dice.choice(units), campaign=office.campaign, delivered_at=now - timedelta(days=age),
            due=clock.today() + timedelta(days=dice.randint(-9, 9)), rework_count=dice.randint(0, 1),
            last_feedback_at=now - timedelta(days=dice.randint(0, age)) if done else None,
            accepted_at=now - timedelta(hours=3) if dice.random() < 0.6 else None, **values,
        )  # fmt: skip
    return office, office.draft()


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(4))
def test_the_list_of_every_token_has_as_many_lines_as_the_number_says(seed: int) -> None:
    _, notice = _random_world(seed)
    facts, lists = facts_of(notice), proofs_of(notice)
    assert {name: len(lists[name]) for name in FIGURES.values()} == facts.figures
    for name in RATIOS.values():
        over, under = RATIO_LISTS[name]
        assert (len(lists[over]), len(lists[under])) == facts.ratios[name]
        assert set(lists[over]) <= set(lists[under])
    for name in [*FIGURES.values(), *RATIOS.values(), "rated"]:
        ids = proof(notice, name)
        page = proof_page(name, ids, 1)
        assert page.total == len(ids)
        assert len(page.rows) == min(len(ids), PAGE_SIZE)
        assert name in TITLES


def test_the_rates_of_promises_open_what_they_were_counted_from(client: FlaskClient) -> None:
    office, day = Office(), clock.today() - timedelta(days=2)
    office.campaign = make_campaign((office.unit,))  # without problems: two pages have room for all that is said
    once, often, called_at = make_item(name="一次办成的"), make_item(name="跑三趟的"), make_window(phone="87654321")
    for item, trips in ((once, 0), (once, 1), (often, 3)):
        tried(item, trips=trips, campaign=office.campaign, on=day)
    tried(often, trips=2, outcome=TrialOutcome.ABANDONED, campaign=office.campaign, on=day)
    version = phone_version()
    for through in (True, False):
        called(called_at, through=through, version=version, campaign=office.campaign, on=day)
    notice = office.draft()
    facts, lists = facts_of(notice), proofs_of(notice)
    said = {one.figure: one.words for one in facts.promises}
    for name, (n, d) in {
        "promise_gap": (1, 2), "one_trip": (2, 4), "zero_trip": (1, 3), "phone_through": (1, 2),
    }.items():  # fmt: skip
        over, under = RATIO_LISTS[name]
        assert (len(lists[over]), len(lists[under])) == (n, d)
        assert said[name].endswith(f"（{n}/{d}）")
        assert set(lists[over]) <= set(lists[under])
    assert said["trips"] == "平均跑次1.3次（4/3）"
    sign_in(client, make_person(Role.OFFICE_CLERK))
    page = client.get(f"/notices/{notice.id}").text
    assert said["phone_through"] == "电话接通率50.0%（1/2）"
    for name in said:
        assert f"/notices/{notice.id}/figures/{name}" in page
        assert client.get(f"/notices/{notice.id}/figures/{name}").status_code == 200
    gap = client.get(f"/notices/{notice.id}/figures/promise_gap").text
    assert ("跑三趟的" in gap, "一次办成的" in gap) == (True, False)
    figures = f"/notices/{notice.id}/figures"
    through, dialled = (client.get(f"{figures}/{name}").text for name in ("phone_through", "phone_dialled"))
    assert ("没有打通" in through, "没有打通" in dialled) == (False, True)
    assert "3 趟（材料齐全）" in client.get(f"/notices/{notice.id}/figures/tried").text


def test_the_list_of_an_issued_number_stays_as_it_was_signed() -> None:
    office = Office()
    notice = office.issue()
    told = {name: list(proof(notice, name)) for name in FIGURES.values()}
    make_finding(
        FindingStatus.RECTIFYING, unit=office.unit, campaign=office.campaign,
        delivered_at=clock.now() - timedelta(days=2),
    )  # fmt: skip
    issued = db.session.get_one(Notice, notice.id, populate_existing=True)
    facts = facts_of(issued)
    assert {name: list(proof(issued, name)) for name in FIGURES.values()} == told
    assert {name: len(ids) for name, ids in told.items()} == facts.figures


def test_an_issue_signed_before_lists_were_kept_says_so_and_links_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office()
    kept = office.issue().id
    with monkeypatch.context() as before:
        before.setattr(issuing, "proofs_of", lambda _notice: {})
        later = clock.now() + timedelta(minutes=5)
        with clock.reading(lambda: later):
            unkept = office.issue().id
    sign_in(client, make_person(Role.OFFICE_CLERK))
    pages = [client.get(f"/notices/{number}").text for number in (kept, unkept)]
    assert ["还没有留存数字的清单" in page for page in pages] == [False, True]
    assert ["/figures/found_new" in page for page in pages] == [True, False]
    assert "还没有留存数字的清单" in client.get(f"/notices/{unkept}/figures/found_new").text


def test_what_is_no_number_has_no_list() -> None:
    with pytest.raises(Missing):
        proof(Office().draft(), "x")
