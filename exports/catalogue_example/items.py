"""Matters, what was promised for each, papers and cancelled proofs, as the sources tell them."""

from datetime import date

from inspect_app.catalogue.vocabulary import Audience, CancelReason, TimeUnit, TripPromise, Value

Row = dict[str, Value]

_POLICE = "公安首批公布的68项“最多跑一次”事项"
_ID_ONLY = "仅凭身份证可办事项（两批共296项）"
_MOBILE = "首批53个手机可办事项"
_MOBILE_ON = date(2017, 12, 1)
_PROOFS = "三批取消的办事纸质材料（共174种）"
ZERO, ONE = TripPromise.ZERO, TripPromise.ONE


def _item(
    code: str, name: str, unit: str, trips: TripPromise, windows: tuple[str, ...], **promised: Value
) -> Row:
    return {
        "code": code,
        "name": name,
        "unit": unit,
        "audience": Audience.PERSON,
        "trips": trips,
        "windows": windows,
        "id_only": False,
        "online": False,
        "mobile": False,
        "nearby": False,
        "city_wide": False,
        "active": True,
        **promised,
    }


def _within(amount: int, unit: TimeUnit) -> Row:
    return {"promised_amount": amount, "promised_unit": unit}


_AT_ONCE = _within(0, TimeUnit.MINUTES)
_DRIVING = ("CGS-JZ", "XC-JJ", "DW-ZH")
_NEAR = ("SZX-RS", "XC-RS", "LJZ-ZH")

ITEMS: tuple[Row, ...] = (
    _item("GA-001", "驾驶证补办", "市公安局交警支队", ZERO, _DRIVING, online=True, mobile=True, id_only=True,
          batch=_POLICE, **_within(30, TimeUnit.MINUTES)),
    _item("GA-002", "在线缴纳交通违法罚款", "市公安局交警支队", ZERO, _DRIVING, online=True, mobile=True,
          batch=_POLICE, **_within(10, TimeUnit.MINUTES)),
    _item("GA-003", "交通违法处理", "市公安局交警支队", ZERO, _DRIVING, online=True, mobile=True,
          batch=_MOBILE, announced_on=_MOBILE_ON, **_within(10, TimeUnit.MINUTES)),
    _item("GA-004", "港澳通行证再次办理旅游签注", "市公安局出入境", ZERO, ("SZX-CRJ", "DW-ZH"), online=True,
          batch=_POLICE, **_within(5, TimeUnit.WORKDAYS)),
    _item("GA-005", "户口迁移（老人投靠子女落户）", "经开区公安分局", ONE, ("BY-HJ", "DW-ZH"),
          one_thing="投靠落户", batch=_POLICE, **_AT_ONCE),
    _item("GA-006", "应届普通高校毕业生户口迁移", "经开区公安分局", ONE, ("BY-HJ", "DW-ZH"),
          one_thing="毕业生落户", batch=_POLICE, **_AT_ONCE),
    _item("GA-007", "居民身份证办理", "经开区公安分局", ONE, ("BY-HJ", "DW-ZH"),
          one_thing="投靠落户", city_wide=True, batch=_POLICE, **_within(3, TimeUnit.WORKDAYS)),
    _item("GA-008", "流动人口居住登记", "市公安局", ZERO, ("BY-LK", "DW-ZH"), online=True, mobile=True,
          batch=_MOBILE, announced_on=_MOBILE_ON, **_within(10, TimeUnit.MINUTES)),
    _item("GA-009", "居住证申领", "市公安局", ONE, ("BY-LK", "DW-ZH"), online=True, id_only=True,
          batch=_POLICE, **_within(15, TimeUnit.WORKDAYS)),
    _item("GA-010", "易制毒化学品购买和运输审批", "市公安局", ZERO, (), audience=Audience.FIRM, online=True,
          batch=_POLICE, **_within(3, TimeUnit.WORKDAYS)),
    _item("GA-011", "建设工程消防设计审核", "市公安局消防支队", ONE, ("SZX-XF",), audience=Audience.FIRM,
          online=True, batch=_POLICE, **_within(10, TimeUnit.WORKDAYS)),
    _item("GA-012", "车辆上牌", "市公安局交警支队", ONE, _DRIVING, city_wide=True, audience=Audience.BOTH,
          batch=_POLICE, **_within(60, TimeUnit.MINUTES)),
    _item("CG-001", "养犬许可", "市城管委", ONE, ("SZX-CG",), one_thing="宠物狗购买、防疫、办证“一条龙”",
          **_within(5, TimeUnit.WORKDAYS)),
    _item("RS-001", "社会保险参保登记", "市人力社保局", ONE, _NEAR, id_only=True, online=True, city_wide=True,
          batch=_ID_ONLY, **_within(20, TimeUnit.MINUTES)),
    _item("RS-002", "医疗保险证历本换证", "市人力社保局", ONE, _NEAR, id_only=True, city_wide=True,
          batch=_ID_ONLY, **_within(10, TimeUnit.MINUTES)),
    _item("RS-003", "就业登记", "市人力社保局", ONE, _NEAR, id_only=True, city_wide=True,
          batch=_ID_ONLY, **_within(15, TimeUnit.MINUTES)),
    _item("MZ-001", "三属抚恤待遇审批", "市民政局", ONE, ("SZX-MZ",), **_within(15, TimeUnit.WORKDAYS)),
    _item("SC-001", "商事登记证照联办", "下城区市场监管局", ONE, ("XC-SC",), audience=Audience.FIRM,
          online=True, one_thing="商事登记证照联办", **_within(3, TimeUnit.WORKDAYS)),
)  # fmt: skip


