"""The catalogue workbook: its sheets and columns, said once for the template, the reader and the messages."""

from dataclasses import dataclass
from enum import Enum

from inspect_app.accounts.vocabulary import UnitKind, UnitLevel
from inspect_app.catalogue.vocabulary.words import (
    Audience,
    CancelReason,
    HoursKind,
    SiteType,
    TimeUnit,
    TripPromise,
    WindowFeature,
)
from inspect_app.foundation.labels import Labelled


class CellKind(Enum):
    """How a cell is read."""

    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    UNIT = "unit"
    CHOICE = "choice"
    YES_NO = "yes_no"
    COUNT = "count"
    DAY = "day"


class SheetName(Labelled):
    """The sheets; each is found by its name."""

    UNITS = "units", "单位"
    PLACES = "places", "网点窗口"
    ITEMS = "items", "事项"
    PAPERS = "papers", "材料"
    PROOFS = "proofs", "取消证明"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; a blank cell reads as `blank`, `aliases` are other words offices use for its head."""

    key: str
    title: str
    kind: CellKind = CellKind.TEXT
    required: bool = False
    choices: type[Labelled] | None = None
    blank: bool | int | Labelled | str | None = ""
    hint: str = ""
    aliases: tuple[str, ...] = ()
    width: int = 14


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet and its columns, in the order of the template."""

    name: SheetName
    about: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(column for column in self.columns if column.key == key)


def _code(key: str, title: str, hint: str = "", *, required: bool = True) -> Column:
    return Column(key, title, CellKind.CODE, required, hint=hint)


def _name(key: str, title: str, *, required: bool = True, aliases: tuple[str, ...] = ()) -> Column:
    return Column(key, title, required=required, aliases=aliases, width=28)


def _unit(key: str, title: str, *, required: bool = True, aliases: tuple[str, ...] = ()) -> Column:
    hint = "单位的编码、全称或简称"
    return Column(key, title, CellKind.UNIT, required, blank=None, hint=hint, aliases=aliases, width=22)


def _choice(
    key: str, title: str, choices: type[Labelled], *, required: bool = False, blank: Labelled | None = None
) -> Column:
    return Column(key, title, CellKind.CHOICE, required, choices, blank, hint="从下拉列表里选")


def _yes(key: str, title: str, *, blank: bool = False) -> Column:
    hint = f"是或否，不填为{'是' if blank else '否'}"
    return Column(key, title, CellKind.YES_NO, blank=blank, hint=hint, width=12)


def _day(key: str, title: str) -> Column:
    return Column(key, title, CellKind.DAY, blank=None, hint="如 2017-12-01")


UNITS = SheetSpec(
    SheetName.UNITS,
    "一行一个单位，上级单位用编码或名称。",
    (
        _code("code", "单位编码"),
        _name("name", "单位名称"),
        Column("short_name", "简称", hint="公文里用的规范简称，不填用单位名称"),
        _choice("level", "层级", UnitLevel, required=True),
        _choice("kind", "类别", UnitKind, required=True),
        _unit("parent", "上级单位", required=False, aliases=("上级单位编码",)),
        Column("sort_no", "排序号", CellKind.COUNT, blank=0, hint="名单按此排列", width=10),
        _day("active_from", "启用日期"),
        _day("active_to", "停用日期"),
    ),
)
PLACES = SheetSpec(
    SheetName.PLACES,
    "一行一个窗口；同一网点的几行，网点各列可以合并单元格。还没有窗口的网点，窗口各列留空。",
    (
        _code("site_code", "网点编码"),
        _name("site_name", "网点名称"),
        _choice("site_type", "网点类型", SiteType, required=True),
        _unit("site_unit", "网点所属单位", aliases=("网点单位",)),
        Column("address", "地址", width=28),
        _code("window_code", "窗口编码", required=False),
        _name("window_name", "窗口名称", required=False),
        _unit("window_unit", "窗口责任单位", required=False, aliases=("窗口单位", "责任单位")),
        Column("phone", "服务电话", hint="对外公布的号码", aliases=("电话", "联系电话"), width=18),
        _choice("hours_kind", "接听时段", HoursKind, blank=HoursKind.OFFICE),
        Column("hours", "办公时间", hint="如 工作日 8:30–12:00、13:30–17:00", width=30),
        *(_yes(feature.value, feature.label) for feature in WindowFeature),
        _yes("active", "启用", blank=True),
    ),
)
ITEMS = SheetSpec(
    SheetName.ITEMS,
    "一行一个事项，填公布过的承诺；没有公布的留空。",
    (
        _code("code", "事项编码"),
        _name("name", "事项名称"),
        _unit("unit", "责任单位", aliases=("主管部门", "单位", "实施单位")),
        _choice("audience", "办事对象", Audience, blank=Audience.PERSON),
        Column("one_thing", "一件事", hint="属于哪个联办的一件事", width=18),
        _choice("trips", "承诺跑几趟", TripPromise),
        _yes("id_only", "仅凭身份证"),
        _yes("online", "网上办"),
        _yes("mobile", "手机办"),
        _yes("nearby", "就近办"),
        _yes("city_wide", "全城通办"),
        Column("promised_amount", "承诺时间", CellKind.COUNT, blank=None, hint="0 为立等可取", width=10),
        _choice("promised_unit", "时间单位", TimeUnit),
        Column("batch", "公布批次", aliases=("批次",), width=26),
        _day("announced_on", "公布日期"),
        Column("windows", "办理窗口", CellKind.CODES, hint="窗口编码，几个窗口用顿号隔开", width=22),
        _yes("active", "启用", blank=True),
    ),
)
PAPERS = SheetSpec(
    SheetName.PAPERS,
    "一行一份材料；同一事项的几行，事项编码可以合并单元格。表里写到的事项，材料清单以表为准。",
    (
        _code("item", "事项编码"),
        _name("name", "材料名称"),
        _yes("required", "必交", blank=True),
        Column("note", "说明", aliases=("备注",), width=36),
    ),
)
PROOFS = SheetSpec(
    SheetName.PROOFS,
    "一行一种已公布取消的证明。",
    (
        _code("code", "证明编码"),
        _name("name", "证明名称"),
        _unit("unit", "公布单位", required=False, aliases=("责任单位", "单位")),
        _choice("reason", "取消方式", CancelReason),
        Column("batch", "公布批次", aliases=("批次",), width=26),
        _day("announced_on", "公布日期"),
        Column("note", "说明", aliases=("备注",), width=36),
    ),
)
SHEETS = (UNITS, PLACES, ITEMS, PAPERS, PROOFS)


def spec_of(name: SheetName) -> SheetSpec:
    """Return the columns of a sheet."""
    return next(spec for spec in SHEETS if spec.name is name)
