"""What the office enters while reviewing, settling and ruling."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from forms.base import ChineseForm
from inspect_app.findings.vocabulary import Category, Grade, PainType, Triage
from inspect_app.foundation import clock
from inspect_app.visits.vocabulary import CheckWords, ScriptBreak

Choices = Sequence[tuple[int, str]] | Sequence[tuple[str, str]]
_LONG, _SHORT = 4000, 200


def _number(value: Any) -> int | None:
    """Read an id; an empty choice is nothing."""
    return int(value) if value not in (None, "", "None") else None


class TickListField(SelectMultipleField):
    """Several choices, drawn as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TriageForm(ChineseForm):
    """Everything the office settles before a problem is delivered."""

    title = StringField("问题标题", [InputRequired(message="请填写问题标题。"), Length(max=_SHORT)])
    fact = TextAreaField("事实", [InputRequired(message="请填写事实。"), Length(max=_LONG)])
    suggestion = TextAreaField("建议", [Length(max=_LONG)])
    demand = TextAreaField("整改要求", [Length(max=_LONG)])
    category = SelectField("类别", choices=Category.choices())
    pain_type = RadioField("痛堵难", choices=[("", "未定"), *PainType.choices()], default="")
    grade = RadioField("等次", choices=Grade.choices())
    lead_unit = SelectField("责任单位（主办）", coerce=_number, validate_choice=True)
    assists = TickListField("协办单位", coerce=int)
    window = SelectField("窗口", coerce=_number)
    item = SelectField("事项", coerce=_number)
    due = DateField("固定时限", [Optional()])
    plan = SelectField(
        "整改计划", choices=[("", "按等次（重大要报）"), ("yes", "要报"), ("no", "不用报")], default=""
    )
    files = TickListField("随问题交给部门的照片", coerce=int)
    release_at = DateTimeLocalField("送达时间", [Optional()])
    found_lately = BooleanField("发现日期只写“近期”")
    checked = BooleanField("已核对：文字里的姓名、电话、号码可以交给部门")
    recurrence_of = StringField("是哪一条重复发生", [Length(max=40)], description="填以前已销号的那一条的编号")
    kept_reason = TextAreaField("不提高等次的理由", [Length(max=_LONG)], description="等次不比原来高一级时填")
    version = IntegerField(widget=HiddenInput())

    def offer(self, units: Choices, windows: Choices, items: Choices, files: Choices) -> None:
        """Hand in the choices."""
        known = list(units)
        self.lead_unit.choices = [("", "请选择"), *known]
        self.assists.choices = known
        self.window.choices = [("", "不涉及窗口"), *windows]
        self.item.choices = [("", "不涉及具体事项"), *items]
        self.files.choices = list(files)

    def triage(self) -> Triage:
        """Return what was settled."""
        return Triage(
            title=self.title.data or "",
            fact=self.fact.data or "",
            suggestion=self.suggestion.data or "",
            demand=self.demand.data or "",
            category=Category.find(self.category.data) or Category.OTHER,
            pain_type=PainType.find(self.pain_type.data),
            grade=Grade.find(self.grade.data) or Grade.ORDINARY,
            lead_unit_id=self.lead_unit.data,
            assist_unit_ids=frozenset(self.assists.data or ()),
            window_id=self.window.data,
            item_id=self.item.data,
            due=self.due.data,
            needs_plan={"yes": True, "no": False}.get(self.plan.data or ""),
            file_ids=frozenset(self.files.data or ()),
            checked=bool(self.checked.data),
            version=self.version.data or 0,
            recurrence_of=self.recurrence_of.data or "",
            kept_reason=self.kept_reason.data or "",
            found_lately=bool(self.found_lately.data),
        )

    def propose(self, recurrence_of: str, grade: Grade) -> None:
        """Fill in, over what was typed, what taking the problem as a recurrence (or not) means for it."""
        self.recurrence_of.data, self.grade.data, self.kept_reason.data = recurrence_of, grade.value, ""

    def release(self) -> datetime | None:
        """Return when to deliver, or nothing for the usual hour."""
        typed = self.release_at.data
        return clock.at(typed.date(), typed.time()) if typed else None


class DismissForm(ChineseForm):
    """Why a problem isn't registered."""

    reason = TextAreaField("不予立项的理由", [InputRequired(message="请填写理由。"), Length(max=_LONG)])
    duplicate_of = StringField("与哪一条重复", [Length(max=40)], description="填编号，重复时才填")


class AcceptForm(ChineseForm):
    """Nothing but the button."""


class SendBackForm(ChineseForm):
    """What an author is to complete; one remark per item, made by `send_back_form`."""

    item_keys: tuple[str, ...] = ()
    general = TextAreaField("总的意见", [Length(max=_LONG)])

    def remark_field(self, key: str) -> Any:
        """Return the field of an item's remark."""
        return self._fields[f"remark_{self.item_keys.index(key)}"]

    def remarks(self) -> dict[str, str]:
        """Return what was written, by item key."""
        return {key: self.remark_field(key).data or "" for key in self.item_keys}


def send_back_form(items: Iterable[tuple[str, str]]) -> SendBackForm:
    """Build the form for the items (key, words) of one visit."""
    listed = list(items)
    fields: dict[str, Any] = {
        f"remark_{place}": TextAreaField(words, [Length(max=_LONG)])
        for place, (_, words) in enumerate(listed)
    }
    kind = type("SendBackForm", (SendBackForm,), {"item_keys": tuple(key for key, _ in listed), **fields})
    form: SendBackForm = kind()
    return form


_YES_NO = [("yes", "是"), ("no", "否"), ("", "没有核对")]


class CheckForm(ChineseForm):
    """What a reviewer answers of a visit, point by point."""

    facts_clear = RadioField("事实清楚", choices=_YES_NO, default="")
    evidence_enough = RadioField("证据够用", choices=_YES_NO, default="")
    script_kept = RadioField("按脚本办", choices=_YES_NO, default="")
    note = TextAreaField("核对备注", [Length(max=2000, message="最多 2000 字。")], description="只有跑改办看得到")

    def words(self) -> CheckWords:
        """Return what was answered."""
        said = {"yes": True, "no": False}
        return CheckWords(
            facts_clear=said.get(self.facts_clear.data or ""),
            evidence_enough=said.get(self.evidence_enough.data or ""),
            script_kept=said.get(self.script_kept.data or ""),
            note=self.note.data or "",
        )


class MarkForm(ChineseForm):
    """Why a trial doesn't count; empty when it does."""

    script_break = RadioField("标记", choices=[("", ""), *ScriptBreak.choices()], default="")


class ReassignForm(ChineseForm):
    """Grant a return: who takes it now."""

    lead_unit = SelectField("改派给", [InputRequired(message="请选择单位。")], coerce=_number)
    remark = TextAreaField("说明", [Length(max=_LONG)])
    due = DateField("固定时限", [Optional()], description="不填，从新单位收到之日起给足原来的天数")

    def offer(self, units: Choices) -> None:
        """Hand in the units."""
        self.lead_unit.choices = [("", "请选择"), *units]

    def fixed(self) -> date | None:
        """Return the fixed date, or nothing."""
        typed: date | None = self.due.data
        return typed


class RefuseReturnForm(ChineseForm):
    """Rule that the department keeps the problem."""

    ruling = TextAreaField("裁定意见", [InputRequired(message="请填写裁定意见。"), Length(max=_LONG)])
