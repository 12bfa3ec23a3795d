"""When a reminder is due, when to try again, and what leaves the installation."""

from datetime import UTC, datetime, timedelta

import pytest

from inspect_app.messages.rules import digest_body, digest_title, fill, is_stale, next_try, reminder_due, sign
from inspect_app.messages.vocabulary import MessageKind

_NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (-3, False), (0, False), (1, True), (2, True), (3, False), (4, True), (5, False), (6, False), (7, False),
        (8, True), (9, False), (12, False), (15, False), (16, True), (17, False), (20, False), (24, True), (32, True),
    ],
)  # fmt: skip
def test_reminders_grow_rare(days: int, due: bool) -> None:
    assert reminder_due(days) is due


def test_a_year_of_being_late_is_no_flood() -> None:
    assert sum(map(reminder_due, range(250))) == 3 + 31


def test_a_failure_is_tried_again_later_and_later_and_then_given_up() -> None:
    waits = [(next_try(attempt, _NOW) or _NOW) - _NOW for attempt in range(1, 7)]
    assert [wait // timedelta(minutes=1) for wait in waits] == [1, 5, 25, 125, 625, 0]


@pytest.mark.parametrize(("hours", "stale"), [(0, False), (24, False), (25, True)])
def test_a_digest_of_yesterday_is_not_sent(hours: int, stale: bool) -> None:
    assert is_stale(_NOW - timedelta(hours=hours), _NOW) is stale


def test_a_digest_counts_first_and_tells_nothing_but_kind_number_and_link() -> None:
    lines = [
        (MessageKind.NEAR, "2026-0001", "/f/1"), (MessageKind.OVER, "2026-0002", "/f/2"),
        (MessageKind.NEAR, "", "/ledger"),
    ]  # fmt: skip
    assert digest_body(lines, "https://a.cn") == (
        "待办 3 件：临期提醒 2、逾期提醒 1\n"
        "临期提醒 2026-0001 https://a.cn/f/1\n"
        "逾期提醒 2026-0002 https://a.cn/f/2\n"
        "临期提醒 https://a.cn/ledger"
    )


def test_a_long_digest_ends_with_the_way_to_the_rest() -> None:
    body = digest_body([(MessageKind.NEAR, str(number), "/x") for number in range(33)], "")
    assert body.splitlines()[0] == digest_title([MessageKind.NEAR] * 33)
    assert body.splitlines()[-1] == "另有 13 件，请登录查看：/messages"
    assert len(body.splitlines()) == 22


def test_a_value_cannot_break_out_of_the_text_it_stands_in() -> None:
    template = {"msgtype": "text", "text": {"content": "{text}", "at": ["{username}", 1, None, "{unknown}"]}}
    value = '"}}, "msgtype": "x", {title}'
    filled = fill(template, {"text": value, "title": "T", "username": "li"})
    assert filled == {"msgtype": "text", "text": {"content": value, "at": ["li", 1, None, "{unknown}"]}}


def test_the_signature_covers_time_and_body() -> None:
    # RFC 4231, test case 2: the key "Jefe" and these words, cut in two.
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert sign("Jefe", "what do ya ", b"want for nothing?") == expected
    assert sign("Jefe", "what do ya", b" want for nothing!") != expected
