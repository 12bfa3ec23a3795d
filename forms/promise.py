"""The form of a result that came after the visit."""

from datetime import date

from wtforms import DateField
from wtforms.validators import InputRequired

from forms.base import ChineseForm


class ResultForm(ChineseForm):
    """On which day a trial's result came."""

    result_on = DateField("办结日期", [InputRequired("请填办结日期。")])

    def day(self) -> date:
        """Hand out the day of a form that was validated."""
        return self.result_on.data or date.min
