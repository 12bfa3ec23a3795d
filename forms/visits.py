"""The forms of the office's side of a visit: planning, and entering for the author (代录)."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from forms.base import ChineseForm
from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VISITED, VisitMethod
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.labels import Labelled
from inspect_app.visits.vocabulary import DaySlot, VisitFilters, VisitMode, VisitPlan, VisitStatus

Choices = Sequence[tuple[str, str]]
_Word = TypeVar("_Word", bound=Labelled)


class PlanForm(ChineseForm):
    """Who goes where, when and how; choices are handed in."""

    campaign = SelectField("专项", validators=[InputRequired("请选一个专项。")])
    version = SelectField("检查表", validators=[Optional()])
    author = SelectField("谁去", validators=[InputRequired("请选谁去。")])
    mode = RadioField("形式", validators=[InputRequired("请选走访形式。")])
    method = SelectField(
        "方法", choices=[(method.value, method.label) for method in VISITED], default=VisitMethod.ON_SITE.value
    )
    planned_on = DateField("日期", validators=[InputRequired("请选日期。")])
    through_on = DateField("到哪天", validators=[Optional()])
    slot = RadioField("时段", choices=DaySlot.choices(), default=DaySlot.ANY.value)
    windows = SelectMultipleField("窗口", validators=[InputRequired("请至少选一个窗口。")])
    companions = StringField("同行人员", validators=[Optional(), Length(max=200, message="最多 200 字。")])
    activity = SelectField("四进", validators=[Optional()])
    with_petitions = BooleanField("结合领导下访")
    note = TextAreaField("交代的话", validators=[Optional(), Length(max=1000, message="最多 1000 字。")])
    script = SelectField("脚本", validators=[Optional()])
    seen = HiddenField()

    def offer(
        self,
        campaigns: Choices,
        versions: Choices,
        authors: Choices,
        windows: Choices,
        *,
        covert: bool,
        scripts: Choices = (),
        activities: Choices = (),
    ) -> "PlanForm":
        """Hand the choices in; covert visits are offered only to who may plan them."""
        self.campaign.choices = [("", "请选择"), *campaigns]
        self.version.choices = [("", "专项检查表的最新版"), *versions]
        self.author.choices = [("", "请选择"), *authors]
        self.windows.choices = windows
        self.script.choices = [("", "不用脚本"), *scripts]
        self.activity.choices = [("", "不属于四进"), *activities]
        modes = [mode for mode in VisitMode if covert or mode is not VisitMode.COVERT]
        self.mode.choices = [(mode.value, mode.label) for mode in modes]
        return self

    def facts(self) -> VisitPlan:
        """Return the plan as clean facts; only after validation."""
        person, _, role = str(self.author.data).partition("-")
        return VisitPlan(
            campaign_id=int(self.campaign.data),
            version_id=int(self.version.data) if self.version.data else None,
            person_id=int(person),
            role=_chosen(Role, role),
            window_ids=tuple(dict.fromkeys(int(window) for window in self.windows.data or ())),
            planned_on=self.planned_on.data or date.min,
            slot=_chosen(DaySlot, self.slot.data),
            mode=_chosen(VisitMode, self.mode.data),
            method=_chosen(VisitMethod, self.method.data),
            companions=self.companions.data or "",
            note=self.note.data or "",
            script_id=int(self.script.data) if self.script.data else None,
            seen=_number(self.seen.data) or 0,
            through_on=self.through_on.data,
            activity=int(self.activity.data) if self.activity.data else None,
            with_petitions=bool(self.with_petitions.data),
        )


class EnterForm(ChineseForm):
    """代录: the scanned or photographed paper sheet."""

    sheet = FileField("纸质走访表", validators=[FileRequired("请附上纸质走访表的照片或扫描件。")])


class CallOffForm(ChineseForm):
    """取消安排: only the token."""


def read_filters(args: MultiDict[str, str]) -> VisitFilters:
    """Return the filters of an address; what can't be read is left out."""
    return VisitFilters(
        status=VisitStatus.find(args.get("status")),
        mode=VisitMode.find(args.get("mode")),
        method=VisitMethod.find(args.get("method")),
        campaign_id=_number(args.get("campaign")),
        site_id=_number(args.get("site")),
        planned_from=_day(args.get("from")),
        planned_to=_day(args.get("to")),
        activity=_number(args.get("activity")),
        text=(args.get("q") or "").strip()[:50],
        incomplete=args.get("arrival") == "incomplete",
    )


def _chosen(kind: type[_Word], value: object) -> _Word:
    found = kind.find(value)
    if found is None:
        raise Invalid(f"没有“{value}”这个选项。")
    return found


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
