"""What is entered about an online spot-check: the address, what it led to, and both guides as they read."""

from datetime import date
from typing import Any

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from forms.assigned import LINK, SHORT, UploadsField, VersionedForm
from inspect_app.spotchecks.vocabulary.guides import Aspect, CheckDraft, Found

Choices = list[tuple[str, str]]
_TEXT = Length(max=5000, message="最多 5000 个字。")
_ONE_A_LINE = "一行一样，编号、顺序不同不算不一致。"


class GuideForm(VersionedForm):
    """网上抽查。"""

    campaign_id = SelectField("专项", [InputRequired("请选专项。")], choices=[])
    item_id = SelectField("事项", [InputRequired("请选事项。")], choices=[])
    window_id = SelectField("窗口", [InputRequired("请选窗口。")], choices=[], description="和哪个窗口的指南对照。")
    url = StringField("网址", [InputRequired("请填网址。"), LINK, Length(max=500, message="最多 500 个字。")])
    found = RadioField("网上", [InputRequired("请选网上找到没有。")], choices=Found.choices())
    checked_on = DateField("抽查日期", [InputRequired("请填抽查日期。")])
    files = UploadsField("截图", description="网页的截图，打不开的截提示页。最多 9 张。")
    note = StringField("说明", [SHORT], description="从哪里点进去、点了几下，只在跑改办看得到。")
    window_papers = TextAreaField("材料清单", [_TEXT], description=_ONE_A_LINE)
    online_papers = TextAreaField("材料清单", [_TEXT], description=_ONE_A_LINE)
    window_limit = TextAreaField("办理时限", [_TEXT])
    online_limit = TextAreaField("办理时限", [_TEXT])
    window_trips = TextAreaField("跑几趟", [_TEXT])
    online_trips = TextAreaField("跑几趟", [_TEXT])
    window_fees = TextAreaField("收费", [_TEXT])
    online_fees = TextAreaField("收费", [_TEXT])

    def offer(self, campaigns: Choices, items: Choices, windows: Choices) -> "GuideForm":
        """Hand the choices in."""
        for field, choices in ((self.campaign_id, campaigns), (self.item_id, items), (self.window_id, windows)):
            field.choices = [("", "请选择"), *choices]
        return self

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Return the fields of both sides, aspect by aspect."""
        return [(self[f"window_{aspect.value}"], self[f"online_{aspect.value}"]) for aspect in Aspect]

    def draft(self) -> CheckDraft:
        """Return the spot-check as facts; only after validation."""
        day: date = self.checked_on.data or date.max
        return CheckDraft(
            campaign_id=int(self.campaign_id.data),
            item_id=int(self.item_id.data),
            window_id=int(self.window_id.data),
            url=self.url.data or "",
            found=Found.find(self.found.data) or Found.NOT_OPEN,
            checked_on=day,
            window={aspect: self[f"window_{aspect.value}"].data or "" for aspect in Aspect},
            online={aspect: self[f"online_{aspect.value}"].data or "" for aspect in Aspect},
            note=self.note.data or "",
        )
