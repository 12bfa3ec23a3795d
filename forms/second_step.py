"""Forms of the second step of signing in."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from forms.base import ChineseForm

_LONGEST = 40


class SecondStepForm(ChineseForm):
    """The code of the telephone, or a recovery code."""

    code = StringField("验证码", [DataRequired("请填写验证码。"), Length(max=_LONGEST, message="验证码没有这么长。")])
