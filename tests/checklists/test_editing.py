"""A draft is edited one step at a time and never half."""

from inspect_app.checklists.rules import (
    add_item,
    blank_item,
    empty_body,
    move_item,
    new_key,
    next_letter,
    publishing_problems,
    remove_item,
    replace_item,
    with_all_parts,
)
from inspect_app.checklists.vocabulary import ChecklistBody, ItemKind, Part, PartKey
from tests.checklists.making import a_body, an_item

BODY = a_body(an_item("a"), an_item("b"), an_item("c"))


def _keys(body: ChecklistBody) -> list[str]:
    return [item.key for item in body.items]


def test_items_are_added_replaced_and_removed() -> None:
    body = add_item(BODY, PartKey.DO, an_item("d"))
    assert [item.key for item in body.parts[1].items] == ["d"]
    assert replace_item(body, an_item("d", text="新")).parts[1].items[0].text == "新"
    assert _keys(remove_item(body, "b")) == ["a", "c", "d"]


def test_an_item_moves_within_its_part_and_stops_at_the_ends() -> None:
    assert _keys(move_item(BODY, "b", -1)) == ["b", "a", "c"]
    assert _keys(move_item(BODY, "b", 1)) == ["a", "c", "b"]
    assert _keys(move_item(BODY, "a", -1)) == ["a", "b", "c"]
    assert _keys(move_item(BODY, "c", 1)) == ["a", "b", "c"]
    assert _keys(move_item(BODY, "zz", 1)) == ["a", "b", "c"]


def test_a_part_that_is_missing_is_made() -> None:
    body = add_item(ChecklistBody((Part(PartKey.ASK),)), PartKey.LOOK, an_item("a"))
    assert [part.key for part in body.parts] == list(PartKey)
    assert with_all_parts(ChecklistBody(())) == empty_body()


def test_a_new_key_was_never_used() -> None:
    assert new_key(frozenset()) == "i1"
    assert new_key(frozenset({"i1", "i3", "x"})) == "i4"
    assert next_letter(["a", "c"]) == "b"
    assert next_letter([chr(97 + n) for n in range(26)]) == "a1"


def test_a_new_item_of_every_kind_can_be_published_at_once() -> None:
    body = empty_body()
    for number, kind in enumerate(ItemKind):
        body = add_item(body, PartKey.LOOK, blank_item(f"i{number}", kind, "内容"))
    assert publishing_problems(body) == []
