"""A workflow is its table."""

import pytest

from inspect_app.foundation.workflow import Transition, Workflow

ROWS = [
    Transition("answer", "open", "answered", frozenset({"liaison"}), ("text",)),
    Transition("close", "answered", "closed", frozenset({"director"})),
    Transition("send back", "answered", "open", frozenset({"clerk", "director"})),
]
FLOW = Workflow[str, str, str](ROWS)


def test_a_step_is_found_only_where_its_row_stands() -> None:
    assert FLOW.find("open", "answer") is ROWS[0]
    assert FLOW.find("open", "close") is None
    assert FLOW.find("nowhere", "answer") is None


def test_the_rows_that_leave_a_status_come_in_the_order_of_the_table() -> None:
    assert FLOW.steps_from("answered") == ROWS[1:]
    assert FLOW.steps_from("closed") == []
    assert [FLOW.sources_of(step) for step in ("answer", "close", "reopen")] == [["open"], ["answered"], []]


def test_two_rows_for_one_status_and_step_are_refused() -> None:
    with pytest.raises(ValueError, match="two rows"):
        Workflow([*ROWS, Transition("answer", "open", "closed", frozenset({"clerk"}))])
