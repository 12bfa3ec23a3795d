"""What is entered about instructions, meetings and the work they ask for."""

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp

from forms.base import ChineseForm
from inspect_app.projects.vocabulary.assigned import AnswerDraft, AssignDraft, Upload
from inspect_app.projects.vocabulary.instructions import About, InstructionDraft, Subject
from inspect_app.projects.vocabulary.meetings import MeetingDraft, MeetingKind

LONG = Length(max=10_000, message="最多 10000 个字。")
SHORT = Length(max=200, message="最多 200 个字。")
LINK = Regexp(r"https?://", message="链接要以 http:// 或 https:// 开头。")
_WORK = Length(max=4000, message="最多 4000 个字。")


class UploadsField(MultipleFileField):
    """Files, handed out as name and bytes; an empty control hands out none."""

    def uploads(self) -> tuple[Upload, ...]:
        """Return what was chosen."""
        chosen = [file for file in self.data or () if isinstance(file, FileStorage) and file.filename]
        return tuple(Upload(str(file.filename), file.read()) for file in chosen)


class VersionedForm(ChineseForm):
    """A form that tells which version of a thing its page showed."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """Return the version that was shown, if the form told one."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else None


class InstructionForm(ChineseForm):
    """登记批示：one from paper has a scan; a leader's own has name and day from the account."""

    words = TextAreaField("批示原文", [InputRequired("请写批示原文。"), LONG])
    leader = StringField("哪位领导", [InputRequired("请填哪位领导。"), SHORT])
    post = StringField("当时职务", [InputRequired("请填当时的职务。"), SHORT])
    given_on = DateField("批示日期", [InputRequired("请填批示日期。")])
    finding = StringField("问题编号", [SHORT])
    project = SelectField("攻坚项目", choices=[], validate_choice=True)
    about = StringField("其他", [SHORT])
    asks_action = BooleanField("批示要求办理，交办后列入督办事项")
    open_to_units = BooleanField("原文可转责任单位（批示里提到暗访的不要勾）")
    files = UploadsField("扫描件")

    def offer(self, projects: list[tuple[str, str]]) -> None:
        """Hand in the running projects."""
        self.project.choices = [("", "不是批在攻坚项目上"), *projects]

    def draft(self, about: About) -> InstructionDraft:
        """Return the instruction as facts."""
        day: Any = self.given_on.data
        scans = self.files.uploads()
        return InstructionDraft(
            words=self.words.data or "",
            leader=self.leader.data or "",
            post=self.post.data or "",
            given_on=day,
            about=about,
            asks_action=bool(self.asks_action.data),
            open_to_units=bool(self.open_to_units.data),
            scan=scans[0] if scans else None,
        )

    def project_about(self) -> About | None:
        """Return the chosen project as what the instruction is on, or nothing."""
        return About(Subject.PROJECT, int(self.project.data)) if self.project.data else None


class OwnInstructionForm(ChineseForm):
    """作批示：the leader's own words."""

    words = TextAreaField("批示", [InputRequired("请写批示。"), LONG])
    post = StringField("职务", [InputRequired("请填职务。"), SHORT])
    asks_action = BooleanField("请跑改办交办并督办")


class CorrectWordsForm(VersionedForm):
    """更正批示原文。"""

    words = TextAreaField("批示原文", [InputRequired("请写批示原文。"), LONG])
    reason = StringField("更正原因", [SHORT])


class SettleForm(VersionedForm):
    """批示怎么办。"""

    asks_action = BooleanField("批示要求办理")
    open_to_units = BooleanField("原文可转责任单位")


class AssignForm(ChineseForm):
    """交办：one unit leads, up to two more get work of their own."""

    unit = SelectField("责任单位", [InputRequired("请选责任单位。")], choices=[])
    unit_2 = SelectField("同时交办", choices=[])
    unit_3 = SelectField("同时交办（第三家）", choices=[])
    demand = TextAreaField("办理要求", [InputRequired("请写办理要求。"), _WORK])
    due_on = DateField("完成期限", [InputRequired("请填完成期限。")])

    def offer(self, units: list[tuple[str, str]]) -> None:
        """Hand in the units."""
        self.unit.choices = [("", "请选择"), *units]
        self.unit_2.choices = self.unit_3.choices = [("", "没有"), *units]

    def draft(self) -> AssignDraft:
        """Return what is asked as facts."""
        day: Any = self.due_on.data
        units = [field.data for field in (self.unit, self.unit_2, self.unit_3) if field.data]
        return AssignDraft(tuple(map(int, units)), self.demand.data or "", day)


class AnswerForm(VersionedForm):
    """报办理情况。"""

    text = TextAreaField("办理情况", [InputRequired("请写办理情况。"), _WORK])
    document = StringField("文号", [SHORT])
    link = StringField("链接", [Optional(), SHORT, LINK])
    files = UploadsField("文件或照片")

    def draft(self) -> AnswerDraft:
        """Return the answer as facts."""
        words = (self.text.data or "", self.document.data or "", self.link.data or "")
        return AnswerDraft(*words, self.files.uploads())


class RemarkForm(VersionedForm):
    """A step that takes a remark."""

    remark = TextAreaField("意见", [_WORK])


class DueForm(VersionedForm):
    """改期限。"""

    due_on = DateField("新的期限", [InputRequired("请填新的期限。")])
    remark = StringField("理由", [InputRequired("请写改期限的理由。"), SHORT])


class MeetingForm(VersionedForm):
    """座谈。"""

    title = StringField("会议名称", [InputRequired("请填会议名称。"), SHORT])
    kind = SelectField("类别", choices=MeetingKind.choices())
    held_on = DateField("日期", [InputRequired("请填日期。")])
    place = StringField("地点", [SHORT])
    chair = StringField("主持人", [SHORT])
    post = StringField("职务", [SHORT])
    attendees = TextAreaField("参加单位", [_WORK])
    reports = TextAreaField("听取汇报", [_WORK])

    def draft(self) -> MeetingDraft:
        """Return the meeting as facts."""
        day: Any = self.held_on.data
        texts = ("title", "place", "chair", "post", "attendees", "reports")
        words = {name: self[name].data or "" for name in texts}
        return MeetingDraft(kind=MeetingKind.find(self.kind.data) or MeetingKind.DEBRIEF, held_on=day, **words)


class DemandForm(ChineseForm):
    """一是、二是……"""

    words = TextAreaField("要求", [InputRequired("请写这一条要求。"), _WORK])
