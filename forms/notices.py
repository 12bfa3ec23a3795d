"""Forms of the daily notice."""

from datetime import date

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import HiddenInput

from forms.base import ChineseForm
from inspect_app.notices.vocabulary import Section

_PROSE = 4000


class DraftForm(ChineseForm):
    """Choose the campaign and the day of a notice."""

    campaign = SelectField("专项", coerce=int, validators=[DataRequired("请选择专项。")])
    day = DateField("日期", validators=[DataRequired("请填写日期，如 2026-05-25。")])

    def facts(self) -> tuple[int, date]:
        """Return the campaign's id and the day of a valid form."""
        assert self.day.data is not None  # noqa: S101 - DataRequired has seen to it
        return int(self.campaign.data), self.day.data


class ProseForm(ChineseForm):
    """The office's words of a notice, one box a section; a line is a paragraph."""

    version = IntegerField("版本", widget=HiddenInput(), validators=[DataRequired("页面已过期，请刷新。")])
    title = StringField("标题", validators=[DataRequired("请填写标题。"), Length(max=80, message="标题最多 80 字。")])
    reason = TextAreaField(Section.REASON.label, validators=[Length(max=_PROSE)])
    overview = TextAreaField(Section.OVERVIEW.label, validators=[Length(max=_PROSE)])
    problems = TextAreaField(Section.PROBLEMS.label, validators=[Length(max=_PROSE)])
    rectification = TextAreaField(Section.RECTIFICATION.label, validators=[Length(max=_PROSE)])
    practices = TextAreaField(Section.PRACTICES.label, validators=[Length(max=_PROSE)])
    demands = TextAreaField(Section.DEMANDS.label, validators=[Length(max=_PROSE)])

    def facts(self) -> tuple[int, str, dict[Section, str]]:
        """Return the version that was edited, the title, and the text of each section."""
        prose = {section: self[section.value].data or "" for section in Section}
        return int(self.version.data or 0), self.title.data or "", prose


class CorrectionForm(ChineseForm):
    """A mistake of an issued notice."""

    wrong = StringField("原文", validators=[DataRequired("请写原来的文字。"), Length(max=200, message="最多 200 字。")])
    right = StringField(
        "更正为", validators=[DataRequired("请写更正后的文字。"), Length(max=200, message="最多 200 字。")]
    )

    def facts(self) -> tuple[str, str]:
        """Return the wrong and the right wording."""
        return self.wrong.data or "", self.right.data or ""


class StepForm(ChineseForm):
    """A move of a notice: nothing but the token against forged posts."""
