"""What departments, reviewers and verifiers hand in on a case."""

from typing import Any, TypeVar

from werkzeug.datastructures import FileStorage
from wtforms import (
    DateField,
    FieldList,
    FormField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from forms.base import ChineseForm, ChineseRow
from inspect_app.foundation.labels import Labelled
from inspect_app.rectification.rules.drafts import MIN_WORK_DONE, blank_rows
from inspect_app.rectification.vocabulary import (
    FeedbackDraft,
    MilestoneDraft,
    PlanDraft,
    ProgressDraft,
    RootCause,
    SameElsewhere,
    Stance,
    Upload,
    VerificationDraft,
    VerificationMethod,
    VerificationResult,
)

Word = TypeVar("Word", bound=Labelled)

_LONG = Length(max=4000, message="最多 4000 个字。")
_SHORT = Length(max=200, message="最多 200 个字。")
_REPLIED = [("yes", "已答复"), ("no", "还没有"), ("none", "没有当事人")]


def chosen(kind: type[Word], value: object) -> Word:
    """Return the word of a choice that the form has checked."""
    found = kind.find(value)
    if found is None:
        raise ValueError(f"{value!r} is no {kind.__name__}")
    return found


class UploadsField(MultipleFileField):
    """Files, handed out as name and bytes; an empty control hands out none."""

    def uploads(self) -> list[Upload]:
        """Return what was chosen."""
        chosen = [file for file in self.data or () if isinstance(file, FileStorage) and file.filename]
        return [Upload(str(file.filename), file.read()) for file in chosen]


class CaseForm(ChineseForm):
    """A form about a case; `version` says which state of it the page showed."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """Return the version that was shown, if the form told one."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() else None


class MilestoneRow(ChineseRow):
    """A dated step; an empty row is none."""

    text = StringField("节点", [_SHORT], filters=[lambda value: (value or "").strip()])
    due_on = DateField("完成时间", [Optional()])

    def validate_text(self, field: Any) -> None:
        """Ask for the date of a step."""
        if field.data and not (self.due_on.data or self.due_on.errors):
            raise ValidationError(f"请填节点“{field.data}”的时间。")

    def validate_due_on(self, field: Any) -> None:
        """Ask for the words of a date."""
        if field.data and not self.text.data:
            raise ValidationError("有时间的这一行还没有写节点。")


class PlanForm(CaseForm):
    """解答说明和整改计划。"""

    stance = RadioField("对这个问题", [InputRequired("请选认可、部分认可或不认可。")], choices=Stance.choices())
    explanation = TextAreaField("解答说明", [InputRequired("请写解答说明。"), _LONG])
    root_cause = SelectField("症结", [InputRequired("请选症结。")], choices=[("", "请选择"), *RootCause.choices()])
    root_cause_text = TextAreaField("症结说明", [_LONG])
    measures = TextAreaField("整改措施", [InputRequired("请写整改措施。"), _LONG])
    owner = StringField("责任人", [InputRequired("请写责任人和职务。"), _SHORT])
    milestones = FieldList(FormField(MilestoneRow), label="时间节点", max_entries=20)
    same_elsewhere = RadioField(
        "别的窗口有没有同样问题",
        [InputRequired("请回答别的窗口有没有同样问题。")],
        choices=SameElsewhere.choices(),
    )

    def show_rows(self) -> None:
        """Show some empty rows for milestones."""
        given = len(self.milestones.entries)
        for _ in range(blank_rows(given) - given):
            self.milestones.append_entry()

    def draft(self) -> PlanDraft:
        """Return the plan as facts."""
        rows = [row for row in self.milestones.data if row["text"] and row["due_on"]]
        return PlanDraft(
            stance=chosen(Stance, self.stance.data),
            explanation=self.explanation.data or "",
            root_cause=chosen(RootCause, self.root_cause.data),
            root_cause_text=self.root_cause_text.data or "",
            measures=self.measures.data or "",
            owner=self.owner.data or "",
            same_elsewhere=chosen(SameElsewhere, self.same_elsewhere.data),
            milestones=tuple(MilestoneDraft(row["text"], row["due_on"]) for row in rows),
        )


class FeedbackForm(CaseForm):
    """整改反馈：整改情况、佐证、举一反三、建章立制。"""

    work_done = TextAreaField(
        "整改情况",
        [
            InputRequired(f"请写整改情况，至少 {MIN_WORK_DONE} 个字。"),
            Length(min=MIN_WORK_DONE, message=f"请写整改情况，至少 {MIN_WORK_DONE} 个字。"),
            _LONG,
        ],
    )
    files = UploadsField("加文件或照片")
    proof_link = StringField("填链接", [_SHORT])
    proof_document = StringField("填文号", [_SHORT])
    same_elsewhere = RadioField(
        "别的窗口有没有同样问题",
        [InputRequired("请回答别的窗口有没有同样问题。")],
        choices=SameElsewhere.choices(),
    )
    lasting_rule = StringField("建章立制：改了哪项制度或指南", [_SHORT])
    replied = RadioField("答复当事人", [Optional()], choices=_REPLIED, default="none")

    def be_short(self, least: int) -> None:
        """Ask for one sentence only, as 立行立改 does; the rest may be left out."""
        self.work_done.validators = [
            InputRequired("请写一句整改情况。"),
            Length(min=least, message=f"至少 {least} 个字。"),
            _LONG,
        ]
        self.same_elsewhere.validators = [Optional()]

    def draft(self) -> FeedbackDraft:
        """Return the feedback as facts."""
        return FeedbackDraft(
            work_done=self.work_done.data or "",
            lasting_rule=self.lasting_rule.data or "",
            proof_link=self.proof_link.data or "",
            proof_document=self.proof_document.data or "",
            same_elsewhere=SameElsewhere.find(self.same_elsewhere.data),
            replied_to_source={"yes": True, "no": False}.get(self.replied.data or ""),
        )


class ProgressForm(CaseForm):
    """进展和节点完成。"""

    text = TextAreaField("进展", [InputRequired("请写进展。"), _LONG])
    milestone = SelectField("完成了哪个节点", [Optional()], choices=[])
    done_on = DateField("完成日期", [Optional()])
    files = UploadsField("加文件或照片")

    def draft(self) -> ProgressDraft:
        """Return the note as facts."""
        chosen = int(self.milestone.data) if self.milestone.data else None
        return ProgressDraft(self.text.data or "", chosen, self.done_on.data if chosen else None)


class ReturnForm(CaseForm):
    """申请退单。"""

    basis = TextAreaField("退单依据", [InputRequired("请写退单依据。"), _LONG])
    proposed_unit = SelectField("建议承办单位", [InputRequired("请选建议承办单位。")], choices=[])


class RemarkForm(CaseForm):
    """A verb with an optional remark: plan review, signing, closure."""

    verb = HiddenField()
    remark = TextAreaField("意见", [_LONG])


class ScanForm(CaseForm):
    """签字盖章的扫描件。"""

    files = UploadsField("签字扫描件")

    def validate_files(self, field: Any) -> None:
        """Ask for exactly one sheet."""
        count = sum(1 for file in field.data or () if getattr(file, "filename", ""))
        if count != 1:
            raise ValidationError("请选 1 份签字扫描件（照片或 PDF）。")


class VerificationForm(CaseForm):
    """核验结论。"""

    method = RadioField("怎么核的", [InputRequired("请选怎么核的。")], choices=VerificationMethod.choices())
    result = RadioField(
        "结论",
        [InputRequired("请选结论。")],
        choices=[
            (VerificationResult.PASSED.value, "已改到位"),
            (VerificationResult.FAILED.value, "还没改到位，退回重办"),
        ],
    )
    remark = TextAreaField("看到了什么", [InputRequired("请写看到了什么。"), _LONG])
    satisfaction = SelectField(
        "群众满意度",
        [Optional()],
        choices=[("", "没有回访"), *((str(count), f"{count} 分") for count in range(5, 0, -1))],
    )
    files = UploadsField("加照片或文件")

    def draft(self) -> VerificationDraft:
        """Return the check as facts."""
        return VerificationDraft(
            method=chosen(VerificationMethod, self.method.data),
            result=chosen(VerificationResult, self.result.data),
            remark=self.remark.data or "",
            satisfaction=int(self.satisfaction.data) if self.satisfaction.data else None,
        )
