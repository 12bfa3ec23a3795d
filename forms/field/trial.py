"""The forms of a trial (具体办): begin one, and keep what happened."""

import re
from collections.abc import Mapping

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from forms.base import ChineseForm
from inspect_app.field.vocabulary import TrialWords
from inspect_app.visits.vocabulary import PapersFault, ScriptBreak, TrialOutcome

Choices = list[tuple[str, str]]
YES_NO_UNKNOWN = [("yes", "齐全"), ("no", "不齐"), ("", "没有核对")]
_STEP = re.compile(r"^(\d{1,2})[:：](\d{2})\s*(.*)$")
_LAST_HOUR, _LAST_MINUTE = 23, 59
_MAX_STEPS, _MAX_PAPERS = 60, 40


def read_yes_no(value: str | None) -> bool | None:
    """Return yes, no or nothing."""
    return {"yes": True, "no": False}.get(value or "")


def yes_no_value(value: bool | None) -> str:
    """Return the value of the radio for yes, no or nothing."""
    return {True: "yes", False: "no"}.get(value, "") if value is not None else ""


class NewTrialForm(ChineseForm):
    """Which matter is tried, where and as whom."""

    item = SelectField("办什么事", validators=[Optional()])
    window = SelectField("在哪个窗口", validators=[Optional()])
    persona = StringField("以什么身份", description="如：普通申请人、替家人代办", validators=[Length(max=100)])
    papers = RadioField("带的材料", choices=YES_NO_UNKNOWN, default="yes", validators=[Optional()])

    def offer(self, items: Choices, windows: Choices) -> "NewTrialForm":
        """Hand in the matters and the visit's windows."""
        self.item.choices = [*items, ("", "清单里没有的事")]
        self.window.choices = windows
        return self


class TrialForm(ChineseForm):
    """What happened at the window, from the first ticket to the end."""

    base = HiddenField()
    persona = StringField("以什么身份", validators=[Length(max=100, message="最多 100 字。")])
    papers = RadioField("带的材料", choices=YES_NO_UNKNOWN, validators=[Optional()])
    fault = RadioField("没带齐的原因", choices=[("", "没有查"), *PapersFault.choices()], default="")
    accompanied = StringField(
        "陪哪位办",
        description="写“张先生”“办证群众甲”，不写真名",
        validators=[Length(max=30, message="最多 30 字。")],
    )
    step_at = StringField("几点几分", validators=[Optional()])
    step_text = StringField("经过一步", validators=[Length(max=300, message="最多 300 字。")])
    steps = TextAreaField(
        "全部经过",
        description="一行一步，先写几点几分",
        validators=[Length(max=5000, message="最多 5000 字。")],
    )
    listed = SelectMultipleField("清单内要了哪些", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    beyond = TextAreaField("清单外还要了什么", description="一行一样", validators=[Length(max=2000)])
    trips = IntegerField("跑了几趟", validators=[Optional(), NumberRange(0, 99, "请填 0 到 99。")])
    waited = IntegerField("取号到叫号（分钟）", validators=[Optional(), NumberRange(0, 9999, "请填 0 到 9999。")])
    handled = IntegerField("叫号到办完（分钟）", validators=[Optional(), NumberRange(0, 9999, "请填 0 到 9999。")])
    outcome = RadioField("结果", choices=TrialOutcome.choices(), default=TrialOutcome.NOT_YET.value)
    script_break = RadioField("脚本", choices=[("", "照做了"), *ScriptBreak.choices()], default="")
    note = TextAreaField("补充", validators=[Optional(), Length(max=2000, message="最多 2000 字。")])

    def offer(self, papers: list[str]) -> "TrialForm":
        """Hand in the published list of papers."""
        self.listed.choices = [(name, name) for name in papers]
        return self

    def validate_steps(self, field: TextAreaField) -> None:
        """Refuse more lines than a page can show."""
        if len((field.data or "").splitlines()) > _MAX_STEPS:
            raise ValueError(f"最多记 {_MAX_STEPS} 步。")

    def validate_beyond(self, field: TextAreaField) -> None:
        """Refuse a list nobody asks for."""
        if len((field.data or "").splitlines()) > _MAX_PAPERS:
            raise ValueError(f"最多记 {_MAX_PAPERS} 样材料。")

    def facts(self, told: Mapping[str, str]) -> TrialWords:
        """Return the trial as clean facts; `told` is {point: yes | no} from the page."""
        steps = [_step(line) for line in (self.steps.data or "").splitlines() if line.strip()]
        if self.step_text.data or self.step_at.data:
            steps.append((_clock(self.step_at.data or ""), self.step_text.data or ""))
        return TrialWords(
            papers_complete=read_yes_no(self.papers.data),
            steps=tuple(steps),
            listed=tuple(self.listed.data or ()),
            beyond=tuple(line.strip() for line in (self.beyond.data or "").splitlines() if line.strip()),
            told=tuple((point, word == "yes") for point, word in told.items() if word in ("yes", "no")),
            trips=self.trips.data,
            waited_minutes=self.waited.data,
            handled_minutes=self.handled.data,
            outcome=self.outcome.data or TrialOutcome.NOT_YET.value,
            persona=self.persona.data or "",
            fault=self.fault.data or "",
            accompanied=self.accompanied.data or "",
            script_break=self.script_break.data or "",
            note=self.note.data or "",
            base=self.base.data or None,
        )


def _step(line: str) -> tuple[str, str]:
    found = _STEP.match(line.strip())
    if found is None or int(found[1]) > _LAST_HOUR or int(found[2]) > _LAST_MINUTE:
        return "", line.strip()
    return f"{int(found[1]):02d}:{int(found[2]):02d}", found[3]


def _clock(text: str) -> str:
    return _step(text)[0]
