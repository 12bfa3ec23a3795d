"""The yes to a table that was tried."""

from wtforms import HiddenField

from forms.base import ChineseForm


class TicketForm(ChineseForm):
    """Yes, take what was tried."""

    ticket = HiddenField()
