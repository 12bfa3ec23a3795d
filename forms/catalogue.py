"""Forms of the catalogue: sites, windows, matters, the upload of a workbook, and what lists are asked for."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from forms.base import ChineseForm
from inspect_app.catalogue.vocabulary import (
    Audience,
    CleanItem,
    CleanSite,
    CleanWindow,
    Feature,
    HoursKind,
    PaperFact,
    SiteType,
    TimeUnit,
    TripPromise,
    WindowFeature,
)
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.labels import Labelled
from inspect_app.foundation.text import normalise, tidy

Choices = Iterable[tuple[str, str]]
L = TypeVar("L", bound=Labelled)
_NONE = ("", "未公布")


def _ready(value: object) -> object:
    return tidy(value) if isinstance(value, str) else value


def _code_ready(value: object) -> object:
    return normalise(value) if isinstance(value, str) else value


def _code(label: str) -> StringField:
    right = Regexp(r"^[\w.\-/()〔〕]+$", message="编码里不能有空格和特殊符号。")
    return StringField(
        label, [InputRequired(f"请填{label}。"), Length(max=60), right], filters=[_code_ready]
    )


def _text(label: str, *, required: bool = False, longest: int = 200) -> StringField:
    needed = [InputRequired(f"请填{label}。")] if required else [Optional()]
    return StringField(label, [*needed, Length(max=longest)], filters=[_ready])


def _unit(label: str) -> SelectField:
    return SelectField(label, [InputRequired(f"请选{label}。")])


def _offer(field: SelectField, choices: Choices, first: str) -> None:
    field.choices = [("", first), *choices]


class _Stored(ChineseForm):
    """A form over a row: `version` is the one that was read."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """Return the version the form was opened with; what can't be read is never the present one."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    @property
    def typed_code(self) -> str:
        """Return the code of a new row; a stored one keeps its own."""
        field = self._fields.get("code")
        return str(field.data) if field is not None else ""

    def fix_code(self) -> None:
        """Leave the code out: it is how a workbook finds the row, so it stays for good."""
        if "code" in self:
            del self.code


class SiteForm(_Stored):
    """A hall with windows."""

    code = _code("网点编码")
    name = _text("网点名称", required=True)
    type = SelectField("网点类型", choices=SiteType.choices())
    unit_id = _unit("所属单位")
    address = _text("地址")
    active = BooleanField("启用")

    def offer(self, units: Choices) -> None:
        """Hand in the units."""
        _offer(self.unit_id, units, "请选择")

    @staticmethod
    def data_of(site: CleanSite, version: int) -> dict[str, Any]:
        """Return what the form opens with."""
        values = {"code": site.code, "name": site.name, "type": site.type.value, "unit_id": str(site.unit_id)}
        return {**values, "address": site.address, "active": site.active, "version": str(version)}

    def clean(self) -> CleanSite:
        """Hand out the facts."""
        return CleanSite(
            name=self.name.data or "",
            type=_chosen(SiteType, self.type.data),
            unit_id=int(self.unit_id.data),
            address=self.address.data or "",
            active=self.active.data,
            code=self.typed_code,
        )


