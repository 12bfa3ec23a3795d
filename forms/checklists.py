"""Forms of checklists: a new one, a workbook, a step in a draft, one item."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    FieldList,
    FloatField,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from forms.base import ChineseForm, ChineseRow, cleaned
from inspect_app.checklists.rules import PRESETS, condition_from_words, next_letter, simple_condition
from inspect_app.checklists.vocabulary import (
    ConditionWord,
    Item,
    ItemKind,
    Option,
    PartKey,
    Point,
    Rule,
    RuleError,
)
from inspect_app.foundation.errors import Invalid

_KEEP = "keep"
_PLAIN = ("text", "hint", "clause", "weight", "critical", "required", "suggestion", "allow_not_seen")
_BOUNDS = ("minimum", "maximum", "pass_minimum", "pass_maximum")
_Row = TypeVar("_Row", Option, Point)


def _kept(choices: Any) -> list[tuple[str, str]]:
    return list(choices)


class NewChecklistForm(ChineseForm):
    """A checklist to be made, from a preset or empty."""

    name = StringField("名称", [DataRequired("请填写名称。"), Length(max=100)])
    code = StringField(
        "编码", [DataRequired("请填写编码。"), Length(max=40)], description="短的，不重复，例如 ck-2026-01"
    )
    description = TextAreaField("说明", [Length(max=500)])
    preset = SelectField("从哪里开始", choices=[("", "空白"), *((one.code, one.name) for one in PRESETS)])

    def facts(self) -> dict[str, str]:
        """Return what the checklist is to be made from."""
        names = ("code", "name", "description", "preset")
        return {name: getattr(self, name).data or "" for name in names}


class WorkbookForm(ChineseForm):
    """An office's workbook to be checked."""

    name = StringField("名称", [Length(max=100)], description="编码是新的时必填")
    code = StringField(
        "编码", [DataRequired("请填写编码。"), Length(max=40)], description="已有的编码：作为它的下一版草稿"
    )
    file = FileField("工作簿（.xlsx）", [FileRequired("请选工作簿。")])


class ConfirmImportForm(ChineseForm):
    """What was read from a workbook, shown and now to be kept as a draft."""

    name = HiddenField()
    code = HiddenField(validators=[DataRequired("请填写编码。")])
    body = HiddenField(validators=[DataRequired("没有可以导入的内容。")])

    def facts(self) -> dict[str, str]:
        """Return code and name of the checklist."""
        return {"code": self.code.data or "", "name": self.name.data or ""}

    def read_body(self) -> object:
        """Return the JSON that was shown; raise Invalid when it isn't JSON."""
        try:
            return json.loads(self.body.data or "")
        except (ValueError, RecursionError) as error:
            raise Invalid("内容不完整，请重新选工作簿。") from error


class SeenForm(ChineseForm):
    """A step in a draft; `seen` is the version counter the page was made from."""

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired("请重新打开这一页。")])

    @property
    def seen_version(self) -> int:
        """Return the version counter; 0, which no draft has, when there is none."""
        return self.seen.data or 0


class AddItemForm(SeenForm):
    """A new item at the end of a part."""

    part = SelectField("部分", choices=_kept(PartKey.choices()))
    kind = SelectField("题型", choices=_kept(ItemKind.choices()), description="加了以后不能改题型")
    text = StringField("检查内容", [DataRequired("请填写检查内容。"), Length(max=500)])

    @property
    def chosen_part(self) -> PartKey:
        """Return the part the item goes into."""
        return PartKey.find(self.part.data) or PartKey.LOOK

    @property
    def chosen_text(self) -> str:
        """Return the text of the item."""
        return self.text.data or ""

    @property
    def chosen_kind(self) -> ItemKind:
        """Return the kind of the item."""
        return ItemKind.find(self.kind.data) or ItemKind.YES_NO


class OptionForm(ChineseRow):
    """One option of a choice."""

    key = HiddenField()
    label = StringField("选项文字", [Length(max=100)], filters=[cleaned])
    points = FloatField("得分", [Optional(), NumberRange(0, 100, "得分应在 0 到 100 之间。")], default=0)
    fails = BooleanField("不合格")


class PointForm(ChineseRow):
    """One thing that must be told."""

    key = HiddenField()
    label = StringField("告知要点", [Length(max=200)], filters=[cleaned])


