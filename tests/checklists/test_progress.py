"""An author sees the items that apply and how many are left."""

from inspect_app.checklists.rules import missing_items, progress, visible_answers, visible_items
from inspect_app.checklists.vocabulary import ItemKind
from tests.checklists.making import a_body, an_item

BODY = a_body(
    an_item("a"),
    an_item("b", show_when=["eq", ["ref", "a"], "no"]),
    an_item("slot", text=""),
    do=(an_item("c", ItemKind.TEXT, required=False), an_item("d")),
)


def _progress(answers: dict[str, object]) -> dict[str, str]:
    return {part.key.value: f"{part.done}/{part.total}" for part in progress(BODY, answers)}


def test_done_and_total_count_what_is_shown_and_wanted() -> None:
    assert _progress({}) == {"look": "0/1", "do": "0/1", "ask": "0/0"}
    assert _progress({"a": {"choice": "no"}}) == {"look": "1/2", "do": "0/1", "ask": "0/0"}
    assert _progress({"a": {"choice": "na"}, "d": {"choice": "yes"}}) == {
        "look": "1/1", "do": "1/1", "ask": "0/0",
    }  # fmt: skip


def test_an_optional_item_left_empty_is_not_missing() -> None:
    answers = {"a": {"choice": "no"}, "b": {"choice": None}}
    assert [item.key for item in missing_items(BODY, answers)] == ["b", "d"]


def test_a_hidden_item_and_its_answer_count_as_not_given() -> None:
    answers: dict[str, object] = {"a": {"choice": "yes"}, "b": {"choice": "no"}, "zz": 1}
    assert [item.key for item in visible_items(BODY, answers)] == ["a", "c", "d"]
    assert visible_answers(BODY, answers) == {"a": {"choice": "yes"}}
