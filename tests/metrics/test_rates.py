"""The rates in bold, with n/d written by hand (rectification.md §9)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.access import Role
from inspect_app.database import db, transaction
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus as S
from inspect_app.foundation import clock
from inspect_app.metrics.queries import rates
from inspect_app.metrics.rules import (
    callback_rate,
    closure_rate,
    on_time_rate,
    recurrence_rate,
)
from inspect_app.metrics.vocabulary import CallbackRow, CaseRow, Period, Rate
from inspect_app.rectification.vocabulary import VerificationMethod
from tests.factories import make_campaign, make_finding, make_person, sign_in
from tests.rectification.making import MONDAY, NEXT_MONDAY, close, feed_back, make_case, on, verify

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
END = clock.at(MAY.last, time(23, 59))
CASE = CaseRow(
    finding_id=1, unit_id=1, status=S.RECTIFYING, delivered_at=datetime(2026, 5, 4, tzinfo=UTC), accepted_at=None,
    auto_accepted=False, limit=date(2026, 5, 11), last_feedback_at=None, closed_at=None, on_time=None,
    rework_count=0, is_recurrence=False, self_found=False, original_due=date(2026, 5, 11),
)  # fmt: skip


def at(day: int, month: int = 5) -> datetime:
    return datetime(2026, month, day, 2, tzinfo=UTC)


def closed(day: int, *, on_time: bool = True, month: int = 5, **values: object) -> CaseRow:
    fed = at(day, month)
    return replace(CASE, status=S.CLOSED, last_feedback_at=fed, closed_at=fed, on_time=on_time, **values)


def parts(rate: Rate) -> tuple[int, int, str]:
    return rate.n, rate.d, rate.words


def test_without_a_denominator_there_is_a_dash_and_never_a_nought() -> None:
    empty = (on_time_rate([], MAY), closure_rate([], END), recurrence_rate([], MAY, date(2026, 12, 1)),
             callback_rate([], MAY))  # fmt: skip
    assert [parts(rate) for rate in empty] == [(0, 0, "—")] * 4


def test_on_time_counts_what_was_due_in_the_period() -> None:
    rows = [
        closed(8),  # in time
        closed(15, on_time=False),  # late
        replace(CASE, status=S.PENDING_VERIFICATION, last_feedback_at=at(11)),  # in time, not verified yet
        CASE,  # overdue
        replace(CASE, limit=date(2026, 6, 8)),  # due in June
        replace(CASE, limit=None),  # without a date
    ]
    assert parts(on_time_rate(rows, MAY)) == (2, 4, "50.0%")


def test_what_was_sent_back_is_done_only_once_it_is_fed_back_again() -> None:
    sent_back = replace(CASE, last_feedback_at=at(8), on_time=True, rework_count=1)
    again = replace(sent_back, status=S.PENDING_VERIFICATION, last_feedback_at=at(14), on_time=False)
    assert parts(on_time_rate([sent_back], MAY)) == (0, 1, "0.0%")
    assert parts(on_time_rate([again], MAY)) == (0, 1, "0.0%")


def test_what_waits_is_left_out_and_an_end_without_a_fix_is_not_done() -> None:
    rows = [closed(8), replace(CASE, status=S.DEFERRED), replace(CASE, status=S.TERMINATED)]
    assert parts(on_time_rate(rows, MAY)) == (1, 2, "50.0%")


def test_self_found_lowers_nobodys_rate() -> None:
    assert parts(on_time_rate([closed(8), replace(CASE, self_found=True)], MAY)) == (1, 1, "100.0%")


def test_by_the_original_date_an_extension_does_not_help() -> None:
    extended = closed(15, on_time=True, limit=date(2026, 5, 18))
    assert parts(on_time_rate([extended], MAY)) == (1, 1, "100.0%")
    assert parts(on_time_rate([extended], MAY, original=True)) == (0, 1, "0.0%")


def test_closure_is_as_of_a_moment_with_what_was_ended_beside_it() -> None:
    rows = [closed(8), closed(3, month=6), CASE, replace(CASE, status=S.TERMINATED)]
    rate = closure_rate(rows, END)
    assert (parts(rate), rate.note) == ((1, 4, "25.0%"), "另有终止整改 1 件")


def test_recurrence_needs_its_ninety_days() -> None:
    again = closed(4, found_again_on=date(2026, 7, 1))
    too_late = closed(5, found_again_on=date(2026, 8, 4))
    young = closed(30)
    rate = recurrence_rate([again, too_late, young], MAY, date(2026, 8, 10))
    assert (parts(rate), rate.note) == ((1, 2, "50.0%"), "1 件未满观察期")


def test_recurrence_that_nobody_could_have_seen_yet_is_no_rate() -> None:
    rate = recurrence_rate([closed(30)], MAY, date(2026, 6, 1))
    assert (rate.words, rate.d) == ("未满观察期", 0)


def test_callbacks_count_who_answered_and_say_how_many_did() -> None:
    rows = [CallbackRow(date(2026, 5, 9), value) for value in (5, 3, 2, None)] + [CallbackRow(date(2026, 6, 1), 1)]
    rate = callback_rate(rows, MAY)
    assert (parts(rate), rate.note) == ((2, 3, "66.7%"), "回访 4 人次，答复 3 人次")


@pytest.mark.usefixtures("app_context")
def test_the_rates_of_real_rows() -> None:
    first, late = make_case(S.RECTIFYING), make_case(S.RECTIFYING)
    for case, day in ((first, MONDAY), (late, date(2026, 5, 20))):
        with on(day):
            feed_back(case)
        with on(date(2026, 5, 21)):
            verify(case, method=VerificationMethod.CALL, satisfaction=5)
            close(case)
    make_finding(S.RECTIFYING, delivered_at=clock.at(MONDAY, time(9)), due=NEXT_MONDAY)
    with on(date(2026, 5, 29)):
        found = {rate.name: parts(rate) for rate in rates(None, MAY)}
    assert found["按期整改率"] == (1, 3, "33.3%")
    assert found["销号率"] == (2, 3, "66.7%")
    assert found["重复发生率"] == (0, 0, "未满观察期")
    assert found["回访满意率"] == (2, 2, "100.0%")
    assert found["平均跑次"] == (0, 0, "—")


@pytest.mark.usefixtures("app_context")
def test_a_campaign_is_closed_as_of_a_day_whatever_happens_elsewhere() -> None:
    """All of it solved by a date (E16): later closures and other campaigns do not count."""
    one, other = make_campaign(), make_campaign()
    for campaign, days in ((one, (4, 8, 20)), (other, (5,))):
        for day in days:
            finding = make_finding(S.CLOSED, campaign=campaign, delivered_at=at(1), due=date(2026, 5, 30))
            with transaction():
                db.session.get_one(Finding, finding.id).closed_at = at(day)
    for last, found in ((7, (1, 3, "33.3%")), (19, (2, 3, "66.7%")), (31, (3, 3, "100.0%"))):
        closure = {rate.name: rate for rate in rates(one.id, Period(MAY.first, date(2026, 5, last)))}["销号率"]
        assert parts(closure) == found


@pytest.mark.parametrize(
    "address", ["", "?from=2026-05-31&to=2026-05-01", "?from=x&campaign=999999999999", "?campaign=一"]
)
def test_the_page_opens_whatever_the_address_asks(app: Flask, client: FlaskClient, address: str) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.LEADER))
    page = client.get(f"/metrics/rates{address}")
    assert page.status_code == 200
    assert "按期整改率" in page.text and "—" in page.text
