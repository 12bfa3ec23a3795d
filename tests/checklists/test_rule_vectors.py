"""Python and the browser read one file of skip rules and say the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspect_app.checklists.rules import evaluate, visible_items
from inspect_app.checklists.vocabulary import ChecklistBody, Item, ItemKind, Part, PartKey, RuleError
from tests.checklists.node import run_in_node

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/checklist_rules.json").read_text(encoding="utf-8"))


def _in_python(case: dict[str, Any]) -> Any:
    try:
        if "body" in case:
            return [item.key for item in visible_items(_body(case["body"]), case["answers"])]
        return evaluate(case["rule"], case["answers"])
    except RuleError:
        return "error"


def _body(raw: dict[str, Any]) -> ChecklistBody:
    parts = (
        Part(
            PartKey(part["key"]),  # type: ignore[call-arg]
            tuple(Item(one["key"], ItemKind.YES_NO, one["text"], show_when=one["show_when"])
                  for one in part["items"]),
        )
        for part in raw["parts"]
    )  # fmt: skip
    return ChecklistBody(tuple(parts))


@pytest.mark.parametrize("case", VECTORS["evaluate"] + VECTORS["visible"], ids=lambda case: case["name"])
def test_python_says_what_the_vector_expects(case: dict[str, Any]) -> None:
    assert _in_python(case) == case["expect"]


def test_the_browser_says_what_the_vectors_expect() -> None:
    cases = VECTORS["evaluate"] + VECTORS["visible"]
    wrong = [
        case["name"] for case, said in zip(cases, run_in_node(cases), strict=True) if said != case["expect"]
    ]
    assert wrong == []


KEYS = st.sampled_from(["q", "r", "__proto__", "constructor"])
WORDS = st.one_of(st.sampled_from(["yes", "no", "na", "a", "b", "", "1", "😀", "｡"]), st.text(max_size=3))
NUMBERS = st.one_of(st.integers(-5, 5), st.floats(allow_nan=False, allow_infinity=False))
LITERALS = st.one_of(WORDS, NUMBERS, st.booleans())
JUNK = st.one_of(
    st.none(), LITERALS, st.lists(WORDS, max_size=2), st.dictionaries(KEYS, LITERALS, max_size=2)
)
SIDES = st.one_of(st.tuples(st.just("ref"), KEYS).map(list), LITERALS, JUNK)
VALUE_KEYS = st.sampled_from(
    ["choice", "choices", "number", "rating", "text", "time", "photos", "phone", "told", "note", "__proto__"]
)
PHONES = st.fixed_dictionaries(
    {}, optional={"connected": st.one_of(st.booleans(), JUNK), "answered": st.one_of(st.booleans(), JUNK)}
)
TOLD = st.dictionaries(KEYS, st.one_of(st.booleans(), JUNK), max_size=3)
ANSWERS = st.dictionaries(
    KEYS,
    st.one_of(JUNK, st.dictionaries(VALUE_KEYS, st.one_of(JUNK, PHONES, TOLD), max_size=2)),
    max_size=4,
)
COMPARISONS = st.tuples(
    st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge", "has", "is"]), SIDES, SIDES
).map(list)
LEAVES = st.one_of(COMPARISONS, st.tuples(st.just("answered"), SIDES).map(list), JUNK)
RULES = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.tuples(st.just("not"), below).map(list),
        st.builds(lambda name, branches: [name, *branches], st.sampled_from(["and", "or"]),
                  st.lists(below, max_size=3)),
    ),
    max_leaves=8,
)  # fmt: skip
CASES = st.lists(st.fixed_dictionaries({"rule": RULES, "answers": ANSWERS}), min_size=20, max_size=60)


@settings(suppress_health_check=list(HealthCheck))
@given(cases=CASES)
def test_python_and_the_browser_agree_on_random_rules(cases: list[dict[str, Any]]) -> None:
    cases = json.loads(json.dumps(cases))
    assert [_in_python(case) for case in cases] == run_in_node(cases)
