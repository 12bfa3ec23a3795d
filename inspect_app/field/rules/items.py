"""What a capture page shows of each item."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inspect_app.access import Role
from inspect_app.checklists.rules import is_failing, progress, propose_finding, validate_answer, visible_items
from inspect_app.checklists.vocabulary import ChecklistBody, Item, PartKey, is_answered
from inspect_app.field.rules.saving import digest
from inspect_app.field.vocabulary import Answer, FindingView, ItemView, PartView, PhotoView
from inspect_app.visits.rules import answer_words

Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the answers of a visit: photos, problems and the office's remarks by item."""

    role: Role
    photos: Mapping[str, tuple[PhotoView, ...]] = field(default_factory=dict)
    findings: Mapping[str, FindingView] = field(default_factory=dict)
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unfolded: frozenset[str] = field(default=frozenset())


def part_views(body: ChecklistBody, answers: Answers) -> tuple[PartView, ...]:
    """Return the tabs of a visit with done/total."""
    labels = {part.key: part.label for part in body.parts}
    return tuple(PartView(tally.key, labels[tally.key], tally.done, tally.total) for tally in progress(body, answers))


def item_views(body: ChecklistBody, part: PartKey, answers: Answers, around: Around) -> tuple[ItemView, ...]:
    """Return every written item of a part; hidden ones too, so that a tap can show them at once."""
    shown = {item.key: place for place, item in enumerate(visible_items(body, answers), start=1)}
    items = [item for one in body.parts if one.key is part for item in one.items if not item.is_empty_slot]
    views = []
    last = 0
    for item in items:
        last = shown.get(item.key, last)
        views.append(_view(item, last, item.key in shown, answers.get(item.key, {}), around))
    return tuple(views)


def next_unanswered(body: ChecklistBody, answers: Answers) -> tuple[PartKey, str] | None:
    """Return part and key of the first shown item that still wants an answer, or nothing."""
    for item in visible_items(body, answers):
        part = body.part_of(item.key)
        if part is not None and item.required and not is_answered(answers.get(item.key)):
            return part.key, item.key
    return None


def _view(item: Item, number: int, shown: bool, answer: Answer, around: Around) -> ItemView:
    answered = is_answered(answer)
    problem = (validate_answer(item, dict(answer), around.role) or "") if answered else ""
    fails = answered and not problem and is_failing(item, answer)
    remarks = around.remarks.get(item.key, ())
    quiet = answered and not fails and not problem and not remarks and not around.findings.get(item.key)
    return ItemView(
        item=item,
        number=number,
        answer=answer,
        words=answer_words(item, answer) if answered and not problem else "",
        base=digest(dict(answer)),
        shown=shown,
        folded=quiet and item.key not in around.unfolded,
        fails=fails,
        offers=fails and propose_finding(item, answer) is not None,
        problem=problem,
        remarks=remarks,
        photos=around.photos.get(item.key, ()),
        finding=around.findings.get(item.key),
    )
