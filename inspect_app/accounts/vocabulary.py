"""Words about units and people."""

from dataclasses import dataclass
from datetime import date

from inspect_app.access import Permission, Role
from inspect_app.foundation.labels import Labelled


class UnitLevel(Labelled):
    """The four levels of the tree (seeds [2] and [4])."""

    CITY = "city", "市级"
    DISTRICT = "district", "区县（市）"
    STREET = "street", "街道（乡镇）"
    COMMUNITY = "community", "社区（村）"


class UnitKind(Labelled):
    """What a unit is; bureaus and districts are listed and ranked apart."""

    REFORM_OFFICE = "reform_office", "跑改办"
    BUREAU = "bureau", "部门"
    RESIDENT = "resident", "派驻单位"
    STATE_FIRM = "state_firm", "国有企事业单位"
    DISTRICT = "district", "区县（市）"
    TOWN = "town", "街道（乡镇）"
    VILLAGE = "village", "社区（村）"
    SECTION = "section", "处室（窗口）"


class ParticipantTag(Labelled):
    """Whom an observer stands for."""

    DELEGATE = "delegate", "两代表一委员"
    FIRM = "firm", "企业"
    CITIZEN = "citizen", "党员群众"
    MEDIA = "media", "媒体"


class CodePurpose(Labelled):
    """What a one-time code opens."""

    FIRST_SIGN_IN = "first_sign_in", "首次登录"
    RESET = "reset", "重设密码"


class EndReason(Labelled):
    """Why a session ended."""

    SIGNED_OUT = "signed_out", "本人退出"
    EVERYWHERE = "everywhere", "全部退出"
    IDLE = "idle", "久未操作"
    TOO_OLD = "too_old", "超过时限"
    DISABLED = "disabled", "账号停用"


class TabletEnd(Labelled):
    """Why a tablet's session ended."""

    SIGNED_OUT = "signed_out", "本人退出"
    REVOKED = "revoked", "跑改办收回"
    REPLACED = "replaced", "同一平板重新登录"
    TOO_OLD = "too_old", "超过时限"


class SecurityKind(Labelled):
    """What the security administrator looks out for."""

    REFUSED = "refused", "登录被拒"
    LOCKED = "locked", "账号锁定"
    CODES = "codes", "口令和二次验证"
    ACCOUNTS = "accounts", "停用和启用"
    TABLETS = "tablets", "收回平板"
    UNSEALED = "unsealed", "解封暗访员身份"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as typed; the dates are the first and the last day on which it exists."""

    code: str
    name: str
    short_name: str
    level: UnitLevel
    kind: UnitKind
    parent_id: int | None = None
    sort_no: int = 0
    active_from: date | None = None
    active_to: date | None = None


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A role to be held with a unit."""

    role: Role
    unit_id: int
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as typed. Where there is a shopper's code, the name is sealed and the code stands for it.

    `email` is where digests go; None leaves it as it is (a file of people has no such column).
    """

    username: str
    name: str
    unit_id: int | None
    title: str = ""
    tags: tuple[ParticipantTag, ...] = ()
    shopper_code: str = ""
    roles: tuple[RoleFacts, ...] = ()
    email: str | None = None


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Something a person has still to do, and where it is handed over."""

    kind: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the file of people: a person, and at most one role; places are cells such as `C5`."""

    username: str
    name: str
    unit: str
    title: str
    role: str
    role_unit: str
    deputy: bool
    tags: tuple[ParticipantTag, ...]
    shopper_code: str
    row: int


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong in one cell of a file; an empty place is the whole file."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}：{self.text}" if self.place else self.text


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    problems: tuple[SheetProblem, ...] = ()


PEOPLE_SHEET = "人员"
PEOPLE_HEADINGS = ("用户名", "姓名", "单位", "职务", "角色", "角色单位", "分管副职", "身份标签", "暗访代号")


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """What a file of people says, and every cell that can't be read."""

    lines: tuple[PersonLine, ...] = ()
    problems: tuple[SheetProblem, ...] = ()


# What a power lets one read, where that is not plain from its name.
SIGHTS: dict[Permission, str] = {
    Permission.CAPTURE: "自己的走访，自己提的问题后来怎样",
    Permission.REVIEW_VISITS: "各次走访和照片；暗访不显示是谁去的",
    Permission.PLAN_COVERT: "安排暗访时，代号是谁；交上来以后要两人批准",
    Permission.APPROVE_UNSEAL: "解封申请；批准后也看不到是谁",
    Permission.READ_ALL_FINDINGS: "各单位的问题和办理过程",
    Permission.READ_UNIT_FINDINGS: "本单位已送达的问题；看不到暗访、走访安排和未送达的",
    Permission.READ_NOTICES: "已签发的通报和简报",
    Permission.READ_CATALOGUE: "事项库",
    Permission.MANAGE_ACCOUNTS: "单位、人员和角色；看不到暗访员真名",
    Permission.READ_AUDIT: "审计记录；暗访的记录里没有姓名",
}
