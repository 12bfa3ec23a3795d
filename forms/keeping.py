"""Forms of keeping."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from forms.base import ChineseForm


class DaysForm(ChineseForm):
    """Say for how many days a kind of data is kept; what a shorter time would erase is counted and confirmed."""

    days = IntegerField("保存天数", [InputRequired("请填写保存多少天，例如 365。")])
    sure = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def sure_of(self, count: int) -> bool:
        """Say whether somebody has seen that so many more go; else ask on the field, and let the next time count."""
        if count in (0, self.sure.data):
            return True
        asked = f"改成 {self.days.data} 天，下一次会多清除 {count} 条。确认请再保存一次。"
        self.days.errors = [*self.days.errors, asked]
        self.sure.data, self.sure.raw_data = count, [str(count)]
        return False
