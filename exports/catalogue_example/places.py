"""Units and windows named in the sources, with example numbers."""

from inspect_app.accounts.vocabulary import UnitKind as Kind
from inspect_app.accounts.vocabulary import UnitLevel as Level
from inspect_app.catalogue.vocabulary import HoursKind, SiteType, Value

Row = dict[str, Value]
_OFFICE_HOURS = "工作日 8:30–12:00、13:30–17:00"


def _unit(code: str, name: str, short: str, level: Level, kind: Kind, parent: str = "") -> Row:
    return {"code": code, "name": name, "short_name": short, "level": level, "kind": kind, "parent": parent}


_UNITS = (
    _unit("HZ", "杭州市", "杭州市", Level.CITY, Kind.BUREAU),
    _unit("HZ-PGB", "杭州市“最多跑一次”改革专题组办公室", "市跑改办", Level.CITY, Kind.REFORM_OFFICE, "HZ"),
    _unit("HZ-BB", "杭州市机构编制委员会办公室", "市编委办", Level.CITY, Kind.BUREAU, "HZ"),
    _unit("HZ-GA", "杭州市公安局", "市公安局", Level.CITY, Kind.BUREAU, "HZ"),
    _unit("HZ-GA-JJ", "杭州市公安局交通警察支队", "市公安局交警支队", Level.CITY, Kind.SECTION, "HZ-GA"),
    _unit("HZ-GA-CRJ", "杭州市公安局出入境管理局", "市公安局出入境", Level.CITY, Kind.SECTION, "HZ-GA"),
    _unit("HZ-GA-XF", "杭州市公安局消防支队", "市公安局消防支队", Level.CITY, Kind.SECTION, "HZ-GA"),
    _unit("HZ-RS", "杭州市人力资源和社会保障局", "市人力社保局", Level.CITY, Kind.BUREAU, "HZ"),
    _unit("HZ-MZ", "杭州市民政局", "市民政局", Level.CITY, Kind.BUREAU, "HZ"),
    _unit("HZ-CG", "杭州市城市管理委员会", "市城管委", Level.CITY, Kind.BUREAU, "HZ"),
    _unit("HZ-NY", "杭州市农业局", "市农业局", Level.CITY, Kind.BUREAU, "HZ"),
    _unit("HZ-KFQ", "杭州经济技术开发区", "杭州经开区", Level.DISTRICT, Kind.DISTRICT, "HZ"),
    _unit("HZ-KFQ-GA", "杭州市公安局经开区分局", "经开区公安分局", Level.DISTRICT, Kind.RESIDENT, "HZ-KFQ"),
    _unit("HZ-XC", "杭州市下城区", "下城区", Level.DISTRICT, Kind.DISTRICT, "HZ"),
    _unit("HZ-XC-RS", "下城区人力资源和社会保障局", "下城区人力社保局", Level.DISTRICT, Kind.BUREAU, "HZ-XC"),
    _unit("HZ-XC-JJ", "下城区交警大队", "下城区交警大队", Level.DISTRICT, Kind.RESIDENT, "HZ-XC"),
    _unit("HZ-XC-SC", "下城区市场监督管理局", "下城区市场监管局", Level.DISTRICT, Kind.BUREAU, "HZ-XC"),
    _unit("HZ-XH", "杭州市西湖区", "西湖区", Level.DISTRICT, Kind.DISTRICT, "HZ"),
    _unit("HZ-XH-WX", "西湖区文新街道办事处", "文新街道", Level.STREET, Kind.TOWN, "HZ-XH"),
    _unit("HZ-XH-WX-LJZ", "文新街道骆家庄社区", "骆家庄社区", Level.COMMUNITY, Kind.VILLAGE, "HZ-XH-WX"),
    _unit("HZ-XS", "杭州市萧山区", "萧山区", Level.DISTRICT, Kind.DISTRICT, "HZ"),
    _unit("HZ-XS-GA", "杭州市公安局萧山区分局", "萧山公安分局", Level.DISTRICT, Kind.RESIDENT, "HZ-XS"),
)
UNITS: tuple[Row, ...] = tuple({**unit, "sort_no": place * 10} for place, unit in enumerate(_UNITS, start=1))


def _site(code: str, name: str, kind: SiteType, unit: str, address: str, *windows: Row) -> tuple[Row, ...]:
    site: Row = {"site_code": code, "site_name": name, "site_type": kind, "site_unit": unit}
    site["address"] = address
    return tuple({**site, **window} for window in windows)


def _window(code: str, name: str, unit: str, last_digits: str, *, all_day: bool = False) -> Row:
    """A number of eight digits that begins with 0 can't be dialled."""
    return {
        "window_code": code,
        "window_name": name,
        "window_unit": unit,
        "phone": last_digits if len(last_digits) == 3 else f"0571-0000{last_digits}",
        "hours_kind": HoursKind.ROUND_THE_CLOCK if all_day else HoursKind.OFFICE,
        "hours": "" if all_day else _OFFICE_HOURS,
        "active": True,
    }


PLACES: tuple[Row, ...] = (
    *_site(
        "WD-BY", "下沙白杨派出所", SiteType.POLICE_STATION, "经开区公安分局", "杭州经济技术开发区",
        _window("BY-HJ", "户籍窗口", "经开区公安分局", "0101"),
        _window("BY-LK", "流动人口窗口", "经开区公安分局", "0102"),
    ),
    *_site(
        "WD-CGS", "市公安局交警支队车管所", SiteType.VEHICLE_OFFICE, "市公安局交警支队", "",
        _window("CGS-JZ", "驾驶证窗口", "市公安局交警支队", "0201"),
        _window("CGS-ZX", "交管服务热线", "市公安局交警支队", "0202", all_day=True),
    ),
    *_site(
        "WD-SZX", "市行政服务中心", SiteType.SERVICE_CENTRE, "市编委办", "",
        _window("SZX-CRJ", "出入境窗口", "市公安局出入境", "0301"),
        _window("SZX-RS", "社保医保窗口", "市人力社保局", "0302"),
        _window("SZX-MZ", "民政窗口", "市民政局", "0303"),
        _window("SZX-XF", "消防窗口", "市公安局消防支队", "0304"),
        _window("SZX-CG", "养犬管理窗口", "市城管委", "0305"),
    ),
    *_site(
        "WD-XC", "下城区行政服务中心", SiteType.SERVICE_CENTRE, "下城区", "",
        _window("XC-RS", "人力社保窗口", "下城区人力社保局", "0401"),
        _window("XC-JJ", "交警窗口", "下城区交警大队", "0402"),
        _window("XC-SC", "商事登记窗口", "下城区市场监管局", "0403"),
        _window("XC-ZZ", "24小时自助办理专区", "下城区", "0404", all_day=True),
    ),
    *_site(
        "WD-LJZ", "骆家庄社区便民服务中心", SiteType.COMMUNITY, "骆家庄社区", "西湖区文新街道",
        _window("LJZ-ZH", "综合窗口", "骆家庄社区", "0501"),
    ),
    *_site(
        "WD-DW", "党湾镇派出所", SiteType.POLICE_STATION, "萧山公安分局", "萧山区党湾镇",
        _window("DW-ZH", "出入境交管户籍综合窗口", "萧山公安分局", "0601"),
    ),
    *_site(
        "WD-110", "110报警服务台", SiteType.BRANCH_CENTRE, "市公安局", "",
        _window("110", "110报警服务台", "市公安局", "110", all_day=True),
    ),
)  # fmt: skip
