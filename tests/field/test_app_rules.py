"""The tablet judges every answer as the server does: what is wrong, what fails, how it reads, what still lacks."""

from typing import Any

import pytest
from playwright.sync_api import Page

from inspect_app.access import Role
from inspect_app.checklists.rules import is_failing, progress, validate_answer
from inspect_app.checklists.vocabulary import Item, is_answered, parse_body
from inspect_app.field.rules import check_problems, next_unanswered
from inspect_app.visits.rules import answer_words
from tests.browsers import LiveServer
from tests.field.making import body, item

pytestmark = pytest.mark.browser
OPTIONS = [{"key": "a", "label": "都有"}, {"key": "b", "label": "没有", "fails": True}]
POINTS = [{"key": "p1", "label": "要带的材料"}, {"key": "p2", "label": "多久办好"}]
ITEMS = [
    item("q1"),
    item("why", "text", show_when=["eq", ["ref", "q1"], "no"]),
    item("single", "single", options=OPTIONS),
    item("multi", "multiple", options=OPTIONS),
    item("wait", "number", unit="分钟", min=0, max=600.5, pass_max=15),
    item("stars", "rating", allow_not_seen=False),
    item("clock", "time"),
    item("shot", "photo"),
    item("phone", "phone_test"),
    item("told", "told_list", points_to_tell=POINTS),
]
CALL = {"number": "0574-81230000", "dialled_at": "2026-11-20T09:30", "connected": True, "answered": True}
ANSWERS: list[dict[str, Any]] = [
    {}, {"note": "看到了"}, {"choice": "yes"}, {"choice": "no"}, {"choice": "no", "note": "长" * 2001},
    {"choice": "na"}, {"choice": "na", "reason": "没有这类窗口"}, {"choice": "na", "reason": "长" * 501},
    {"choice": "not_seen"}, {"choice": "a"}, {"choice": "b"}, {"choice": "x"}, {"choices": []},
    {"choices": ["a", "b"]}, {"choices": ["a", "a"]}, {"choices": ["x"]}, {"number": 0}, {"number": -0.5},
    {"number": 20}, {"number": 600.75}, {"number": "很久"}, {"rating": 0}, {"rating": 2}, {"rating": 5},
    {"text": "窗口忙"}, {"text": " "}, {"text": "😀" * 5001}, {"time": "09:30"}, {"time": "9:30"}, {"time": "24:00"},
    {"photos": ["one"]}, {"photos": ["one"] * 21}, {"told": {"p1": True}}, {"told": {"p1": True, "p2": False}},
    {"told": {"p1": True, "p2": True}}, {"phone": CALL}, {"phone": CALL | {"quality": "good"}},
    {"phone": CALL | {"quality": "poor", "rings": 100}}, {"phone": CALL | {"number": "一二三"}},
    {"phone": CALL | {"answered": False}}, {"phone": CALL | {"connected": False, "answered": False, "rings": 3}},
    {"phone": {"number": "0574-81230000", "dialled_at": "", "connected": True, "answered": False}},
]  # fmt: skip
_JUDGE = """async ([list, answers, role]) => {
  const { answerWords, isAnswered, isFailing, itemsOf } = await import("/static/js/field/checklist.js");
  const { validate } = await import("/static/js/field/validity.js");
  const judge = (item, answer) => {
    const wrong = validate(item, answer, role);
    const words = wrong || !isAnswered(answer) ? "" : answerWords(item, answer);
    return [wrong, wrong ? null : isFailing(item, answer), words];
  };
  return itemsOf(list).flatMap((item) => answers.map((answer) => judge(item, answer)));
}"""
_CHECK = """async ([list, worlds]) => {
  const { nextUnanswered, progress } = await import("/static/js/field/checklist.js");
  const { checkProblems } = await import("/static/js/field/checking.js");
  return worlds.map((answers) => {
    const next = nextUnanswered(list, answers);
    return [
      progress(list, answers).map((part) => [part.key, part.done, part.total]),
      next && [next.part, next.key],
      checkProblems(list, { answers, findings: [], files: [] }, "inspector").map((one) => one.text),
    ];
  });
}"""
BODY = parse_body(body(ITEMS, [item("satisfied", "rating")]))
KNOWN = [Role.INSPECTOR, Role.OBSERVER]


def _judged(one: Item, answer: dict[str, Any], role: Role) -> list[Any]:
    wrong = validate_answer(one, answer, role)
    words = "" if wrong or not is_answered(answer) else answer_words(one, answer)
    return [wrong, None if wrong else is_failing(one, answer), words]


@pytest.mark.parametrize("role", KNOWN, ids=[role.value for role in KNOWN])
def test_an_answer_is_judged_the_same(role: Role, live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/login")
    said = iter(page.evaluate(_JUDGE, [BODY.to_json(), ANSWERS, role.value]))
    cases = [(one, answer) for one in BODY.items for answer in ANSWERS]
    wrong = [
        (one.key, answer, here, there)
        for (one, answer), there in zip(cases, said, strict=True)
        if (here := _judged(one, answer, role)) != there
    ]
    assert wrong == []


def test_what_is_missing_is_counted_and_named_the_same(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/login")
    worlds = [{one.key: answer for one in BODY.items} for answer in ANSWERS]
    said = page.evaluate(_CHECK, [BODY.to_json(), worlds])
    for answers, there in zip(worlds, said, strict=True):
        after = next_unanswered(BODY, answers)
        assert there == [
            [[part.key.value, part.done, part.total] for part in progress(BODY, answers)],
            [after[0].value, after[1]] if after else None,
            [problem.text for problem in check_problems(BODY, answers, Role.INSPECTOR, ())],
        ]
