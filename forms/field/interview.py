"""The form of an interview (跟踪问): an alias, never a name."""

from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forms.base import ChineseForm
from forms.field.trial import YES_NO_UNKNOWN, read_yes_no
from inspect_app.field.vocabulary import InterviewWords
from inspect_app.visits.vocabulary import IntervieweeKind

_SATISFACTION = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"), ("", "没有问")]


class InterviewForm(ChineseForm):
    """What somebody in the hall said."""

    base = HiddenField()
    kind = RadioField("问了谁", choices=IntervieweeKind.choices(), validators=[InputRequired("请选问了谁。")])
    alias = StringField(
        "怎么称呼", description="写“张先生”“办证群众甲”，不写真名", validators=[Optional(), Length(max=30)]
    )
    trips = IntegerField("跑了几趟", validators=[Optional(), NumberRange(0, 99, "请填 0 到 99。")])
    papers = RadioField("材料带齐了吗", choices=YES_NO_UNKNOWN, default="", validators=[Optional()])
    satisfaction = RadioField(
        "满意不满意（1 最低，5 最高）", choices=_SATISFACTION, default="", validators=[Optional()]
    )
    words = TextAreaField("原话", validators=[Optional(), Length(max=2000, message="最多 2000 字。")])

    def facts(self) -> InterviewWords:
        """Return the talk as clean facts; only after validation."""
        return InterviewWords(
            kind=self.kind.data,
            alias=self.alias.data or "",
            trips=self.trips.data,
            papers_complete=read_yes_no(self.papers.data),
            satisfaction=int(self.satisfaction.data) if self.satisfaction.data else None,
            words=self.words.data or "",
            base=self.base.data or None,
        )
