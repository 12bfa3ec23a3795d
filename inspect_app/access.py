"""Who may do what, on one screen: role → permissions, each role held with a unit."""

from dataclasses import dataclass, field
from datetime import datetime

from inspect_app.foundation.labels import Labelled


class Role(Labelled):
    """The thirteen roles; a person may hold several, each with a unit."""

    INSPECTOR = "inspector", "督查员"
    OBSERVER = "observer", "民情观察团"
    SHOPPER = "shopper", "暗访员"
    CHIEF = "chief", "一把手"
    OFFICE_CLERK = "office_clerk", "跑改办经办人"
    OFFICE_DIRECTOR = "office_director", "跑改办主任"
    DEPT_LIAISON = "dept_liaison", "部门联络员"
    DEPT_HEAD = "dept_head", "部门负责人"
    VERIFIER = "verifier", "核验人员"
    LEADER = "leader", "领导"
    ADMIN = "admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计员"


AUTHORS = frozenset({Role.INSPECTOR, Role.OBSERVER, Role.SHOPPER, Role.CHIEF})
# Who carries out visits with a tablet: a verifier goes to see a claimed fix, and writes no findings of their own.
VISITORS = AUTHORS | {Role.VERIFIER}
OFFICE = frozenset({Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR})
DEPARTMENT = frozenset({Role.DEPT_LIAISON, Role.DEPT_HEAD})


class Permission(Labelled):
    """One power; a route or a deed names exactly one."""

    CAPTURE = "capture", "填写走访"
    ENTER_FOR_AUTHOR = "enter_for_author", "代录走访"
    PLAN_VISITS = "plan_visits", "安排走访"
    PLAN_COVERT = "plan_covert", "安排暗访"
    REVIEW_VISITS = "review_visits", "审核走访"
    TRIAGE = "triage", "立项交办"
    DISMISS_MAJOR = "dismiss_major", "重大问题不予立项"
    RULE = "rule", "裁定退单"
    REVIEW_PLAN = "review_plan", "审核整改计划"
    APPROVE_MAJOR = "approve_major", "审定重大事项"
    ANSWER = "answer", "签收和整改"
    SIGN_FOR_UNIT = "sign_for_unit", "代表单位签字"
    VERIFY = "verify", "核验"
    CLOSE_ORDINARY = "close_ordinary", "销号（一般）"
    CLOSE = "close", "销号"
    READ_ALL_FINDINGS = "read_all_findings", "查看全部问题"
    READ_UNIT_FINDINGS = "read_unit_findings", "查看本单位问题"
    DRAFT_NOTICE = "draft_notice", "通报拟稿和核稿"
    SIGN_NOTICE = "sign_notice", "通报签发"
    READ_NOTICES = "read_notices", "查看已签发通报"
    INSTRUCT = "instruct", "作批示"
    MANAGE_CAMPAIGNS = "manage_campaigns", "管理专项"
    MANAGE_CHECKLISTS = "manage_checklists", "管理检查表"
    READ_CATALOGUE = "read_catalogue", "查看事项库"
    MANAGE_CATALOGUE = "manage_catalogue", "管理事项库"
    MANAGE_CALENDAR = "manage_calendar", "管理工作日历"
    MANAGE_ACCOUNTS = "manage_accounts", "管理单位和人员"
    MANAGE_SECURITY = "manage_security", "管理登录安全"
    APPROVE_UNSEAL = "approve_unseal", "批准解封暗访员身份"
    READ_AUDIT = "read_audit", "查看审计记录"
    VIEW_PII = "view_pii", "查看完整电话和证件号（要写理由）"


_P = Permission
_OFFICE_DESK = frozenset(
    {
        _P.PLAN_VISITS, _P.ENTER_FOR_AUTHOR, _P.REVIEW_VISITS, _P.TRIAGE, _P.REVIEW_PLAN, _P.VERIFY,
        _P.CLOSE_ORDINARY, _P.READ_ALL_FINDINGS, _P.DRAFT_NOTICE, _P.READ_NOTICES, _P.MANAGE_CAMPAIGNS,
        _P.MANAGE_CHECKLISTS, _P.READ_CATALOGUE, _P.MANAGE_CATALOGUE, _P.MANAGE_CALENDAR, _P.VIEW_PII,
    }
)  # fmt: skip
_AUTHOR = frozenset({_P.CAPTURE, _P.READ_CATALOGUE})
_IN_DEPARTMENT = frozenset({_P.ANSWER, _P.READ_UNIT_FINDINGS, _P.READ_NOTICES, _P.READ_CATALOGUE})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.INSPECTOR: _AUTHOR,
    Role.OBSERVER: _AUTHOR,
    Role.SHOPPER: _AUTHOR,
    Role.CHIEF: _AUTHOR,
    Role.OFFICE_CLERK: _OFFICE_DESK,
    Role.OFFICE_DIRECTOR: _OFFICE_DESK
    | {_P.PLAN_COVERT, _P.RULE, _P.DISMISS_MAJOR, _P.APPROVE_MAJOR, _P.CLOSE, _P.SIGN_NOTICE},
    Role.DEPT_LIAISON: _IN_DEPARTMENT,
    Role.DEPT_HEAD: _IN_DEPARTMENT | {_P.SIGN_FOR_UNIT},
    Role.VERIFIER: frozenset({_P.VERIFY, _P.CAPTURE, _P.READ_CATALOGUE}),
    Role.LEADER: frozenset({_P.READ_ALL_FINDINGS, _P.READ_NOTICES, _P.READ_CATALOGUE, _P.INSTRUCT}),
    Role.ADMIN: frozenset({_P.MANAGE_ACCOUNTS, _P.MANAGE_CALENDAR, _P.MANAGE_CATALOGUE, _P.READ_CATALOGUE}),
    Role.SECURITY_ADMIN: frozenset({_P.MANAGE_SECURITY, _P.APPROVE_UNSEAL}),
    Role.AUDITOR: frozenset({_P.READ_AUDIT}),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held with a unit; `unit_ids` are that unit and everything below it in the tree.

    `stands_in_for` is the person whose power it is, when it is held as a dated stand-in (AB岗).
    A `deputy` signs all but what needs the head. `since` is when it was given; nothing for what was there before.
    """

    role: Role
    unit_id: int
    unit_ids: frozenset[int] = frozenset()
    stands_in_for: int | None = None
    deputy: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does a deed: a signed-in person, or the system itself (`person_id` is None)."""

    person_id: int | None
    name: str
    unit_id: int | None = None
    grants: tuple[Grant, ...] = field(default=())

    @property
    def is_system(self) -> bool:
        """Say whether the clock, not a person, does the deed."""
        return self.person_id is None

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles held, with whatever unit."""
        return frozenset(grant.role for grant in self.grants)


SYSTEM = Actor(person_id=None, name="系统")


def may(actor: Actor, permission: Permission, unit_id: int | None = None) -> bool:
    """Say whether a person holds a power, and, when a unit is named, holds it for that unit."""
    return granting(actor, permission, unit_id) is not None


def granting(actor: Actor, permission: Permission, unit_id: int | None = None) -> Grant | None:
    """Return the grant that gives a power (for the audit entry), or nothing."""
    for grant in actor.grants:
        if permission in GRANTS[grant.role] and (unit_id is None or unit_id in grant.unit_ids):
            return grant
    return None


def units_of(actor: Actor, permission: Permission) -> frozenset[int]:
    """Return the units for which a person holds a power."""
    held = (grant.unit_ids for grant in actor.grants if permission in GRANTS[grant.role])
    return frozenset().union(*held)
