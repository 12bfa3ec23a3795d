"""The shapes an answer may take: the one place where they are written down.

A visit holds `answers: {item key: answer}`; an answer is a JSON object with exactly one *value key*
and, beside it, optionally `"note"` (what was seen, ≤ 2000 characters):

==============  ======================================================================
kind            answer
==============  ======================================================================
yes_no          `{"choice": "yes" | "no"}`
single          `{"choice": "<option key>"}`
multiple        `{"choices": ["<option key>", …]}`, at least one, none twice
number          `{"number": 12.5}`, within the item's `min` and `max`
rating          `{"rating": 4}`, a whole number from 1 to 5
text            `{"text": "…"}`
time            `{"time": "09:30"}`
photo           `{"photos": ["<reference of an evidence file>", …]}`
phone_test      `{"phone": {"number": "0571-12345678", "dialled_at": "2026-11-20T09:30",
                "connected": true, "answered": true, "quality": "good", "rings": 3}}`;
                `quality` only when answered, `rings` may be left out
told_list       `{"told": {"<point key>": true | false, …}}`, every point of the item
any kind        `{"choice": "na", "reason": "…"}` 不适用: a reason from everybody but observers
any kind        `{"choice": "not_seen"}` 没看到: observers only, where the item allows it
==============  ======================================================================

`answer_value` says what a skip rule sees of an answer; `checklist-rules.js` does the same in the browser.
"""

import math
from collections.abc import Mapping
from typing import TypeAlias

from inspect_app.foundation.labels import Labelled

Value: TypeAlias = str | float | bool | list[str] | None


class Choice(Labelled):
    """The answers every yes/no item offers, and the two ways not to answer any item."""

    YES = "yes", "是"
    NO = "no", "否"
    NA = "na", "不适用"
    NOT_SEEN = "not_seen", "没看到"


class PhoneQuality(Labelled):
    """How well the person on the phone answered."""

    GOOD = "good", "讲清楚了"
    FAIR = "fair", "讲了一部分"
    POOR = "poor", "没讲清楚"


def answer_value(answer: object) -> Value:
    """Return what a rule sees of an answer: a word, a number, a list of words, or nothing.

    A phone test is seen as `answered`, `not_answered` or `not_connected`, a told-or-not list as the keys
    told.
    """
    if not isinstance(answer, Mapping):
        return None
    for key, read in _READERS:
        if key in answer:
            return read(answer[key])
    return None


def is_answered(answer: object) -> bool:
    """Say whether an answer holds a value, 不适用 and 没看到 included."""
    return answer_value(answer) is not None


def _word(raw: object) -> Value:
    return raw if isinstance(raw, str) and raw else None


def _words(raw: object) -> Value:
    if not isinstance(raw, list):
        return None
    return [word for word in raw if isinstance(word, str)] or None


def _figure(raw: object) -> Value:
    """Take a finite number as a double, which is all that the browser knows."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    try:
        figure = float(raw)
    except OverflowError:
        return None
    return figure if math.isfinite(figure) else None


def _phone(raw: object) -> Value:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("connected"), bool):
        return None
    if not raw["connected"]:
        return "not_connected"
    return "answered" if raw.get("answered") is True else "not_answered"


def _told(raw: object) -> Value:
    if not isinstance(raw, Mapping) or not raw:
        return None
    return [str(key) for key, told in raw.items() if told is True]


_READERS = (
    ("choice", _word), ("choices", _words), ("number", _figure), ("rating", _figure), ("text", _word),
    ("time", _word), ("photos", _words), ("phone", _phone), ("told", _told),
)  # fmt: skip
