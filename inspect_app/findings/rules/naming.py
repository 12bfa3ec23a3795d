"""Words that may tell who came: a person's name, a telephone or identity number, a queue ticket."""

import re
from collections.abc import Iterable

from inspect_app.foundation.masking import MOBILE

_PATTERNS = (
    ("身份证号", re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")),
    ("手机号", MOBILE),
    ("电话号码", re.compile(r"(?<!\d)0\d{2,3}[-－ ]?\d{7,8}(?!\d)")),
    ("排队号", re.compile(r"(?<![A-Za-z0-9])[A-Za-z]\d{2,4}(?=号|(?![A-Za-z0-9]))")),
    ("排队号", re.compile(r"(?:排队号|取号|叫号|票号)[^，。；\d]{0,3}\d{1,4}")),
    ("具体钟点", re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:：点][0-5]?\d?分?")),
)
_SHORTEST_NAME = 2


LATELY = "近期"


def traces(text: str, names: Iterable[str], *, covert: bool) -> list[str]:
    """Return what in a text may tell who came, such as `姓名“何静”`; the hour matters only when covert."""
    found = [f"姓名“{name}”" for name in names if len(name) >= _SHORTEST_NAME and name in text]
    for label, pattern in _PATTERNS:
        if label == "具体钟点" and not covert:
            continue
        found += [f"{label}“{match.group()}”" for match in pattern.finditer(text)]
    return list(dict.fromkeys(found))
