"""Forms of opening a shopper's seal: why, and yes or no."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from forms.base import ChineseForm

_LEAST, _MOST = 10, 500


class AskForm(ChineseForm):
    """申请解封。"""

    reason = TextAreaField(
        "为什么要知道是谁",
        [
            InputRequired("请写明理由。"),
            Length(min=_LEAST, max=_MOST, message=f"请写 {_LEAST} 到 {_MOST} 个字，写清为了什么事、依据是什么。"),
        ],
    )


class DecideForm(ChineseForm):
    """批准，或者不同意。"""

    answer = HiddenField(validators=[AnyOf(["yes", "no"], message="请选批准或不同意。")])

    @property
    def approves(self) -> bool:
        """Say whether the answer is yes."""
        return bool(self.answer.data == "yes")
