"""What departments ask for beside the status, and how the office rules on it."""

from typing import Any

from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from forms.rectification import CaseForm, UploadsField
from inspect_app.rectification.rules.requests import DeferralDraft, ExtensionDraft

_LONG = Length(max=4000, message="最多 4000 个字。")
_SHORT = Length(max=200, message="最多 200 个字。")


class ExtensionForm(CaseForm):
    """申请延期。"""

    wanted_due = DateField("延期到哪天", [InputRequired("请填延期到哪天。")])
    reason = TextAreaField("延期理由", [InputRequired("请写延期理由。"), _LONG])
    progress = TextAreaField("目前进展", [InputRequired("请写目前进展。"), _LONG])
    files = UploadsField("加文件或照片")

    def draft(self) -> ExtensionDraft:
        """Return the request as facts."""
        day: Any = self.wanted_due.data
        return ExtensionDraft(day, self.reason.data or "", self.progress.data or "")


class DisputeForm(CaseForm):
    """提出异议。"""

    grounds = TextAreaField("异议理由", [InputRequired("请写异议理由：哪一处与事实不符。"), _LONG])


class DeferralForm(CaseForm):
    """申请暂缓。"""

    reason = TextAreaField("暂缓理由", [InputRequired("请写暂缓理由。"), _LONG])
    missing = TextAreaField("缺什么", [InputRequired("请写缺什么。"), _LONG])
    interim = TextAreaField("暂缓期间的措施", [InputRequired("请写暂缓期间的措施。"), _LONG])
    until = DateField("暂缓到哪天", [InputRequired("请填暂缓到哪天。")])
    reported_to = StringField("攻坚项目，或已上报的单位", [InputRequired("请选攻坚项目，或写已上报给谁。"), _SHORT])
    projects: dict[str, str]

    def offer(self, projects: list[tuple[str, str]]) -> None:
        """Hand in the projects that run: their words are offered while one writes."""
        self.projects = {words: key for key, words in projects}

    def draft(self) -> DeferralDraft:
        """Return the request as facts."""
        day: Any = self.until.data
        words = self.reported_to.data or ""
        project = self.projects.get(words)
        return DeferralDraft(
            reason=self.reason.data or "",
            missing=self.missing.data or "",
            interim=self.interim.data or "",
            until=day,
            project_id=int(project) if project else None,
            reported_to="" if project else words,
        )


class WithdrawForm(CaseForm):
    """Nothing but the button."""


class ExtensionRulingForm(CaseForm):
    """批复延期。"""

    verb = HiddenField()
    due = DateField("新的时限", [Optional()])
    remark = TextAreaField("意见", [_LONG])


class DisputeRulingForm(CaseForm):
    """裁定异议。"""

    verb = HiddenField()
    ruling = TextAreaField("裁定意见", [InputRequired("请写裁定意见。"), _LONG])
    title = StringField("更正后的标题", [_SHORT])
    fact = TextAreaField("更正后的事实", [_LONG])


class DeferralRulingForm(CaseForm):
    """批复暂缓。"""

    verb = HiddenField()
    until = DateField("暂缓到哪天", [Optional()])
    remark = TextAreaField("意见", [_LONG])


class ResumeForm(CaseForm):
    """恢复整改。"""

    remark = TextAreaField("说明", [_LONG])


class TerminationForm(CaseForm):
    """终止整改。"""

    reason = TextAreaField("终止的理由", [InputRequired("请写终止整改的理由。"), _LONG])
    approval = StringField("批准文件的文号", [_SHORT])
    files = UploadsField("附批准文件")


class RevocationForm(CaseForm):
    """撤销销号。"""

    reason = TextAreaField("撤销的理由", [InputRequired("请写撤销销号的理由。"), _LONG])


class RedirectForm(CaseForm):
    """改派。"""

    lead_unit = SelectField("改派给", [InputRequired("请选单位。")], choices=[])
    reason = TextAreaField("改派理由", [InputRequired("请写改派理由。"), _LONG])
    due = DateField("固定时限", [Optional()])

    def offer(self, units: list[tuple[str, str]]) -> None:
        """Hand in the units."""
        self.lead_unit.choices = [("", "请选择"), *units]
