"""Python and the browser read one file of skip rules and say the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
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


KEYS = st.sampled_from(["q", "r", "__proto__"])
FEW_WORDS = st.sampled_from(["yes", "no", "a", "b", "", "1", "😀", "｡"])
FEW_NUMBERS = st.sampled_from([-1, 0, -0.0, 1, 1.0, 2.5])
WORDS = st.one_of(FEW_WORDS, st.text(max_size=3))
NUMBERS = st.one_of(FEW_NUMBERS, st.floats(allow_nan=False, allow_infinity=False))
JUNK = st.one_of(
    st.none(), st.booleans(), WORDS, NUMBERS, st.lists(WORDS, max_size=2),
    st.dictionaries(KEYS, WORDS, max_size=2),
)  # fmt: skip
PHONES = st.fixed_dictionaries(
    {"connected": st.one_of(st.booleans(), JUNK)}, optional={"answered": st.one_of(st.booleans(), JUNK)}
)
TOLD = st.dictionaries(st.one_of(KEYS, FEW_WORDS), st.one_of(st.booleans(), JUNK), max_size=3)
SOUND_ANSWERS = st.one_of(
    st.fixed_dictionaries({"choice": FEW_WORDS}),
    st.fixed_dictionaries({"number": FEW_NUMBERS}),
    st.fixed_dictionaries({"choices": st.lists(FEW_WORDS, max_size=3)}),
    st.fixed_dictionaries({"phone": PHONES}),
    st.fixed_dictionaries({"told": TOLD}),
)
VALUE_KEYS = st.sampled_from(
    ["choice", "choices", "number", "rating", "text", "time", "photos", "phone", "told", "note", "__proto__"]
)
SPOILT_ANSWERS = st.one_of(JUNK, st.dictionaries(VALUE_KEYS, JUNK, max_size=2))
ANSWERS = st.dictionaries(KEYS, st.one_of(SOUND_ANSWERS, SOUND_ANSWERS, SPOILT_ANSWERS), max_size=3)
REFERENCES = st.tuples(st.just("ref"), KEYS).map(list)
SOUND_SIDES = st.one_of(REFERENCES, REFERENCES, FEW_WORDS, FEW_NUMBERS, WORDS, NUMBERS, st.booleans())
OPERATORS = st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge", "has"])
SOUND_LEAVES = st.one_of(
    st.tuples(OPERATORS, SOUND_SIDES, SOUND_SIDES).map(list),
    st.tuples(st.just("answered"), REFERENCES).map(list),
)
SPOILT_LEAVES = st.one_of(
    JUNK,
    st.tuples(st.one_of(OPERATORS, WORDS), st.one_of(SOUND_SIDES, JUNK), JUNK).map(list),
    st.tuples(st.just("answered"), JUNK).map(list),
)


def _trees(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def grow(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        branches = st.lists(below, min_size=1, max_size=3)
        both = st.tuples(st.sampled_from(["and", "or"]), branches)
        return st.one_of(below.map(lambda rule: ["not", rule]), both.map(lambda pair: [pair[0], *pair[1]]))

    return st.recursive(leaves, grow, max_leaves=5)


RULES = st.one_of(SOUND_LEAVES, _trees(SOUND_LEAVES), _trees(st.one_of(SOUND_LEAVES, SPOILT_LEAVES)))
CASES = st.lists(st.fixed_dictionaries({"rule": RULES, "answers": ANSWERS}), min_size=40, max_size=80)


# No shrinking: every attempt would start node again; the failing batch is printed as it is.
@settings(suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(cases=CASES)
def test_python_and_the_browser_agree_on_random_rules(cases: list[dict[str, Any]]) -> None:
    cases = json.loads(json.dumps(cases))
    pairs = zip(cases, map(_in_python, cases), run_in_node(cases), strict=True)
    assert [pair for pair in pairs if pair[1] != pair[2]] == []
