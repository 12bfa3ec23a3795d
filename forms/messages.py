"""Forms of messages: what a person marks as read."""

from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from forms.base import ChineseForm


class ReadAllForm(ChineseForm):
    """Mark what the page showed as read: what came since stays unread."""

    up_to = IntegerField(widget=HiddenInput(), validators=[InputRequired("请刷新页面再试。")])
