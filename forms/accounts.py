"""Forms of signing in, the own account, units and people."""

from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from forms.base import ChineseForm

_TEXT = Length(max=200)
_SECRET = Length(max=256)


class SignInForm(ChineseForm):
    """Sign in with user name and password."""

    username = StringField("用户名", [DataRequired("请填写用户名。"), _TEXT])
    password = PasswordField("密码", [DataRequired("请填写密码。"), _SECRET])


class NewPasswordForm(ChineseForm):
    """A new password, typed twice."""

    password = PasswordField("新密码", [DataRequired("请填写新密码。"), _SECRET])
    again = PasswordField(
        "再填一次新密码",
        [DataRequired("请再填一次新密码。"), EqualTo("password", "两次填写的新密码不一样。")],
    )


class FirstPasswordForm(NewPasswordForm):
    """Use a one-time code and set the own password."""

    username = StringField("用户名", [DataRequired("请填写用户名。"), _TEXT])
    code = StringField("一次性口令", [DataRequired("请填写一次性口令。"), _TEXT])


class ChangePasswordForm(NewPasswordForm):
    """Change the own password."""

    current = PasswordField("原密码", [DataRequired("请填写原密码。"), _SECRET])
