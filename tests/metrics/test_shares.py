"""The other metrics, with n/d written by hand, each with its zero denominator (rectification.md §9)."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from inspect_app.access import Role
from inspect_app.findings.vocabulary import FindingStatus as S
from inspect_app.foundation import clock
from inspect_app.foundation.workdays import WorkCalendar
from inspect_app.metrics.queries import measured
from inspect_app.metrics.rules import shares
from inspect_app.metrics.rules.definitions import DEFINITIONS, named
from inspect_app.metrics.vocabulary import CaseRow, Period, Rate, Sample
from inspect_app.rectification.vocabulary import VerificationMethod
from tests.factories import make_person, sign_in
from tests.rectification.making import MONDAY, TUESDAY, close, feed_back, make_case, on, verify

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
END = clock.at(MAY.last, time(23, 59))
DAY = date(2026, 5, 20)
CALENDAR = WorkCalendar(days_off=(), worked=(), known_years=(2026,))
CASE = CaseRow(
    finding_id=1, unit_id=1, status=S.RECTIFYING, delivered_at=datetime(2026, 5, 4, 2, tzinfo=UTC), accepted_at=None,
    auto_accepted=False, limit=date(2026, 5, 26), last_feedback_at=None, closed_at=None, on_time=None,
    rework_count=0, is_recurrence=False, self_found=False,
)  # fmt: skip


def at(day: int, month: int = 5) -> datetime:
    return datetime(2026, month, day, 2, tzinfo=UTC)


def parts(rate: Rate) -> tuple[int, int, str]:
    return rate.n, rate.d, rate.words


def test_without_a_denominator_each_of_them_is_a_dash() -> None:
    empty = [
        shares.share("look_back", [], MAY), shares.part("coverage", 0, 0), shares.rectified_rate([], END),
        shares.overdue_days([], END, CALENDAR), shares.days_to_close([], MAY, CALENDAR),
        shares.extension_rate([], MAY), shares.return_rate([], MAY), shares.rework_rate([], MAY),
        shares.average_wait([]),
    ]  # fmt: skip
    assert [parts(rate) for rate in empty] == [(0, 0, "—")] * len(empty)
    assert [rate.note for rate in empty] == [""] * len(empty)


def test_a_share_counts_what_happened_in_the_period() -> None:
    samples = [Sample(DAY, True), Sample(DAY, False), Sample(MAY.last, True), Sample(date(2026, 6, 1), True)]
    assert parts(shares.share("first_pass", samples, MAY)) == (2, 3, "66.7%")


def test_rectified_is_what_was_accepted_of_all_that_was_delivered() -> None:
    passed = replace(CASE, status=S.PENDING_VERIFICATION, passed_at=at(20))
    waiting = replace(CASE, status=S.PENDING_VERIFICATION, last_feedback_at=at(20))
    rows = [
        replace(CASE, status=S.CLOSED, closed_at=at(21)),
        passed,
        waiting,
        CASE,
        replace(CASE, delivered_at=at(1, 6)),
    ]
    assert parts(shares.rectified_rate(rows, END)) == (2, 4, "50.0%")
    assert parts(shares.rectified_rate(rows, clock.at(DAY, time(23)))) == (1, 4, "25.0%")


def test_overdue_days_are_working_days_since_the_date_it_is_judged_by() -> None:
    late = replace(CASE, limit=date(2026, 5, 21))  # a Thursday; Friday and Monday make two
    moment = clock.at(date(2026, 5, 25), time(18))
    rate = shares.overdue_days([late, replace(late, limit=date(2026, 5, 22)), CASE], moment, CALENDAR)
    assert (parts(rate), rate.note) == ((3, 2, "1.5 个工作日"), "逾期未改 2 件")


def test_days_to_close_are_counted_to_the_feedback_with_the_median_beside() -> None:
    def closed(fed: int, closed_on: int, month: int = 5) -> CaseRow:
        return replace(
            CASE, status=S.CLOSED, last_feedback_at=at(fed, month), closed_at=at(closed_on, month), held_days=1
        )

    rate = shares.days_to_close([closed(6, 8), closed(7, 8), closed(15, 18), closed(2, 3, 6)], MAY, CALENDAR)
    assert parts(rate) == (14, 3, "4.7 个工作日")
    assert rate.note == "中位数 3 个工作日，跑改办共占用 3 个工作日"


def test_extensions_and_returns_count_findings_not_requests() -> None:
    rows = [replace(CASE, extensions=2, returns=1), CASE, CASE, replace(CASE, extensions=1, delivered_at=at(30, 4))]
    assert parts(shares.extension_rate(rows, MAY)) == (1, 3, "33.3%")
    assert parts(shares.return_rate(rows, MAY)) == (1, 3, "33.3%")


def test_rework_goes_by_the_first_feedback() -> None:
    fed = replace(CASE, feedback_at=at(12))
    rows = [fed, replace(fed, rework_count=2), replace(fed, feedback_at=at(30, 4), rework_count=1), CASE]
    assert parts(shares.rework_rate(rows, MAY)) == (1, 2, "50.0%")


def test_waiting_is_a_mean_with_what_nine_in_ten_did_not_exceed() -> None:
    rate = shares.average_wait([55, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    assert (parts(rate), rate.note) == ((100, 10, "10.0 分钟"), "九成不超过 9 分钟")


def test_every_metric_is_defined_once() -> None:
    assert len({one.key for one in DEFINITIONS}) == len({one.name for one in DEFINITIONS}) == len(DEFINITIONS)
    assert all(one.numerator and one.denominator and one.basis for one in DEFINITIONS)


@pytest.mark.usefixtures("app_context")
def test_every_metric_has_a_number_or_says_what_it_waits_for() -> None:
    found = measured(None, MAY)
    assert [one.definition for one in found] == list(DEFINITIONS)
    assert {one.definition.name for one in found if (one.rate is None) != bool(one.definition.missing)} == set()


@pytest.mark.usefixtures("app_context")
def test_the_metrics_of_real_rows() -> None:
    case = make_case(S.RECTIFYING)
    with on(MONDAY):
        feed_back(case)
    with on(TUESDAY):
        verify(case, method=VerificationMethod.CALL, satisfaction=5)
        close(case)
    with on(date(2026, 5, 29)):
        found = {one.definition.key: one.rate for one in measured(None, MAY)}
    told = {key: parts(rate)[:2] for key, rate in found.items() if rate is not None}
    assert {key: told[key] for key in ("rectified", "first_pass", "punctual", "rework", "closure", "callback")} == {
        "rectified": (1, 1), "first_pass": (1, 1), "punctual": (1, 1), "rework": (0, 1), "closure": (1, 1),
        "callback": (1, 1),
    }  # fmt: skip


def test_the_page_of_definitions_says_all_of_them(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        sign_in(client, make_person(Role.LEADER))
    page = client.get("/metrics/definitions").text
    assert [one.name for one in DEFINITIONS if one.name not in page] == []
    assert [one.key for one in DEFINITIONS if one.missing] == ["accepted"], "left uncounted on purpose"


def test_excel_says_what_the_screen_says(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_case(S.RECTIFYING)
        sign_in(client, make_person(Role.LEADER))
    asked = "?from=2026-05-01&to=2026-05-31"
    answer = client.get(f"/metrics/rates/export{asked}")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    written = [tuple(value or "" for value in row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    with app.app_context():
        wanted = [one.cells for one in measured(None, MAY)]
    assert [row[1:5] for row in written] == wanted
    page = client.get(f"/metrics/rates{asked}").text
    assert [cells for cells in wanted if not all(cell in page for cell in cells)] == []
    assert named("on_time") in page


def test_word_says_what_the_screen_and_excel_say_and_the_same_numbers_give_the_same_bytes(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        make_case(S.RECTIFYING)
        sign_in(client, make_person(Role.LEADER))
    asked = "?from=2026-05-01&to=2026-05-31"
    first, second = (client.get(f"/metrics/rates/word{asked}").data for _ in range(2))
    assert first == second
    *groups, meanings = Document(io.BytesIO(first)).tables
    with app.app_context():
        wanted = [one.cells for one in measured(None, MAY)]
    assert [tuple(cell.text for cell in row.cells) for table in groups for row in table.rows[1:]] == wanted
    assert [row.cells[0].text for row in meanings.rows[1:]] == [one.name for one in DEFINITIONS]
    assert "/metrics/rates/word" in client.get("/metrics/rates").text
