"""The form of a script: how a matter is really done as an ordinary applicant would."""

from collections.abc import Sequence

from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from forms.base import ChineseForm
from inspect_app.visits.vocabulary import CleanScript, PapersInHand

_SHORT = Length(max=100, message="最多 100 字。")
_LONG = Length(max=2000, message="最多 2000 字。")


class ScriptForm(ChineseForm):
    """Who one is, what one has along, what is asked, and where to stop."""

    title = StringField("名称", [InputRequired("请填写“名称”。"), _SHORT], description="如：居住证申领，材料带齐")
    item = SelectField("办什么事", [Optional()])
    persona = StringField("身份", [InputRequired("请填写“身份”。"), _SHORT], description="如：在附近租房的外来务工者")
    papers = RadioField("带的材料", choices=PapersInHand.choices(), default=PapersInHand.COMPLETE.value)
    missing_paper = StringField("缺哪一样", [_SHORT], description="故意缺一样时填")
    ask = TextAreaField("要问的", [_LONG], description="如：要带什么、去哪个窗口、几天办好")
    must_tell = TextAreaField("应当一次讲清的", [_LONG], description="一行一点，走访时逐点勾讲了没有")
    steps = TextAreaField("预计步骤", [_LONG], description="一行一步")
    limit_minutes = IntegerField(
        "预计多少分钟办好", [Optional(), NumberRange(1, 9999, message="请填 1 到 9999 的数。")]
    )
    never_reveal = TextAreaField("不能透露的", [_LONG], description="如：不说从哪里来，不问与事项无关的话")
    stop_line = TextAreaField(
        "到此为止", [InputRequired("请填写“到此为止”。"), _LONG], description="如：不交假材料；要当场缴费就说改天再来"
    )
    seen = HiddenField()

    def offer(self, items: Sequence[tuple[str, str]]) -> "ScriptForm":
        """Hand in the matters."""
        self.item.choices = [("", "不限事项"), *items]
        return self

    def facts(self) -> CleanScript:
        """Return the script as clean facts; only after validation."""
        return CleanScript(
            title=self.title.data or "",
            item_id=int(self.item.data) if self.item.data else None,
            persona=self.persona.data or "",
            papers=PapersInHand.find(self.papers.data) or PapersInHand.COMPLETE,
            missing_paper=self.missing_paper.data or "",
            ask=self.ask.data or "",
            must_tell=_lines(self.must_tell.data),
            steps=_lines(self.steps.data),
            limit_minutes=self.limit_minutes.data,
            never_reveal=self.never_reveal.data or "",
            stop_line=self.stop_line.data or "",
            seen=_number(self.seen.data),
        )


class SwitchForm(ChineseForm):
    """停用、启用: only the token."""


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
