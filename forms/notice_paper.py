"""Forms of how a notice looks, is numbered and goes out."""

from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from forms.base import ChineseForm
from inspect_app.campaigns.vocabulary import PaperKind
from inspect_app.foundation.text import tidy
from inspect_app.notices.vocabulary import ListKind
from inspect_app.notices.vocabulary.sending import ListDraft, PaperSettings


def _line(label: str, longest: int = 60) -> StringField:
    return StringField(label, [Optional(), Length(max=longest, message=f"最多 {longest} 字。")])


class PaperForm(ChineseForm):
    """Which paper a notice is, its number and the space for the seal."""

    version = IntegerField("版本", [InputRequired("页面已过期，请刷新。")], widget=HiddenInput())
    kind = SelectField("文种", choices=PaperKind.choices())
    doc_code = _line("机关代字", 20)
    from_oa = BooleanField("文号由办公系统给出")
    oa_number = _line("办公系统的文号", 40)
    seal_lines = IntegerField("盖章留几行", [InputRequired("请填 0 到 6。"), NumberRange(0, 6, "请填 0 到 6。")])
    secrecy = _line("密级", 20)
    urgency = _line("紧急程度", 20)
    remark = _line("附注", 60)
    printed_by = _line("印发机关", 60)

    def facts(self) -> PaperSettings:
        """Return what a valid form sets."""
        return PaperSettings(
            kind=PaperKind.find(self.kind.data) or PaperKind.BULLETIN,
            doc_code=tidy(self.doc_code.data),
            from_oa=bool(self.from_oa.data),
            oa_number=tidy(self.oa_number.data),
            seal_lines=self.seal_lines.data or 0,
            secrecy=tidy(self.secrecy.data),
            urgency=tidy(self.urgency.data),
            remark=tidy(self.remark.data),
            printed_by=tidy(self.printed_by.data),
            version=self.version.data or 0,
        )


class ListForm(ChineseForm):
    """A list of recipients with its dates; one member a line."""

    version = IntegerField("版本", [InputRequired("页面已过期，请刷新。")], widget=HiddenInput())
    name = StringField("名单名称", [DataRequired("请填名单名称。"), Length(max=60, message="最多 60 字。")])
    kind = SelectField("用于", choices=ListKind.choices())
    campaign_id = SelectField("专项", coerce=int)
    starts_on = DateField("启用日期", [DataRequired("请填启用日期。")])
    ends_on = DateField("停用日期", [Optional()])
    members = TextAreaField(
        "成员", [DataRequired("请写上成员，一行一个。"), Length(max=8_000, message="最多 8000 字。")]
    )

    def facts(self) -> tuple[ListDraft, int]:
        """Return the list of a valid form and the version it was opened with."""
        assert self.starts_on.data is not None  # noqa: S101 - DataRequired has seen to it
        draft = ListDraft(
            name=tidy(self.name.data),
            kind=ListKind.find(self.kind.data) or ListKind.MAIN,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            campaign_id=self.campaign_id.data or None,
            members=_names(self.members.data or ""),
        )
        return draft, self.version.data or 0


def _names(text: str) -> tuple[str, ...]:
    """Read one name a line; 、 belongs to names such as 各区、县（市）政府."""
    return tuple(dict.fromkeys(name for line in text.splitlines() if (name := tidy(line)[:200])))
