"""The form in which an author mends the words of a problem before handing in."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from forms.base import ChineseForm
from inspect_app.findings.vocabulary import PainType


class FindingForm(ChineseForm):
    """The words of a problem; every one of them may be changed."""

    title = StringField("问题", validators=[InputRequired("请写一句话说明问题。"), Length(max=120)])
    fact = TextAreaField("看到了什么", validators=[InputRequired("请写明事实。"), Length(max=2000)])
    suggestion = TextAreaField("建议怎么改", validators=[Optional(), Length(max=1000)])
    pain = RadioField("属于", choices=[*PainType.choices(), ("", "不选")], default="", validators=[Optional()])
    no_photo = StringField("没有照片的原因", description="有照片就不用写", validators=[Optional(), Length(max=200)])
