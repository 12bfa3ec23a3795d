"""The form of a campaign."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from forms.base import ChineseForm
from inspect_app.campaigns.vocabulary import VISITED, CampaignPreset, CleanCampaign, PaperKind, PresetFacts
from inspect_app.catalogue.vocabulary import Feature
from inspect_app.foundation.text import normalise, tidy

Choices = Iterable[tuple[str, str]]
_FIVE = time(17, 0)


def _ready(value: object) -> object:
    return tidy(value) if isinstance(value, str) else value


def _text(label: str, *, required: bool = False, longest: int = 120) -> StringField:
    needed = [InputRequired(f"请填{label}。")] if required else [Optional()]
    return StringField(label, [*needed, Length(max=longest)], filters=[_ready])


def _ticks(label: str, **options: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **options
    )


def _goal(label: str) -> IntegerField:
    wanted = NumberRange(1, 100_000, message="请填 1 到 100000 的整数，没有目标就空着。")
    return IntegerField(label, [Optional(), wanted])


class CampaignForm(ChineseForm):
    """What a campaign is called, rests on, looks at, and what becomes of its notices."""

    version = HiddenField()
    code = StringField(
        "编号",
        [
            InputRequired("请填编号。"),
            Length(max=40),
            Regexp(r"^[\w.\-]+$", message="编号里不能有空格和特殊符号。"),
        ],
        filters=[lambda value: normalise(value) if isinstance(value, str) else value],
    )
    preset = SelectField("类型", choices=CampaignPreset.choices(), default=CampaignPreset.SPECIAL.value)
    name = _text("专项名称", required=True)
    basis_title = _text("依据文件", longest=200)
    basis_number = _text("文号")
    starts_on = DateField("开始日期", [InputRequired("请填开始日期。")])
    ends_on = DateField("结束日期", [InputRequired("请填结束日期。")])
    methods = _ticks("方式", choices=[(method.value, method.label) for method in VISITED])
    target_ids = _ticks("督察对象")
    checklist_id = SelectField("检查表", [Optional()])
    issuer_id = SelectField("印发单位", [InputRequired("请选印发单位。")])
    paper_kind = SelectField("文种", choices=PaperKind.choices())
    series = _text("刊名", required=True)
    cut_off = TimeField("截稿时间", [InputRequired("请填截稿时间。")])
    goal_id_only = _goal("仅凭身份证")
    goal_online = _goal("网上办")
    goal_mobile = _goal("手机办")
    goal_nearby = _goal("就近办")
    goal_city_wide = _goal("全城通办")
    main_recipients = TextAreaField("主送", [Length(max=4_000)])
    copy_recipients = TextAreaField("抄送", [Length(max=4_000)])

    _kept_code = ""

    def offer(self, units: Choices, checklists: Choices) -> None:
        """Hand in the units and the published checklists."""
        listed = list(units)
        self.issuer_id.choices = [("", "请选择"), *listed]
        self.target_ids.choices = listed
        self.checklist_id.choices = [("", "各次走访自己选"), *checklists]

    def fix_code(self, code: str) -> None:
        """Keep the stored code: notices and commands name the campaign by it."""
        self._kept_code = code
        del self.code

    @property
    def seen_version(self) -> int:
        """Return the version the form was opened with; what can't be read is never the present one."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    @staticmethod
    def fresh(
        code: str, today: date, inspect_word: str, preset: CampaignPreset, facts: PresetFacts, checklist_id: int | None
    ) -> dict[str, Any]:
        """Return what an empty form of a kind of campaign opens with."""
        return {
            "code": code,
            "preset": preset.value,
            "name": "" if preset is CampaignPreset.SPECIAL else preset.label,
            "starts_on": today,
            "ends_on": today + timedelta(days=facts.days - 1),
            "methods": [method.value for method in facts.methods],
            "checklist_id": str(checklist_id or ""),
            "cut_off": _FIVE,
            "series": facts.series.format(word=inspect_word),
        }

    @staticmethod
    def data_of(campaign: CleanCampaign, version: int) -> dict[str, Any]:
        """Return what the form of a stored campaign opens with."""
        same = ("name", "basis_title", "basis_number", "starts_on", "ends_on", "series", "cut_off")
        return {
            **{name: getattr(campaign, name) for name in same},
            "version": str(version),
            "preset": campaign.preset.value,
            "methods": [method.value for method in campaign.methods],
            "target_ids": [str(key) for key in campaign.target_ids],
            "checklist_id": str(campaign.checklist_id or ""),
            "issuer_id": str(campaign.issuer_id),
            "paper_kind": campaign.paper_kind.value,
            "main_recipients": "\n".join(campaign.main_recipients),
            "copy_recipients": "\n".join(campaign.copy_recipients),
            **{f"goal_{feature.value}": goal for feature, goal in campaign.goals.items()},
        }

    def clean(self) -> CleanCampaign:
        """Hand out the facts of a form that was validated."""
        chosen = self.methods.data or ()
        code = self._kept_code or str(self.code.data)
        return CleanCampaign(
            code=code,
            name=self.name.data or "",
            starts_on=self.starts_on.data or date.min,
            ends_on=self.ends_on.data or date.min,
            issuer_id=int(self.issuer_id.data),
            series=self.series.data or "",
            basis_title=self.basis_title.data or "",
            basis_number=self.basis_number.data or "",
            methods=tuple(method for method in VISITED if method.value in chosen),
            target_ids=frozenset(int(key) for key in self.target_ids.data or ()),
            checklist_id=int(self.checklist_id.data) if self.checklist_id.data else None,
            paper_kind=PaperKind.find(self.paper_kind.data) or PaperKind.BULLETIN,
            cut_off=self.cut_off.data or _FIVE,
            main_recipients=_names(self.main_recipients.data),
            copy_recipients=_names(self.copy_recipients.data),
            preset=CampaignPreset.find(self.preset.data) or CampaignPreset.SPECIAL,
            goals={one: int(goal) for one in Feature if (goal := self[f"goal_{one.value}"].data)},
        )


def _names(text: str | None) -> tuple[str, ...]:
    """Read one name a line; 、 belongs to names such as 各区、县（市）政府."""
    return tuple(dict.fromkeys(name for line in (text or "").splitlines() if (name := tidy(line)[:200])))
