"""The people of the demo; every name is invented."""

from dataclasses import dataclass

from inspect_app.access import Role
from inspect_app.accounts.vocabulary import ParticipantTag
from inspect_app.commands.demo_world.units import ANSWERING, OFFICE


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the demo; of a shopper the name is sealed and the code is shown."""

    username: str
    name: str
    role: Role
    unit: str
    title: str = ""
    tags: tuple[ParticipantTag, ...] = ()
    code: str = ""
    deputy: bool = False


_T = ParticipantTag
_OFFICE = (
    Somebody("inspector1", "何景川", Role.INSPECTOR, OFFICE, "督查一组组长"),
    Somebody("inspector2", "施望舒", Role.INSPECTOR, OFFICE, "督查一组"),
    Somebody("inspector3", "柏雨岑", Role.INSPECTOR, "MZ-RS", "抽调干部"),
    Somebody("inspector4", "屈怀瑾", Role.INSPECTOR, "DH", "抽调干部"),
    Somebody("observer1", "鲍淑琴", Role.OBSERVER, OFFICE, "民情观察员", (_T.DELEGATE,)),
    Somebody("observer2", "冉志安", Role.OBSERVER, OFFICE, "民情观察员", (_T.FIRM,)),
    Somebody("observer3", "戚明月", Role.OBSERVER, OFFICE, "民情观察员", (_T.CITIZEN,)),
    Somebody("observer4", "路远帆", Role.OBSERVER, OFFICE, "民情观察员", (_T.MEDIA,)),
    Somebody("shopper1", "翁若溪", Role.SHOPPER, OFFICE, code="暗访员-01"),
    Somebody("shopper2", "储一鸣", Role.SHOPPER, OFFICE, code="暗访员-02"),
    Somebody("shopper3", "习清和", Role.SHOPPER, OFFICE, code="暗访员-03"),
    Somebody("chief1", "桑伯年", Role.CHIEF, "MZ-RS", "局长"),
    Somebody("chief2", "曲向阳", Role.CHIEF, "MZ-WJ", "主任"),
    Somebody("chief3", "岑静姝", Role.CHIEF, "LJ", "常务副区长"),
    Somebody("clerk1", "甘棠", Role.OFFICE_CLERK, OFFICE, "督查科科员"),
    Somebody("clerk2", "祁连生", Role.OFFICE_CLERK, OFFICE, "督查科副科长"),
    Somebody("clerk3", "柯子衿", Role.OFFICE_CLERK, OFFICE, "综合科科员"),
    Somebody("director1", "尚德明", Role.OFFICE_DIRECTOR, OFFICE, "主任"),
    Somebody("director2", "闵知远", Role.OFFICE_DIRECTOR, OFFICE, "副主任", deputy=True),
    Somebody("verifier1", "邵凌霜", Role.VERIFIER, OFFICE, "核验组"),
    Somebody("verifier2", "匡正平", Role.VERIFIER, OFFICE, "核验组"),
    Somebody("leader1", "阮承志", Role.LEADER, OFFICE, "分管副市长"),
    Somebody("leader2", "喻国安", Role.LEADER, OFFICE, "市政协副主席"),
    Somebody("admin1", "苗立新", Role.ADMIN, OFFICE, "系统管理员"),
    Somebody("secadmin1", "寇守诚", Role.SECURITY_ADMIN, OFFICE, "安全管理员"),
    Somebody("auditor1", "申如鉴", Role.AUDITOR, OFFICE, "审计员"),
)
_LIAISONS = (
    "秦晓棠", "毕文婧", "游志强", "单雪梅", "费思源", "景若兰", "车向东", "宫美华", "蓝天佑", "湛小雨", "戴雨桐",
    "房海燕", "裘立群", "滕秋实", "危笑天", "娄春晓", "隋建波", "荀玉洁", "晏立冬", "暴小满", "扈青山", "郦向晴",
)  # fmt: skip
_HEADS = (
    "霍长风", "关慕云", "辛其昌", "聂佩兰", "明镜台", "庞振声", "左丘衡", "凌霄然", "尤可为", "季怀远", "项东升",
    "平致和", "欧阳彻", "燕归来", "冼广平", "茅以诚", "强国栋", "成万里", "宁致远", "路遥知", "步青云", "阎守正",
)  # fmt: skip
_DEPUTIES = (
    Somebody("deputy1", "岳临渊", Role.DEPT_HEAD, "MZ-GA", "分管副局长", deputy=True),
    Somebody("deputy2", "栾文静", Role.DEPT_HEAD, "MZ-RS", "分管副局长", deputy=True),
    Somebody("deputy3", "解北辰", Role.DEPT_HEAD, "DH", "分管副区长", deputy=True),
)


def everybody() -> tuple[Somebody, ...]:
    """Return all people of the demo in the order in which they are added."""
    liaisons = tuple(
        Somebody(f"liaison{number}", name, Role.DEPT_LIAISON, unit, "联络员")
        for number, (name, unit) in enumerate(zip(_LIAISONS, ANSWERING, strict=True), start=1)
    )
    heads = tuple(
        Somebody(f"head{number}", name, Role.DEPT_HEAD, unit, "主要负责人")
        for number, (name, unit) in enumerate(zip(_HEADS, ANSWERING, strict=True), start=1)
    )
    return (*_OFFICE, *liaisons, *heads, *_DEPUTIES)