def _papers(item: str, *names: str | tuple[str, str]) -> tuple[Row, ...]:
    """A paper with a remark is asked for only in the case the remark names."""
    return tuple(
        {"item": item, "name": name, "required": True}
        if isinstance(name, str)
        else {"item": item, "name": name[0], "required": False, "note": name[1]}
        for name in names
    )


PAPERS: tuple[Row, ...] = (
    *_papers("GA-001", "身份证"),
    *_papers("GA-004", "港澳通行证", "身份证"),
    *_papers(
        "GA-005",
        "户口簿",
        "身份证",
        "结婚证或结婚登记档案",
        "独生子女证",
        ("情况说明", "材料上的信息前后不符时，由本人写明"),
    ),
    *_papers(
        "GA-006",
        "户口迁移证",
        "身份证",
        ("户口准迁证", "户口未迁往学校、仍在原户籍地的，由派出所报批后签发"),
    ),
    *_papers("GA-007", "户口簿"),
    *_papers("GA-008", "身份证"),
    *_papers("GA-009", "身份证"),
    *_papers("CG-001", "身份证", "犬只防疫证明"),
    *_papers("RS-001", "身份证"),
    *_papers("RS-002", "身份证"),
    *_papers("RS-003", "身份证"),
    *_papers("MZ-001", "身份证", "抚恤待遇申请表"),
)

PROOFS: tuple[Row, ...] = (
    {
        "code": "QX-001",
        "name": "社保参保证明",
        "unit": "市人力社保局",
        "reason": CancelReason.SHARED_DATA,
        "batch": _PROOFS,
        "note": "仅此一项，就减少群众线下跑开证明100.8万人次",
    },
    {
        "code": "QX-002",
        "name": "亲属关系证明",
        "unit": "市民政局",
        "reason": CancelReason.SELF_CHECK,
        "batch": _PROOFS,
        "note": "三属抚恤待遇审批改为由民政部门调查核实",
    },
    {
        "code": "QX-003",
        "name": "社区居委会同意养犬意见",
        "unit": "市城管委",
        "reason": CancelReason.SELF_CHECK,
        "batch": _PROOFS,
        "note": "由前置改为后置，城管部门来征求意见",
    },
)