class ItemForm(SeenForm):
    """One item of a draft with everything that belongs to its kind."""

    text = TextAreaField("检查内容", [Length(max=500)], description="正面写，做到了就答“是”；空着就是空位")
    hint = TextAreaField("提示", [Length(max=500)])
    clause = StringField("依据条款", [Length(max=100)])
    weight = FloatField(
        "分值", [InputRequired("请填写分值。"), NumberRange(0, 100, "分值应在 0 到 100 之间。")]
    )
    critical = BooleanField("关键项：不合格时，本部分和总分不超过 59%")
    required = BooleanField("必答")
    allow_not_seen = BooleanField("民情观察团可以答“没看到”")
    suggestion = TextAreaField("整改建议", [Length(max=500)], description="不合格时带进问题")
    unit = StringField("单位", [Length(max=20)])
    minimum = FloatField("最小可填", [Optional()])
    maximum = FloatField("最大可填", [Optional()])
    pass_minimum = FloatField("合格下限", [Optional()])
    pass_maximum = FloatField("合格上限", [Optional()])
    options = FieldList(FormField(OptionForm), max_entries=30)
    points_to_tell = FieldList(FormField(PointForm), max_entries=30)
    condition_item = SelectField("什么时候出现")
    condition_word = SelectField("怎么比", choices=_kept(ConditionWord.choices()))
    condition_text = StringField("内容", [Length(max=100)], description="写答案的原话或者数字")

    def offer_conditions(self, earlier: Sequence[Item], current: Rule | None) -> None:
        """Offer the items before this one to lean on; a rule that is more than one comparison can be kept."""
        choices = [("", "总是出现")]
        if current is not None and simple_condition(current, earlier) is None:
            choices.append((_KEEP, "照现在的条件"))
        self.condition_item.choices = choices + [(item.key, item.text[:40]) for item in earlier if item.text]

    def edited(self, old: Item, earlier: Sequence[Item]) -> Item:
        """Return the item as it was typed; raise Invalid when the condition can't be made."""
        typed = {name: value for name in _PLAIN if (value := getattr(self, name).data) is not None}
        return replace(old, **typed, **self._of_its_kind(old), show_when=self._condition(old, earlier))

    def _of_its_kind(self, old: Item) -> dict[str, Any]:
        if old.kind is ItemKind.NUMBER:
            return {"unit": self.unit.data or "", **{name: getattr(self, name).data for name in _BOUNDS}}
        if old.kind is ItemKind.TOLD_LIST:
            told: list[Any] = [row.form for row in self.points_to_tell if row.form.label.data]
            return {"points_to_tell": tuple(Point(row.key.data, row.label.data) for row in told)}
        if old.kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
            rows: list[Any] = [row.form for row in self.options if row.form.label.data]
            return {"options": tuple(_option(row) for row in rows)}
        return {}

    def _condition(self, old: Item, earlier: Sequence[Item]) -> Rule | None:
        asked = self.condition_item.data
        if asked == _KEEP:
            return old.show_when
        leaned_on = next((item for item in earlier if item.key == asked), None)
        if leaned_on is None:
            return None
        word = ConditionWord.find(self.condition_word.data) or ConditionWord.IS
        try:
            return condition_from_words(leaned_on, word, self.condition_text.data or "")
        except RuleError as error:
            raise Invalid(str(error), "condition_text") from error


def item_data(item: Item, earlier: Sequence[Item]) -> dict[str, Any]:
    """Return what an item's form shows first."""
    simple = simple_condition(item.show_when, earlier)
    key, word, text = simple or (_KEEP if item.show_when else "", ConditionWord.IS, "")
    return {
        **{name: getattr(item, name) for name in (*_PLAIN, "unit", *_BOUNDS)},
        "options": [option.to_json() for option in item.options],
        "points_to_tell": [point.to_json() for point in item.points_to_tell],
        "condition_item": key, "condition_word": word.value, "condition_text": text,
    }  # fmt: skip


def stepped(item: Item, step: str) -> Item:
    """Do one step on the options or points: `add`, `up:2`, `down:2`, `drop:2`; anything else does nothing."""
    verb, _, place = step.partition(":")
    index = int(place) if place.isascii() and place.isdigit() else 0
    if item.kind is ItemKind.TOLD_LIST:
        return replace(item, points_to_tell=_step(item.points_to_tell, verb, index, Point))
    return replace(item, options=_step(item.options, verb, index, Option))


def _step(
    rows: tuple[_Row, ...], verb: str, place: int, make: Callable[[str, str], _Row]
) -> tuple[_Row, ...]:
    kept = list(rows)
    if verb == "add":
        kept.append(make(next_letter([row.key for row in rows]), "新的一条"))
    elif verb == "drop" and place < len(kept):
        del kept[place]
    elif verb in ("up", "down"):
        other = place - 1 if verb == "up" else place + 1
        if place < len(kept) and 0 <= other < len(kept):
            kept[place], kept[other] = kept[other], kept[place]
    return tuple(kept)


def _option(row: Any) -> Option:
    return Option(row.key.data, row.label.data, row.points.data or 0, row.fails.data)
