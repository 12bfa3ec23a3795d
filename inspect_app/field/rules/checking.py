"""What keeps a visit from being handed in, and which round a page hands in."""

from collections.abc import Iterable, Mapping

from inspect_app.access import Role
from inspect_app.checklists.rules import is_failing, missing_items, validate_answer, visible_items
from inspect_app.checklists.vocabulary import ChecklistBody, Item, is_answered
from inspect_app.field.vocabulary import Answer, CheckProblem, FindingView
from inspect_app.visits.vocabulary import VisitStatus

Answers = Mapping[str, Answer]


def check_problems(
    body: ChecklistBody, answers: Answers, role: Role, findings: Iterable[FindingView]
) -> tuple[CheckProblem, ...]:
    """Return everything that is missing or wrong, in the order of the visit."""
    shown = visible_items(body, answers)
    missing = {item.key for item in missing_items(body, answers)}
    found = []
    for number, item in enumerate(shown, start=1):
        sentence = _item_problem(item, answers, role, item.key in missing)
        if sentence is not None:
            part = body.part_of(item.key)
            found.append(CheckProblem(f"第 {number} 项 {sentence}", part.key if part else None, item.key))
    return (*found, *_finding_problems(findings, {item.key: item for item in shown}, answers))


def repeats_a_round(status: VisitStatus, current: int, given: int | None) -> bool:
    """Say whether a page hands in a round that is handed in already, so that nothing is doubled.

    Sending a visit back begins its next round.
    """
    if status in (VisitStatus.RECEIVED, VisitStatus.ACCEPTED):
        return given is None or given <= current
    return status is VisitStatus.RETURNED and given is not None and given < current


def _item_problem(item: Item, answers: Answers, role: Role, missing: bool) -> str | None:
    if missing:
        return "还没有答。"
    answer = answers.get(item.key)
    return validate_answer(item, dict(answer), role) if answer and is_answered(answer) else None


def _finding_problems(
    findings: Iterable[FindingView], shown: Mapping[str, Item], answers: Answers
) -> list[CheckProblem]:
    found = []
    for view in findings:
        if not view.is_draft:
            continue
        key = view.answer_key
        if key is not None and (key not in shown or not is_failing(shown[key], answers.get(key))):
            words = f"“{view.title}”列为了问题，但那一项的答案已经不是问题。请改回答案，或撤掉问题。"
            found.append(CheckProblem(words, finding_id=view.finding_id))
        elif view.gap is not None:
            found.append(CheckProblem(view.gap, finding_id=view.finding_id))
    return found
