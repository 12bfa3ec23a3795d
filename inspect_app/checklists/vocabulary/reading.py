"""Read a body from JSON, strictly: every problem is a Chinese sentence naming part and item."""

from collections import Counter
from collections.abc import Iterable

from inspect_app.checklists.vocabulary.answers import Choice
from inspect_app.checklists.vocabulary.body import (
    MAX_ITEMS,
    OPTIONAL_KINDS,
    ChecklistBody,
    Item,
    Option,
    Part,
    Point,
)
from inspect_app.checklists.vocabulary.conditions import Rule, RuleError, check_rule, references
from inspect_app.checklists.vocabulary.fields import Fields
from inspect_app.checklists.vocabulary.kinds import ItemKind, PartKey

_BODY = frozenset({"parts"})
_PART = frozenset({"key", "label", "items"})
_ITEM = frozenset(Item("a", ItemKind.TEXT, "").to_json())
_OPTION = frozenset({"key", "label", "points", "fails"})
_POINT = frozenset({"key", "label"})
_RESERVED = frozenset({Choice.NA.value, Choice.NOT_SEEN.value})
_CHOICES = frozenset({ItemKind.SINGLE, ItemKind.MULTIPLE})


class BodyError(ValueError):
    """A body that can't be taken; `problems` are Chinese sentences in reading order."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def parse_body(raw: object) -> ChecklistBody:
    """Return the body told by a JSON object; raise BodyError naming every problem."""
    problems: list[str] = []
    fields = Fields(raw, "", problems, _BODY)
    parts = tuple(
        part
        for number, row in enumerate(fields.rows("parts", "部分", len(PartKey)), start=1)
        if (part := _part(row, number, problems)) is not None
    )
    body = ChecklistBody(parts)
    if not problems:
        problems += _whole(body)
    if problems:
        raise BodyError(problems)
    return body


def _part(raw: object, number: int, problems: list[str]) -> Part | None:
    fields = Fields(raw, f"第 {number} 部分", problems, _PART)
    key = fields.one_of("key", "部分", PartKey)
    if key is None:
        return None
    fields.where = key.label
    rows = fields.rows("items", "检查项", MAX_ITEMS)
    items = (_item(row, f"{key.label}第 {place} 项", problems) for place, row in enumerate(rows, start=1))
    return Part(key, tuple(item for item in items if item is not None))


def _item(raw: object, where: str, problems: list[str]) -> Item | None:
    fields = Fields(raw, where, problems, _ITEM)
    key = fields.key("编码")
    kind = fields.one_of("kind", "题型", ItemKind)
    if kind is None or not key:
        return None
    item = Item(
        key=key,
        kind=kind,
        text=fields.text("text", "检查内容", 500),
        hint=fields.text("hint", "提示", 500),
        clause=fields.text("clause", "依据条款", 100),
        weight=fields.number("weight", "分值", 100, 1),
        critical=fields.flag("critical", "关键项", False),
        required=fields.flag("required", "必答", kind not in OPTIONAL_KINDS),
        suggestion=fields.text("suggestion", "整改建议", 500),
        show_when=_condition(fields),
        options=_options(fields),
        unit=fields.text("unit", "单位", 20),
        minimum=fields.bound("min", "最小值"),
        maximum=fields.bound("max", "最大值"),
        pass_minimum=fields.bound("pass_min", "合格下限"),
        pass_maximum=fields.bound("pass_max", "合格上限"),
        points_to_tell=_points(fields),
        allow_not_seen=fields.flag("allow_not_seen", "可答没看到", True),
    )
    _fits_its_kind(item, fields)
    return item


def _condition(fields: Fields) -> Rule | None:
    rule: Rule | None = fields.raw.get("show_when")
    if rule is None:
        return None
    try:
        check_rule(rule)
    except RuleError as error:
        fields.complain(str(error))
        return None
    return rule


def _options(fields: Fields) -> tuple[Option, ...]:
    found = []
    for place, row in enumerate(fields.rows("options", "选项", 30), start=1):
        one = Fields(row, f"{fields.where}选项 {place}", fields.problems, _OPTION)
        found.append(
            Option(
                one.key("编码"),
                one.text("label", "选项文字", 100, needed=True),
                one.number("points", "得分", 100, 0),
                one.flag("fails", "不合格", False),
            )
        )
    return tuple(found)


def _points(fields: Fields) -> tuple[Point, ...]:
    found = []
    for place, row in enumerate(fields.rows("points_to_tell", "告知要点", 30), start=1):
        one = Fields(row, f"{fields.where}告知要点 {place}", fields.problems, _POINT)
        found.append(Point(one.key("编码"), one.text("label", "告知要点", 200, needed=True)))
    return tuple(found)


def _fits_its_kind(item: Item, fields: Fields) -> None:
    """Refuse what the kind has no use for, and insist on what it needs."""
    if item.options and item.kind not in _CHOICES:
        fields.complain(f"“{item.kind.label}”不用选项。")
    if item.points_to_tell and item.kind is not ItemKind.TOLD_LIST:
        fields.complain(f"“{item.kind.label}”不用告知要点。")
    for key in _doubled([option.key for option in item.options]):
        fields.complain(f"选项编码“{key}”重复。")
    for key in _doubled([point.key for point in item.points_to_tell]):
        fields.complain(f"告知要点编码“{key}”重复。")
    for key in sorted(_RESERVED & {option.key for option in item.options}):
        fields.complain(f"选项编码不能用“{key}”。")
    _bounds_agree(item, fields)


def _bounds_agree(item: Item, fields: Fields) -> None:
    bounds = (item.minimum, item.maximum, item.pass_minimum, item.pass_maximum)
    if item.kind is not ItemKind.NUMBER and any(bound is not None for bound in bounds):
        fields.complain(f"“{item.kind.label}”不用数值范围。")
    pairs = ((item.minimum, item.maximum, "最小值", "最大值"),
             (item.pass_minimum, item.pass_maximum, "合格下限", "合格上限"))  # fmt: skip
    for low, high, low_name, high_name in pairs:
        if low is not None and high is not None and low > high:
            fields.complain(f"{low_name}不能大于{high_name}。")


def _whole(body: ChecklistBody) -> list[str]:
    """Check what only the whole can tell: keys used once, conditions that look back."""
    problems = [f"部分“{label}”重复。" for label in _doubled([part.label for part in body.parts])]
    if len(body.items) > MAX_ITEMS:
        problems.append(f"检查项不能超过 {MAX_ITEMS} 个，现在 {len(body.items)} 个。")
    problems += [f"检查项编码“{key}”重复。" for key in _doubled([item.key for item in body.items])]
    return problems + _conditions_look_back(body)


def _conditions_look_back(body: ChecklistBody) -> list[str]:
    problems = []
    seen: set[str] = set()
    for part in body.parts:
        for place, item in enumerate(part.items, start=1):
            for key in sorted(references(item.show_when) - seen):
                problems.append(f"{part.label}第 {place} 项：显示条件用到的“{key}”不在它前面。")
            seen.add(item.key)
    return problems


def _doubled(keys: list[str]) -> list[str]:
    return [key for key, times in Counter(keys).items() if times > 1]
