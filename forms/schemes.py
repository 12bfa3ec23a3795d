"""What is entered in a review of reform schemes: by the office that reviews, by the unit that hands in."""

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from forms.base import ChineseForm
from inspect_app.accounts.vocabulary import UnitLevel
from inspect_app.foundation.text import tidy
from inspect_app.projects.vocabulary.schemes import Attachment, Measure, ReviewDraft, SchemeContent, SchemeStep

Choices = list[tuple[str, str]]
_LONG = Length(max=4000, message="最多 4000 个字。")
_SHORT = Length(max=200, message="最多 200 个字。")
_COUNT = NumberRange(0, 999, message="请填 0 到 999 的数。")
_LEVELS = [("", "请选择"), *UnitLevel.choices()]


def _ticks(label: str) -> SelectMultipleField:
    return SelectMultipleField(
        label, choices=[], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )  # fmt: skip


def _number(label: str) -> IntegerField:
    return IntegerField(label, [Optional(), _COUNT])


class SeenForm(ChineseForm):
    """A form that says which state the page showed; alone it is a button."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """Return the version that was shown, if the form told one; what can't be read is never the present one."""
        text = str(self.version.data or "")
        if not text:
            return None
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class ReviewForm(SeenForm):
    """改革方案审核。"""

    name = StringField("名称", [InputRequired("请填名称。"), _SHORT])
    asks = TextAreaField("报送什么", [InputRequired("请写报送什么。"), _LONG])
    first_due = DateField("一报期限", [InputRequired("请填一报期限。")])
    second_due = DateField("二报期限", [InputRequired("请填二报期限。")])
    group_id = SelectField("由哪个专题组审核", [Optional()], choices=[])
    unit_ids = _ticks("报送单位")

    def offer(self, units: Choices, groups: Choices) -> None:
        """Hand in the units, and the working groups that review."""
        self.unit_ids.choices = units
        self.group_id.choices = [("", "跑改办"), *groups]

    def draft(self) -> ReviewDraft:
        """Return the review as facts."""
        first: Any = self.first_due.data
        second: Any = self.second_due.data
        units = frozenset(int(key) for key in self.unit_ids.data or ())
        group = int(self.group_id.data) if self.group_id.data else None
        return ReviewDraft(self.name.data or "", self.asks.data or "", first, second, units, group)


class ItemsForm(ChineseForm):
    """报送事项：从事项库选，或者一行写一个。"""

    item_ids = _ticks("从事项库选")
    names = TextAreaField("其他事项", [_LONG])

    def offer(self, items: Choices) -> None:
        """Hand in the unit's matters."""
        self.item_ids.choices = items

    def chosen(self) -> list[int]:
        """Return the ids of the matters that were ticked."""
        return [int(key) for key in self.item_ids.data or ()]

    def typed(self) -> list[str]:
        """Return the names that were written, each once."""
        lines = (tidy(line)[:200] for line in (self.names.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class SchemeForm(SeenForm):
    """一个事项的改革方案。"""

    text = TextAreaField("改革方案", [InputRequired("请写改革方案。"), _LONG])
    document = StringField("文号", [_SHORT])
    file = FileField("附件")
    drop_file = BooleanField("去掉原来的附件")
    measure = SelectField("改革措施", choices=[("", "请选择"), *Measure.choices()])
    from_level = SelectField("原来由哪一级审批", choices=_LEVELS)
    to_level = SelectField("下放到哪一级", choices=_LEVELS)
    flow_before = TextAreaField("优化前环节", [_LONG])
    flow_after = TextAreaField("优化后环节", [_LONG])
    papers_before = _number("优化前材料（件）")
    papers_after = _number("优化后材料（件）")
    trips_before = _number("优化前跑动次数")
    trips_after = _number("优化后跑动次数")

    def show(self, content: SchemeContent) -> None:
        """Open with a version that is there."""
        words = ("measure", "from_level", "to_level")
        for name in content.__dataclass_fields__:
            value = getattr(content, name)
            self[name].data = (value.value if value else "") if name in words else value

    def content(self) -> SchemeContent:
        """Return the scheme as facts."""
        return SchemeContent(
            text=self.text.data or "",
            document=self.document.data or "",
            measure=Measure.find(self.measure.data),
            from_level=UnitLevel.find(self.from_level.data),
            to_level=UnitLevel.find(self.to_level.data),
            flow_before=self.flow_before.data or "",
            flow_after=self.flow_after.data or "",
            papers_before=self.papers_before.data,
            papers_after=self.papers_after.data,
            trips_before=self.trips_before.data,
            trips_after=self.trips_after.data,
        )

    def attachment(self) -> Attachment:
        """Return the file that was chosen, or whether the present one goes."""
        chosen = self.file.data
        if isinstance(chosen, FileStorage) and chosen.filename:
            return Attachment(chosen.filename, chosen.read())
        return Attachment(drop=bool(self.drop_file.data))


class OpinionForm(SeenForm):
    """审核意见：这一项通过，或者退回修改。"""

    outcome = RadioField("审核结果", [InputRequired("请选通过或者退回修改。")])
    remark = TextAreaField("意见", [_LONG])

    def offer(self, steps: Iterable[SchemeStep]) -> None:
        """Hand in what may be chosen."""
        self.outcome.choices = [(step.value, step.label) for step in steps]

    def step(self) -> SchemeStep:
        """Return what was chosen."""
        found = SchemeStep.find(self.outcome.data)
        if found is None:
            raise ValueError(f"{self.outcome.data!r} is no step")
        return found


class DecisionForm(OpinionForm):
    """主任审定：定稿，或者不采纳。"""

    outcome = RadioField("审定结果", [InputRequired("请选定稿或者不采纳。")])
