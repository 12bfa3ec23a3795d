"""How dates, numbers, files and addresses read on a page."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from inspect_app.web import filters

MONDAY = date(2026, 5, 25)
LATE_IN_LONDON = datetime(2026, 5, 24, 16, 30, 5, tzinfo=UTC)


def test_a_date_reads_as_its_place_asks() -> None:
    assert filters.date_short(MONDAY) == "05-25"
    assert filters.date_iso(MONDAY) == "2026-05-25"
    assert filters.date_words(MONDAY) == "5月25日（星期一）"
    assert filters.date_long(MONDAY) == "2026年5月25日"


def test_a_moment_reads_as_the_wall_clock_in_shanghai() -> None:
    assert filters.date_short(LATE_IN_LONDON) == "05-25"
    assert filters.moment(LATE_IN_LONDON) == "5月25日 00:30"
    assert filters.clock_time(LATE_IN_LONDON, seconds=True) == "00:30:05"


@pytest.mark.parametrize(
    "show", [filters.date_short, filters.date_iso, filters.date_words, filters.date_long, filters.moment]
)
def test_no_date_prints_a_dash(show: object) -> None:
    assert callable(show) and show(None) == "—"


@pytest.mark.parametrize(
    ("count", "words"), [(11, "剩 11 天"), (1, "剩 1 天"), (0, "今天到期"), (-4, "4 天"), (None, "")]
)
def test_days_are_counted_in_words(count: int | None, words: str) -> None:
    assert filters.days_left(count) == words


def test_a_share_of_nothing_is_a_dash() -> None:
    assert filters.percent(52, 61) == "85.2%"
    assert filters.percent(0, 0) == "—"
    assert filters.ratio(0, 0) == "0/0"


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (1258291, "1.2 MB"), (None, "—")]
)
def test_a_file_size_reads_as_people_say_it(count: int | None, words: str) -> None:
    assert filters.file_size(count) == words


def test_an_address_keeps_the_filters_and_forgets_the_page(shell: Flask) -> None:
    with shell.test_request_context("/ledger?status=open&unit=3&page=7"):
        assert filters.address(status=None) == "/ledger?unit=3"
        assert filters.address(page=8) == "/ledger?status=open&unit=3&page=8"
        assert filters.address(status=None, unit=None) == "/ledger"


def test_an_address_quotes_what_people_type(shell: Flask) -> None:
    with shell.test_request_context("/ledger", query_string={"q": "一窗 & 二窗"}):
        again = filters.address(sort="due")
    with shell.test_request_context(again) as context:
        assert dict(context.request.args) == {"q": "一窗 & 二窗", "sort": "due"}
