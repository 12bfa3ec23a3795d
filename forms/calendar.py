"""Forms of the calendar."""

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from forms.base import ChineseForm
from inspect_app.calendar.vocabulary import DayFacts, DayKind


class DayForm(ChineseForm):
    """Add one day to a year, or say anew what it is."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    day = DateField("日期", [DataRequired("请填写日期，例如 2026-10-10。")])
    kind = RadioField("这一天", [DataRequired("请选放假还是调休上班。")], choices=DayKind.choices())
    name = StringField("名称", [DataRequired("请填写名称，例如“国庆节”。"), Length(max=40)])

    def facts(self) -> DayFacts:
        """Return what was typed."""
        day, kind = self.day.data, DayKind.find(self.kind.data)
        assert day is not None and kind is not None  # noqa: S101  validated
        return DayFacts(day, kind, str(self.name.data))


class RemoveDayForm(ChineseForm):
    """Take one day out of a year."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    day = DateField(widget=HiddenInput(), validators=[DataRequired()])


class NoticeForm(ChineseForm):
    """Load a year's notice from a file; first as a trial."""

    source = StringField("依据", [DataRequired("请填写通知的名称和文号。"), Length(max=200)])
    file = FileField("CSV 文件", [FileRequired("请选择文件。")])
    mode = StringField()

    @property
    def trial(self) -> bool:
        """Say whether the file is only tried; whatever isn't clearly an order is a trial."""
        return self.mode.data != "import"
