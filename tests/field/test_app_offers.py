"""Python and the tablet read one file of answers, trials and talks, and offer the same problems in the same words."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from inspect_app.config import PROJECT_ROOT
from tests.browsers import LiveServer
from tests.field.saying_offers import say

_FILE = PROJECT_ROOT / "tests" / "vectors" / "offers.json"
VECTORS: dict[str, list[dict[str, Any]]] = json.loads(_FILE.read_text(encoding="utf-8"))
CASES = [(kind, case) for kind, cases in VECTORS.items() for case in cases]
_IN_BROWSER = """async (vectors) => {
  const { answerOffer, papersOf, talkOffer, trialOffers } = await import("/static/js/field/offers.js");
  const say = {
    answers: ({ item, answer }) => [answerOffer(item, answer)].filter(Boolean),
    trials: ({ matter, trial, cancelled }) => trialOffers(matter, trial, papersOf(trial, matter, cancelled)),
    talks: ({ talk }) => [talkOffer(talk)].filter(Boolean),
  };
  return Object.entries(vectors).flatMap(([kind, cases]) => cases.map((one) => say[kind](one)));
}"""


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{kind}: {case['name']}" for kind, case in CASES])
def test_python_offers_what_the_vector_expects(kind: str, case: dict[str, Any]) -> None:
    assert say(kind, case) == case["expect"]


@pytest.mark.browser
def test_the_tablet_offers_what_the_vectors_expect(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/login")
    said = page.evaluate(_IN_BROWSER, VECTORS)
    wrong = [
        (case["name"], offers)
        for (_, case), offers in zip(CASES, said, strict=True)
        if offers != case["expect"]
    ]  # fmt: skip
    assert wrong == []
