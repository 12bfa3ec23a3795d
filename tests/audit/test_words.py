"""An entry reads in the office's words, and a number in it stays the number."""

import pytest

from inspect_app.audit.queries import _said


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ({"items": 1}, [("项数", "1")]),
        ({"targets": [0, 80]}, [("走访清单项数", "0 → 80")]),
        ({"self_check": False}, [("自查", "否")]),
        ({"seed": 1, "assigned": 9}, [("抽签号", "1"), ("分派数", "9")]),
        ({"link": ""}, [("链接", "—")]),
    ],
)
def test_an_entry_says_numbers_as_numbers_and_fields_in_words(
    body: dict[str, object], read: list[tuple[str, str]]
) -> None:
    assert list(_said("plan_round", body)) == read
