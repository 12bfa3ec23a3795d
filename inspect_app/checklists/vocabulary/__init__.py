"""The words of the checklists: kinds, bodies and the shapes an answer may take."""

from inspect_app.checklists.vocabulary.answers import (
    Choice,
    PhoneQuality,
    answer_value,
    is_answered,
)
from inspect_app.checklists.vocabulary.body import (
    MAX_ITEMS,
    ChecklistBody,
    Item,
    Option,
    Part,
    Point,
)
from inspect_app.checklists.vocabulary.conditions import Rule, RuleError, check_rule, references
from inspect_app.checklists.vocabulary.kinds import ConditionWord, ItemKind, PartKey, Scenario, VersionState
from inspect_app.checklists.vocabulary.reading import BodyError, parse_body
from inspect_app.checklists.vocabulary.sheets import SheetColumn, SheetItem, SheetProblem, SheetReading

__all__ = [
    "MAX_ITEMS",
    "BodyError",
    "ChecklistBody",
    "Choice",
    "ConditionWord",
    "Item",
    "ItemKind",
    "Option",
    "Part",
    "PartKey",
    "PhoneQuality",
    "Point",
    "Rule",
    "RuleError",
    "Scenario",
    "SheetColumn",
    "SheetItem",
    "SheetProblem",
    "SheetReading",
    "VersionState",
    "answer_value",
    "check_rule",
    "is_answered",
    "parse_body",
    "references",
]
