"""The forms of planning: targets, a round, its confirmation, people, chiefs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from forms.base import ChineseForm
from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VISITED, VisitMethod
from inspect_app.planning.vocabulary import ChiefLayer, Placing, RoundKind, RoundPlan
from inspect_app.visits.vocabulary import DaySlot

Choices = Iterable[tuple[str, str]]
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_MOST_WINDOWS, _DIGITS = 20, 10
HALF_DAYS = (DaySlot.MORNING, DaySlot.AFTERNOON)
# A cross-check is a kind of round of its own.
_METHODS = [(method.value, method.label) for method in VISITED if method is not VisitMethod.CROSS]


def _whole(label: str, least: int, most: int, **options: Any) -> IntegerField:
    return IntegerField(label, [InputRequired(f"请填{label}。"), _within(least, most)], **options)


def _share(label: str) -> IntegerField:
    return IntegerField(label, [Optional(), _within(0, 100)])


def _within(least: int, most: int) -> NumberRange:
    return NumberRange(least, most, f"应在 {least} 到 {most} 之间。")


def _ticks(label: str, **options: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **options
    )


class TargetsForm(ChineseForm):
    """Which windows, and which matters at them; `seen` are the targets the page was opened with."""

    windows = SelectMultipleField("窗口")
    items = _ticks("事项")
    seen = HiddenField()

    def offer(self, windows: Choices, items: Choices) -> "TargetsForm":
        """Hand the choices in."""
        self.windows.choices, self.items.choices = list(windows), list(items)
        return self

    def window_ids(self) -> list[int]:
        """Return the chosen windows; only after validation."""
        return [int(key) for key in self.windows.data or ()]

    def item_ids(self) -> list[int]:
        """Return the chosen matters; only after validation."""
        return [int(key) for key in self.items.data or ()]

    def seen_marks(self) -> frozenset[str]:
        """Return the targets the page was opened with."""
        return frozenset((self.seen.data or "").split())


class RoundForm(ChineseForm):
    """What a round of assignment is to keep to."""

    kind = RadioField("怎么派", choices=RoundKind.choices(), default=RoundKind.ROTA.value)
    method = SelectField("方法", choices=_METHODS, default=VisitMethod.ON_SITE.value)
    roles = _ticks("谁去")
    first = DateField("从哪天", [InputRequired("请填从哪天。")])
    last = DateField("到哪天", [InputRequired("请填到哪天。")])
    lock_days = _whole("同一人同一窗口间隔天数", 0, 365, default=30)
    covert = _whole("暗访占比", 0, 100, default=0)
    morning = _whole("上午占比", 0, 100, default=50)
    monday = _share("周一占比")
    tuesday = _share("周二占比")
    wednesday = _share("周三占比")
    thursday = _share("周四占比")
    friday = _share("周五占比")
    per_half_day = _whole("每人半天最多走访几次", 1, 6, default=1)
    per_trip = _whole("一次走访走几个窗口", 1, _MOST_WINDOWS, default=1)
    only_open = BooleanField("只派还没走访、也没安排的窗口", default=True)
    activity = SelectField("四进", [Optional()])
    seed = IntegerField("随机数", [Optional(), _within(0, 2**31 - 1)])

    def offer(self, roles: Iterable[Role], activities: Choices, *, covert: bool) -> "RoundForm":
        """Hand the choices in; covert shares are offered only to who may plan covert visits."""
        self.roles.choices = [(role.value, role.label) for role in roles]
        self.activity.choices = [("", "不属于四进"), *activities]
        if not covert:
            del self.covert
        return self

    def plan(self, seed: int) -> RoundPlan:
        """Return what was asked for; `seed` where the field was left empty. Only after validation."""
        kind = RoundKind.find(self.kind.data) or RoundKind.ROTA
        cross = kind is RoundKind.CROSS
        method = VisitMethod.find(self.method.data) or VisitMethod.ON_SITE
        return RoundPlan(
            kind=kind,
            method=VisitMethod.CROSS if cross else method,
            roles=tuple(role for role in Role if role.value in (self.roles.data or ())),
            first=self.first.data or date.min,
            last=self.last.data or date.min,
            lock_days=self.lock_days.data or 0,
            covert=(self.covert.data or 0) if self.covert else 0,
            morning=self.morning.data or 0,
            weekdays={day: self[name].data or 0 for day, name in enumerate(_WEEKDAYS)},
            per_half_day=self.per_half_day.data or 1,
            per_trip=_MOST_WINDOWS if cross else self.per_trip.data or 1,
            only_open=bool(self.only_open.data),
            activity=int(self.activity.data) if self.activity.data else None,
            seed=seed if self.seed.data is None else self.seed.data,
        )


class MakeForm(ChineseForm):
    """Make a round into visits: how many the page said."""

    count = IntegerField("条数", [InputRequired("请从方案页上确认。")])


class SwapForm(ChineseForm):
    """Two rows of a round; they are read from the boxes of its table."""

    rows = SelectMultipleField("要对换的两条", validate_choice=False)

    def row_ids(self) -> list[int]:
        """Return the ticked rows; what can't be read names none."""
        return [int(key) for key in self.rows.data or () if key.isascii() and key.isdigit() and len(key) < _DIGITS]


class PlacingForm(ChineseForm):
    """Who goes on a row, and on which half day."""

    person = RadioField("派谁去", [InputRequired("请选一个人。")], validate_choice=False)
    day = DateField("哪天", [InputRequired("请填哪天。")])
    slot = SelectField("哪个半天", choices=[(slot.value, slot.label) for slot in HALF_DAYS])

    def placing(self) -> Placing:
        """Return what was chosen; only after validation. A person that can't be read is nobody."""
        key = self.person.data or ""
        known = key.isascii() and key.isdigit() and len(key) < _DIGITS
        slot = DaySlot.find(self.slot.data) or DaySlot.MORNING
        return Placing(int(key) if known else 0, self.day.data or date.min, slot)


class AbsenceForm(ChineseForm):
    """Days on which somebody can't be sent."""

    person = SelectField("谁", [InputRequired("请选人。")])
    starts_on = DateField("从哪天", [InputRequired("请填从哪天。")])
    ends_on = DateField("到哪天", [InputRequired("请填到哪天。")])


class AcquaintanceForm(ChineseForm):
    """A unit in which somebody is known."""

    person = SelectField("谁", [InputRequired("请选人。")])
    unit = SelectField("在哪个单位", [InputRequired("请选单位。")])


class ChiefForm(ChineseForm):
    """The layer of a chief, and the windows they look after."""

    layer = RadioField("哪一层", [InputRequired("请选哪一层。")], choices=ChiefLayer.choices())
    windows = SelectMultipleField("联系点窗口")


class ActivityForm(ChineseForm):
    """What the fourth of the 四进 is called."""

    name = StringField("第四项", [Optional(), Length(max=20, message="最多 20 字。")])
