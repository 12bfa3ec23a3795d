"""Forms of messages: what a person marks as read."""

from wtforms import HiddenField
from wtforms.validators import InputRequired

from forms.base import ChineseForm


class ReadAllForm(ChineseForm):
    """Mark what the page showed as read: what came since stays unread."""

    up_to = HiddenField(validators=[InputRequired("请刷新页面再试。")])
