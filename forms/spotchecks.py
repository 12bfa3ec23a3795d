"""What is entered about checks made at the desk: a batch of telephones, a try, who dials."""

from datetime import datetime
from typing import Any

from wtforms import (
    DateTimeLocalField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from forms.base import ChineseForm
from inspect_app.catalogue.vocabulary import HoursKind
from inspect_app.foundation import clock
from inspect_app.spotchecks.vocabulary.phones import BatchDraft, TryDraft, TryResult

Choices = list[tuple[str, str]]
_YES, _NO = "yes", "no"
_SAID = {_YES: True, _NO: False}


def _ticks(label: str, **options: Any) -> SelectMultipleField:
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **options)


class BatchForm(ChineseForm):
    """新建电话抽测。"""

    title = StringField("名称", [InputRequired("请填名称。"), Length(max=60, message="最多 60 个字。")])
    campaign = SelectField("专项", [InputRequired("请选专项。")], choices=[])
    hours = RadioField("承诺接听", choices=[("", "都打"), *HoursKind.choices()], default="")
    units = _ticks("单位", description="后面是公布的号码个数；几个窗口公布同一个号码的只打一遍。")
    diallers = _ticks("谁来打", description="督查员在手机上打；不选就由跑改办自己打。")

    def offer(self, campaigns: Choices, units: Choices, diallers: Choices) -> "BatchForm":
        """Hand the choices in."""
        self.campaign.choices = [("", "请选择"), *campaigns]
        self.units.choices, self.diallers.choices = units, diallers
        return self

    def draft(self) -> BatchDraft:
        """Return what the batch is made from; only after validation."""
        return BatchDraft(
            title=self.title.data or "",
            campaign_id=int(self.campaign.data),
            unit_ids=frozenset(map(int, self.units.data or ())),
            hours=HoursKind.find(self.hours.data),
            dialler_ids=frozenset(map(int, self.diallers.data or ())),
        )


class DiallersForm(ChineseForm):
    """谁来打。"""

    diallers = _ticks("谁来打")

    def ids(self) -> list[int]:
        """Return the chosen people; only after validation."""
        return [int(key) for key in self.diallers.data or ()]


class TryForm(ChineseForm):
    """记一次拨打；`seen` is how many tries the page showed."""

    seen = HiddenField()
    result = RadioField("打的结果", [InputRequired("请选打的结果。")], choices=TryResult.choices())
    told = RadioField("一次讲清了没有", [Optional()], choices=[(_YES, "讲清了"), (_NO, "没有讲清")])
    polite = RadioField("态度好不好", [Optional()], choices=[(_YES, "态度好"), (_NO, "态度不好")])
    words = TextAreaField("记录", [Length(max=500, message="最多 500 个字。")],
                          description="怎么问的、怎么答的；不写接电话的人的姓名。")  # fmt: skip
    at = DateTimeLocalField("几点打的", [Optional()], description="刚打完的不用填；补记以前打的再填。")

    def draft(self) -> TryDraft:
        """Return the try as facts; what was told counts only where somebody answered."""
        result = TryResult.find(self.result.data) or TryResult.RANG
        answered = result is TryResult.ANSWERED
        at: datetime | None = self.at.data
        return TryDraft(
            result=result,
            told=_SAID.get(self.told.data or "") if answered else None,
            polite=_SAID.get(self.polite.data or "") if answered else None,
            words=self.words.data or "",
            at=clock.at(at.date(), at.time()) if at else None,
        )

    @property
    def tries_seen(self) -> int | None:
        """Return how many tries the page showed, if it told."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else None


class DoForm(ChineseForm):
    """A step that takes nothing."""
