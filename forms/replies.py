"""Forms of the sentences the office offers to who answers (答复模板)."""

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from forms.base import ChineseForm
from forms.rectification import CaseForm, chosen
from inspect_app.rectification.vocabulary import ReplyKind


class TemplateForm(CaseForm):
    """答复模板的一句。"""

    kind = RadioField("用在哪里", [InputRequired("请选用在哪里。")], choices=ReplyKind.choices())
    text = TextAreaField("句子", [InputRequired("请写句子。"), Length(max=200, message="最多 200 个字。")])
    active = BooleanField("填写时提供", default=True)

    def what(self) -> ReplyKind:
        """Return what it is offered for."""
        return chosen(ReplyKind, self.kind.data)


class MoveForm(ChineseForm):
    """上移、下移。"""

    way = HiddenField()

    @property
    def step(self) -> int:
        """Return -1 to move up, 1 to move down, 0 for whatever else."""
        return {"up": -1, "down": 1}.get(self.way.data or "", 0)


class RemoveForm(ChineseForm):
    """删除一句: only the token."""
