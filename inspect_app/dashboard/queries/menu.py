"""What stands around a page: the menu and the top line of whoever is signed in."""

from inspect_app.access import AUTHORS, Actor, Permission, Role, may
from inspect_app.calendar.queries import work_calendar
from inspect_app.foundation import clock
from inspect_app.messages.queries import count_unread
from inspect_app.web.navigation import NavGroup, NavItem, TopLine, fold, mark_current

_P = Permission
# The app of the tablet, by the person who is signed in on the pages.
MINE = "/field/app#/as-signed-in"
# What a group is called, then its lines: (label, address, icon, the powers or roles of which one is needed).
_MENU: tuple[tuple[str, tuple[tuple[str, str, str, tuple[Permission | Role, ...]], ...]], ...] = (
    (
        "",
        (
            ("首页", "/", "home", ()),
            ("我的走访", MINE, "edit", (_P.CAPTURE,)),
            ("数据总览", "/overview", "chart", (_P.READ_ALL_FINDINGS, _P.READ_UNIT_FINDINGS)),
        ),
    ),
    (
        "问题整改",
        (
            ("立项交办", "/findings/triage", "send", (_P.TRIAGE,)),
            ("问题台账", "/ledger", "list", (_P.READ_ALL_FINDINGS, _P.READ_UNIT_FINDINGS, _P.VERIFY)),
            ("督办单", "/slips", "warn", (_P.READ_ALL_FINDINGS, _P.READ_UNIT_FINDINGS)),
            ("挂牌督办", "/listed", "flag", (_P.READ_ALL_FINDINGS,)),
            ("回头看", "/look-backs", "clock", (_P.VERIFY,)),
            ("承诺兑现", "/promises", "check", (_P.READ_ALL_FINDINGS, _P.READ_UNIT_FINDINGS)),
            ("整改指标", "/metrics/rates", "chart", (_P.READ_ALL_FINDINGS,)),
            ("答复模板", "/reply-templates", "edit", (_P.TRIAGE,)),
        ),
    ),
    (
        "专项走访",
        (
            ("专项", "/campaigns", "flag", (_P.MANAGE_CAMPAIGNS,)),
            ("走访计划", "/planning/", "flag", (_P.PLAN_VISITS,)),
            ("走访安排", "/visits", "calendar", (_P.PLAN_VISITS,)),
            ("审核走访", "/findings/review", "check", (_P.REVIEW_VISITS,)),
            ("检查表", "/checklists", "gear", (_P.MANAGE_CHECKLISTS,)),
            ("脚本", "/scripts", "doc", (_P.PLAN_VISITS,)),
            ("电话抽测", "/phone-tests", "voice", (_P.PLAN_VISITS, Role.INSPECTOR)),
            ("网上抽查", "/online-checks", "doc", (_P.PLAN_VISITS, Role.INSPECTOR)),
            ("数据比对", "/comparison", "chart", (_P.TRIAGE,)),
            ("平板", "/tablets", "device", (_P.PLAN_VISITS,)),
        ),
    ),
    (
        "群众声音",
        (
            ("群众意见", "/voices/opinions", "people", (_P.TRIAGE, _P.READ_ALL_FINDINGS)),
            ("来信来电网民", "/letters", "voice", (_P.TRIAGE,)),
            ("投诉建议", "/complaints", "edit", ()),
        ),
    ),
    (
        "通报督办",
        (
            ("通报", "/notices", "doc", (_P.DRAFT_NOTICE, _P.READ_NOTICES)),
            ("简报", "/bulletins", "voice", (_P.DRAFT_NOTICE, _P.READ_NOTICES)),
            ("典型案例", "/cases", "flag", (_P.DRAFT_NOTICE, _P.READ_NOTICES)),
            ("督办事项", "/assigned", "sign", (_P.READ_ALL_FINDINGS, _P.READ_UNIT_FINDINGS)),
            ("攻坚项目", "/projects", "chart", (_P.TRIAGE, _P.READ_ALL_FINDINGS)),
            ("改革方案审核", "/schemes", "check", (_P.READ_ALL_FINDINGS, _P.READ_UNIT_FINDINGS)),
            ("登记簿", "/registers", "base", (_P.TRIAGE, _P.READ_ALL_FINDINGS)),
        ),
    ),
    (
        "基础资料",
        (
            ("事项库", "/catalogue", "base", (_P.READ_CATALOGUE,)),
            ("单位", "/admin/units", "people", (_P.MANAGE_ACCOUNTS,)),
            ("人员", "/admin/people", "people", (_P.MANAGE_ACCOUNTS, _P.PLAN_COVERT)),
            ("工作日历", "/admin/calendar", "calendar", (_P.MANAGE_CALENDAR,)),
        ),
    ),
    (
        "系统安全",
        (
            ("谁能看什么", "/admin/access", "shield", (_P.MANAGE_ACCOUNTS, _P.MANAGE_SECURITY, _P.READ_AUDIT)),
            ("安全事件", "/admin/security", "warn", (_P.MANAGE_SECURITY, _P.READ_AUDIT)),
            ("解封申请", "/unseal", "lock", (_P.PLAN_COVERT, _P.APPROVE_UNSEAL)),
            ("审计记录", "/admin/audit", "lock", (_P.READ_AUDIT,)),
            ("备份状态", "/admin/backups", "dl", (_P.MANAGE_ACCOUNTS, _P.MANAGE_SECURITY, _P.READ_AUDIT)),
            ("保存期限", "/admin/retention", "clock", (_P.MANAGE_ACCOUNTS, _P.MANAGE_SECURITY, _P.READ_AUDIT)),
            ("系统状态", "/admin/health", "refresh", (_P.MANAGE_ACCOUNTS,)),
            ("公文字体", "/admin/fonts", "doc", (_P.MANAGE_ACCOUNTS,)),
        ),
    ),
)


def menu_for(actor: Actor, path: str) -> tuple[NavGroup, ...]:
    """Return the menu of a person; lines without a power aren't there."""
    groups = (
        NavGroup(
            tuple(
                NavItem(label, address, icon)
                for label, address, icon, powers in lines
                if not powers or any(_holds(actor, power) for power in powers)
            ),
            name,
        )
        for name, lines in _MENU
    )
    return fold(mark_current([group for group in groups if group.items], path))


def _holds(actor: Actor, power: Permission | Role) -> bool:
    return power in actor.roles if isinstance(power, Role) else may(actor, power)


def top_line(actor: Actor, unit_name: str, search_text: str) -> TopLine:
    """Return what stands above every desk page."""
    can_search = any(may(actor, power) for power in (_P.READ_ALL_FINDINGS, _P.READ_UNIT_FINDINGS, _P.VERIFY))
    return TopLine(
        today=clock.today(),
        day_kind=day_kind(),
        person=actor.name,
        unit=unit_name,
        sign_out_url="/logout",
        account_url="/account",
        search_url="/ledger" if can_search else None,
        search_text=search_text,
        messages_url="/messages",
        unread=count_unread(actor),
    )


def day_kind() -> str:
    """Return whether today is worked: 工作日, 休息日 or 调休上班."""
    calendar, today = work_calendar(), clock.today()
    if calendar.is_makeup(today):
        return "调休上班"
    return "工作日" if calendar.is_workday(today) else "休息日"


def only_captures(actor: Actor) -> bool:
    """Say whether a person has nothing but visits of their own: their first page is 我的走访."""
    return bool(actor.roles) and actor.roles <= AUTHORS
