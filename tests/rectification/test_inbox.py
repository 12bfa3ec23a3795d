"""What waits for whom: each line counts exactly what its list shows."""

import pytest
from flask.testing import FlaskClient

from inspect_app.accounts.actions import list_open_work
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.rectification.queries.inbox import Waiting, list_waiting, waiting_for
from tests.factories import sign_in
from tests.rectification.making import (
    FRIDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Case,
    approve_plan,
    feed_back,
    make_case,
    on,
    submit_plan,
    verify,
)

pytestmark = pytest.mark.usefixtures("app_context")


def counts(case: Case, name: str) -> dict[str, int]:
    """Return what waits for somebody, zeros left out."""
    return {line.label: line.count for line in waiting_for(case.actor(name)) if line.count}


def test_a_liaison_sees_what_to_sign_to_plan_and_to_fix() -> None:
    with on(TUESDAY):
        assert counts(make_case(FindingStatus.DISPATCHED), "liaison") == {"待签收": 1}
        assert counts(make_case(FindingStatus.ACCEPTED, needs_plan=True), "liaison") == {"待报计划": 1}
        assert counts(make_case(FindingStatus.ACCEPTED), "liaison") == {"待整改反馈": 1}
        assert counts(make_case(FindingStatus.CLOSED), "liaison") == {}


@pytest.mark.parametrize(("due", "word"), [(FRIDAY, None), (THURSDAY, "临期"), (TUESDAY, "临期")])
def test_near_is_two_working_days_or_less(due: object, word: str | None) -> None:
    case = make_case(FindingStatus.RECTIFYING, due=due)
    with on(TUESDAY):
        found = counts(case, "liaison")
    assert {"待整改反馈": 1} | ({word: 1} if word else {}) == found


def test_overdue_stands_beside_what_is_to_do() -> None:
    case = make_case(FindingStatus.RECTIFYING, due=TUESDAY)
    with on(WEDNESDAY):
        assert counts(case, "liaison") == {"待整改反馈": 1, "逾期": 1}


def test_a_head_sees_what_waits_for_the_signature_and_the_liaison_that_it_waits() -> None:
    case = make_case(FindingStatus.RECTIFYING, due=NEXT_TUESDAY)
    with on(TUESDAY):
        feed_back(case, "liaison")
        assert counts(case, "head") == {"待签发": 1}
        assert counts(case, "liaison") == {"待负责人签发": 1}


def test_what_is_major_waits_for_the_head_not_for_the_deputy() -> None:
    case = make_case(FindingStatus.RECTIFYING, due=NEXT_TUESDAY, grade=Grade.MAJOR)
    with on(TUESDAY):
        feed_back(case, "liaison")
        assert "待签发" not in counts(case, "deputy")
        assert counts(case, "head")["待签发"] == 1


def test_the_office_sees_plans_checks_and_closures() -> None:
    case = make_case()
    with on(TUESDAY):
        submit_plan(case)
        assert counts(case, "clerk") == {"计划待审": 1}
        approve_plan(case, "clerk")
        feed_back(case)
        assert counts(case, "clerk") == {}
        assert counts(case, "verifier") == counts(case, "other_clerk") == {"待核验": 1}
        verify(case)
        assert counts(case, "clerk") == counts(case, "director") == {"待销号": 1}
        assert counts(case, "verifier") == {}


def test_a_major_plan_waits_for_the_director_only() -> None:
    case = make_case(grade=Grade.MAJOR, needs_plan=True)
    with on(TUESDAY):
        submit_plan(case)
        assert (counts(case, "clerk"), counts(case, "director")) == ({}, {"计划待审": 1})


def test_a_stranger_and_a_leader_have_nothing_waiting() -> None:
    case = make_case(FindingStatus.DISPATCHED)
    with on(TUESDAY):
        assert (counts(case, "stranger"), waiting_for(case.actor("leader"))) == ({}, [])


@pytest.mark.parametrize("name", ["liaison", "head", "clerk", "director", "verifier"])
def test_every_number_opens_its_list(name: str) -> None:
    case = make_case(FindingStatus.RECTIFYING, due=TUESDAY)
    with on(TUESDAY):
        feed_back(case, "liaison")
        for line in waiting_for(case.actor(name)):
            rows, total = list_waiting(case.actor(name), line.kind, 0)
            assert (len(rows), total) == (line.count, line.count), line.label


def test_the_list_is_a_page(client: FlaskClient) -> None:
    case = make_case(FindingStatus.RECTIFYING, due=TUESDAY)
    with on(TUESDAY), client.application.app_context():
        sign_in(client, case.people["liaison"])
        text = client.get(f"/waiting/{Waiting.TO_FIX.value}").text
        missing = client.get("/waiting/nothing").status_code
        refused = client.get(f"/waiting/{Waiting.TO_VERIFY.value}").status_code
    assert case.number in text
    assert (missing, refused) == (404, 404)


def test_whoever_is_switched_off_leaves_a_list_of_open_work() -> None:
    case = make_case(FindingStatus.RECTIFYING, due=NEXT_TUESDAY)
    with on(TUESDAY):
        feed_back(case, "liaison")
        work = list_open_work(case.actor("clerk"), case.people["head"])
    assert ("待签发", "1 件", "/waiting/sign") in [(one.kind, one.title, one.path) for one in work]