class WindowForm(_Stored):
    """A window of a hall; its unit is the department a finding goes to."""

    code = _code("窗口编码")
    name = _text("窗口名称", required=True)
    site_id = SelectField("所在网点", [InputRequired("请选所在网点。")])
    unit_id = _unit("责任单位")
    phone = _text("服务电话", longest=60)
    hours_kind = SelectField("接听时段", choices=HoursKind.choices())
    hours = _text("办公时间", longest=120)
    features = SelectMultipleField(
        "服务功能",
        choices=WindowFeature.choices(),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    active = BooleanField("启用")

    def offer(self, sites: Iterable[tuple[int, str]], units: Choices) -> None:
        """Hand in the sites and the units."""
        _offer(self.site_id, [(str(key), name) for key, name in sites], "请选择")
        _offer(self.unit_id, units, "请选择")

    @staticmethod
    def data_of(window: CleanWindow, version: int) -> dict[str, Any]:
        """Return what the form opens with."""
        names = ("code", "name", "phone", "hours", "active")
        chosen = {"site_id": str(window.site_id), "unit_id": str(window.unit_id)}
        values = {name: getattr(window, name) for name in names}
        features = [feature.value for feature in window.features]
        kind = window.hours_kind.value
        return {**values, **chosen, "hours_kind": kind, "features": features, "version": str(version)}

    def clean(self) -> CleanWindow:
        """Hand out the facts."""
        return CleanWindow(
            name=self.name.data or "",
            site_id=int(self.site_id.data),
            unit_id=int(self.unit_id.data),
            phone=normalise(self.phone.data),
            hours_kind=_chosen(HoursKind, self.hours_kind.data),
            hours=self.hours.data or "",
            features=frozenset(_chosen(WindowFeature, value) for value in self.features.data or ()),
            active=self.active.data,
            code=self.typed_code,
        )


class ItemForm(_Stored):
    """A matter and what was promised for it."""

    code = _code("事项编码")
    name = _text("事项名称", required=True)
    unit_id = _unit("责任单位")
    audience = SelectField("办事对象", choices=Audience.choices())
    one_thing = _text("一件事")
    trips = SelectField("承诺跑几趟", choices=[_NONE, *TripPromise.choices()])
    features = SelectMultipleField(
        "还承诺了",
        choices=Feature.choices(),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    promised_amount = IntegerField(
        "承诺时间", [Optional(), NumberRange(0, 100_000, message="请填 0 到 100000 的整数。")]
    )
    promised_unit = SelectField("时间单位", choices=[_NONE, *TimeUnit.choices()])
    batch = _text("公布批次")
    announced_on = DateField("公布日期", [Optional()])
    papers = TextAreaField("必交的材料", [Length(max=8_000)])
    sometimes = TextAreaField("需要时才交的材料", [Length(max=8_000)])
    window_ids = SelectMultipleField(
        "办理窗口", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    active = BooleanField("启用")

    def offer(self, units: Choices, windows: Iterable[tuple[int, str]]) -> None:
        """Hand in the units and the windows."""
        _offer(self.unit_id, units, "请选择")
        self.window_ids.choices = [(str(key), name) for key, name in windows]

    @staticmethod
    def data_of(item: CleanItem, version: int) -> dict[str, Any]:
        """Return what the form opens with."""
        names = ("code", "name", "one_thing", "promised_amount", "batch", "announced_on", "active")
        return {
            **{name: getattr(item, name) for name in names},
            "unit_id": str(item.unit_id),
            "audience": item.audience.value,
            "trips": item.trips.value if item.trips else "",
            "features": [feature.value for feature in item.features],
            "promised_unit": item.promised_unit.value if item.promised_unit else "",
            "papers": _lines(paper for paper in item.papers if paper.required),
            "sometimes": _lines(paper for paper in item.papers if not paper.required),
            "window_ids": [str(key) for key in item.window_ids],
            "version": str(version),
        }

    def clean(self) -> CleanItem:
        """Hand out the facts."""
        return CleanItem(
            name=self.name.data or "",
            unit_id=int(self.unit_id.data),
            audience=_chosen(Audience, self.audience.data),
            one_thing=self.one_thing.data or "",
            trips=TripPromise.find(self.trips.data),
            features=frozenset(_chosen(Feature, value) for value in self.features.data or ()),
            promised_amount=self.promised_amount.data,
            promised_unit=TimeUnit.find(self.promised_unit.data),
            batch=self.batch.data or "",
            announced_on=self.announced_on.data,
            active=self.active.data,
            papers=(*_papers(self.papers.data, True), *_papers(self.sometimes.data, False)),
            window_ids=frozenset(int(key) for key in self.window_ids.data or ()),
            code=self.typed_code,
        )


class UploadForm(ChineseForm):
    """A workbook to try."""

    file = FileField("工作簿", [FileRequired("请选择要导入的工作簿。")])


class ConfirmForm(ChineseForm):
    """The workbook that was tried, sealed to the person who tried it."""

    ticket = HiddenField(validators=[InputRequired()])


def _chosen(kind: type[L], value: object) -> L:
    """Return a member the select has already checked."""
    found = kind.find(value)
    if found is None:
        raise Invalid("请从列表里选。")
    return found


def _papers(text: str | None, required: bool) -> tuple[PaperFact, ...]:
    """Read one paper a line; what follows a bar is its remark."""
    found = []
    for line in (text or "").splitlines():
        name, _, note = line.replace("｜", "|").partition("|")
        if tidy(name):
            found.append(PaperFact(tidy(name)[:200], required, tidy(note)[:500]))
    return tuple(found)


def _lines(papers: Iterable[PaperFact]) -> str:
    return "\n".join(f"{paper.name} | {paper.note}" if paper.note else paper.name for paper in papers)


def number_in(args: Mapping[str, str], name: str) -> int | None:
    """Return a row's number from the address; whatever can't be read is none."""
    text = args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
