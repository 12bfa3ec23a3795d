"""The decisions of the checklists: pure functions over a body and its answers."""

from inspect_app.checklists.rules.answers import validate_answer
from inspect_app.checklists.rules.conditions import Answers, evaluate
from inspect_app.checklists.rules.editing import (
    add_item,
    blank_item,
    empty_body,
    move_item,
    new_key,
    next_letter,
    remove_item,
    replace_item,
    with_all_parts,
)
from inspect_app.checklists.rules.presets import PRESETS, Preset, find_preset
from inspect_app.checklists.rules.preview import PreviewItem, PreviewPart, preview
from inspect_app.checklists.rules.progress import (
    PartProgress,
    missing_items,
    progress,
    visible_answers,
    visible_items,
)
from inspect_app.checklists.rules.proposals import FindingProposal, propose_finding
from inspect_app.checklists.rules.scoring import Score, Tally, is_failing, score, share_earned
from inspect_app.checklists.rules.sheets import body_from_sheet
from inspect_app.checklists.rules.versions import digest_of, publishing_problems, retyped_items
from inspect_app.checklists.rules.wording import (
    body_in_words,
    condition_from_words,
    rule_in_words,
    simple_condition,
)

__all__ = [
    "PRESETS",
    "Answers",
    "FindingProposal",
    "PartProgress",
    "Preset",
    "PreviewItem",
    "PreviewPart",
    "Score",
    "Tally",
    "add_item",
    "blank_item",
    "body_from_sheet",
    "body_in_words",
    "condition_from_words",
    "digest_of",
    "empty_body",
    "evaluate",
    "find_preset",
    "is_failing",
    "missing_items",
    "move_item",
    "new_key",
    "next_letter",
    "preview",
    "progress",
    "propose_finding",
    "publishing_problems",
    "remove_item",
    "replace_item",
    "retyped_items",
    "rule_in_words",
    "score",
    "share_earned",
    "simple_condition",
    "validate_answer",
    "visible_answers",
    "visible_items",
    "with_all_parts",
]
