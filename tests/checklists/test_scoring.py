"""Points are earned out of what was possible; a failed critical item caps; a failure offers its words."""

from typing import Any

import pytest

from inspect_app.checklists.rules import is_failing, propose_finding, score
from inspect_app.checklists.vocabulary import Item, ItemKind, Option
from tests.checklists.making import (
    CHOICE,
    CHOICES,
    NUMBER,
    PHONE,
    PHOTO,
    RATING,
    TEXT,
    TIME,
    TOLD,
    YES_NO,
    a_body,
    a_phone,
    an_item,
)

NA = {"choice": "na", "reason": "没有"}
UNSCORED_CHOICE = an_item(kind=ItemKind.SINGLE, options=(Option("a", "上班时间"), Option("b", "24 小时")))
SHARED = an_item(kind=ItemKind.MULTIPLE, options=(Option("a", "看得见", 3), Option("b", "看得懂", 1)))
JUDGED = an_item(kind=ItemKind.MULTIPLE, options=(Option("a", "好"), Option("b", "坏", fails=True)))

# item, answer, share of the weight (None: not scored), failing
TABLE: list[tuple[Item, Any, float | None, bool]] = [
    (YES_NO, {"choice": "yes"}, 1, False),
    (YES_NO, {"choice": "no"}, 0, True),
    (YES_NO, NA, None, False),
    (YES_NO, {"choice": "not_seen"}, None, False),
    (YES_NO, {"choice": ["no"]}, None, False),
    (YES_NO, None, None, False),
    (CHOICE, {"choice": "a"}, 1, False),
    (CHOICE, {"choice": "b"}, 0, True),
    (CHOICE, {"choice": "zz"}, None, False),
    (UNSCORED_CHOICE, {"choice": "a"}, None, False),
    (CHOICES, {"choices": ["a", "b"]}, 1, True),
    (SHARED, {"choices": ["a"]}, 0.75, False),
    (JUDGED, {"choices": ["a"]}, 1, False),
    (JUDGED, {"choices": ["a", "b"]}, 0, True),
    (NUMBER, {"number": 15}, 1, False),
    (NUMBER, {"number": 15.5}, 0, True),
    (an_item(kind=ItemKind.NUMBER), {"number": 3}, None, False),
    (RATING, {"rating": 5}, 1, False),
    (RATING, {"rating": 3}, 0.6, False),
    (RATING, {"rating": 2}, 0.4, True),
    (RATING, {"rating": 9}, None, False),
    (PHONE, a_phone(), 1, False),
    (PHONE, a_phone(quality="fair"), 0.5, False),
    (PHONE, a_phone(quality="poor"), 0, True),
    (PHONE, a_phone(answered=False, quality=None), 0, True),
    (PHONE, a_phone(connected=False, answered=False, quality=None), 0, True),
    (PHONE, {"phone": None}, None, False),
    (TOLD, {"told": {"papers": True, "time": True}}, 1, False),
    (TOLD, {"told": {"papers": True, "time": False}}, 0.5, True),
    (TOLD, {"told": {"papers": False, "time": False}}, 0, True),
    (TEXT, {"text": "好"}, None, False),
    (TIME, {"time": "09:30"}, None, False),
    (PHOTO, {"photos": ["f1"]}, None, False),
]


@pytest.mark.parametrize(("item", "answer", "share", "failing"), TABLE)
def test_an_answer_earns_its_share_and_fails_as_declared(
    item: Item, answer: Any, share: float | None, failing: bool
) -> None:
    total = score(a_body(item), {"q": answer}).total
    assert (total.earned, total.possible) == ((0, 0) if share is None else (share, 1))
    assert is_failing(item, answer) is failing
    assert (propose_finding(item, answer) is not None) is failing


def test_parts_add_up_and_hidden_and_inapplicable_items_leave_both_sides() -> None:
    hidden = an_item("c", weight=50, show_when=["eq", ["ref", "a"], "no"])
    body = a_body(an_item("a", weight=2), an_item("b", weight=3), hidden, do=(an_item("d", weight=5),))
    answers = {"a": {"choice": "yes"}, "b": NA, "c": {"choice": "yes"}, "d": {"choice": "no"}}
    assert score(body, answers).to_json() == {
        "parts": {
            "look": {"earned": 2.0, "possible": 2.0, "capped": False},
            "do": {"earned": 0.0, "possible": 5.0, "capped": False},
            "ask": {"earned": 0.0, "possible": 0.0, "capped": False},
        },
        "total": {"earned": 2.0, "possible": 7.0, "capped": False},
    }


def test_a_failed_critical_item_caps_its_part_and_the_whole_at_59_percent() -> None:
    body = a_body(an_item("a", weight=99), an_item("b", critical=True), do=(an_item("d", weight=100),))
    result = score(body, {"a": {"choice": "yes"}, "b": {"choice": "no"}, "d": {"choice": "yes"}}).to_json()
    assert result["parts"]["look"] == {"earned": 59.0, "possible": 100.0, "capped": True}
    assert result["parts"]["do"] == {"earned": 100.0, "possible": 100.0, "capped": False}
    assert result["total"] == {"earned": 118.0, "possible": 200.0, "capped": True}


def test_the_cap_never_lifts_a_low_score() -> None:
    body = a_body(an_item("a", weight=9), an_item("b", critical=True))
    total = score(body, {"a": {"choice": "no"}, "b": {"choice": "no"}}).total
    assert (total.earned, total.possible, total.capped) == (0.0, 10.0, True)


def test_weights_like_a_tenth_add_up_exactly() -> None:
    body = a_body(*(an_item(f"a{n}", weight=0.1) for n in range(10)))
    total = score(body, {f"a{n}": {"choice": "yes"} for n in range(10)}).total
    assert (total.earned, total.possible) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("item", "answer", "text"),
    [
        (YES_NO, {"choice": "no"}, "“窗口有人在岗”没有做到。"),
        (YES_NO, {"choice": "no", "note": "十点空岗"}, "“窗口有人在岗”没有做到。十点空岗。"),
        (CHOICE, {"choice": "b"}, "窗口有人在岗：不给办。"),
        (CHOICES, {"choices": ["a", "b"]}, "窗口有人在岗：不给办。"),
        (NUMBER, {"number": 45}, "等了多久：45 分钟，超过 15 分钟。"),
        (an_item(kind=ItemKind.NUMBER, pass_minimum=2), {"number": 1}, "窗口有人在岗：1，不到 2。"),
        (RATING, {"rating": 2}, "“窗口有人在岗”打了 2 分（满分 5 分）。"),
        (TOLD, {"told": {"papers": False, "time": True}}, "没有一次告知：要带哪些材料。"),
        (
            PHONE,
            a_phone(connected=False, answered=False, quality=None),
            "2026-11-20 09:30 拨打 0571-12345678，没有打通。",
        ),
        (PHONE, a_phone(quality="poor"), "2026-11-20 09:30 拨打 0571-12345678，没讲清楚。"),
    ],
)
def test_a_failing_answer_offers_the_words_of_its_finding(item: Item, answer: Any, text: str) -> None:
    proposal = propose_finding(item, answer)
    assert proposal is not None
    assert proposal.text == text


def test_the_offer_brings_suggestion_and_clause() -> None:
    item = an_item(suggestion="安排替补", clause="规范 5.3", critical=True)
    proposal = propose_finding(item, {"choice": "no"})
    assert proposal is not None
    assert (proposal.suggestion, proposal.clause, proposal.critical) == ("安排替补", "规范 5.3", True)
