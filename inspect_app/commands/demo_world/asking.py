"""The deeds beside the status: 延期, 异议, 暂缓, and how the office rules; 改派, 终止整改, 撤销销号."""

from collections.abc import Callable
from datetime import date, timedelta

from inspect_app.access import Actor
from inspect_app.commands.demo_world.world import Case, World
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.projects.actions.tough import add_project
from inspect_app.projects.vocabulary import ProjectDraft, StageDraft
from inspect_app.rectification.actions import deferring, disputing, ending, extending, redirecting
from inspect_app.rectification.rules.requests import DeferralDraft, ExtensionDraft

# (name, leader, unit's code, days from today, (step, days from today))
_PROJECTS = (
    ("打通省市数据共享接口", "王副市长", "MZ-XZZX", 120, (("与省厅对清接口清单", 20), ("三个接口联调通过", 80))),
    ("身份类证明免提交", "李秘书长", "MZ-GA", 75, (("清理全部身份类证明", 15), ("窗口系统调用人口库", 60))),
)
_RUNS = "已成立专班，每两周调度一次。"
_REASONS = ("系统改造要等省厅统一排期，已列入本季度计划。", "办事指南要和十三个区县一起改，正在会商。")
_PROGRESS = ("已完成排查，新的口径在报批。", "告知单已印好，系统改造在测试。")
_GROUNDS = ("当天系统升级已提前公告，不是窗口原因。", "所述窗口当日没有开放，材料记录可查。")
_WAITS = (
    ("省级数据接口没有开放，单靠本单位改不了。", "省级部门的数据接口", "窗口先代查，不让群众再跑。"),
    ("上位规定还没有修订，材料不能自行取消。", "上级修订规定", "先容缺受理，材料后补。"),
)
_ENDS = ("事项已整体划转，原窗口不再受理。", "所涉办事点已撤并，没有再整改的必要。")


def begin_projects(world: World) -> None:
    """Add the tough projects that findings may wait for."""
    today = clock.day_of(world.timeline.end)
    for name, leader, code, days, steps in _PROJECTS:
        stages = tuple(StageDraft(text, today + timedelta(days=until)) for text, until in steps)
        draft = ProjectDraft(name, leader, world.units[code], today + timedelta(days=days), _RUNS, stages)
        world.projects.append(add_project(world.actors["clerk1"], draft).id)


def _liaison(world: World, case: Case) -> Actor:
    return world.actors[world.answerers[case.unit_id][0]]


def _finding(case: Case) -> Finding:
    return db.session.get_one(Finding, case.id)


def _later(world: World, case: Case) -> date:
    due = _finding(case).due or clock.today()
    return world.calendar.add(max(due, clock.today()), 4).day


def _ask_extension(world: World, case: Case) -> None:
    draft = ExtensionDraft(_later(world, case), world.pick(_REASONS), world.pick(_PROGRESS))
    extending.request_extension(_liaison(world, case), case.number, draft)


def _grant(world: World, case: Case) -> None:
    extending.grant_extension(world.actors["director1"], case.number, _later(world, case), "同意，请抓紧。")


def _refuse_extension(world: World, case: Case) -> None:
    extending.refuse_extension(world.actors["director1"], case.number, "理由不充分，请按时限整改。")


def _take_extension_back(world: World, case: Case) -> None:
    extending.withdraw_extension(_liaison(world, case), case.number)


def _object(world: World, case: Case) -> None:
    disputing.file_dispute(_liaison(world, case), case.number, world.pick(_GROUNDS))


def _uphold(world: World, case: Case) -> None:
    disputing.uphold_dispute(world.actors["director1"], case.number, "经调阅记录，所述情况属实，不予立项。")


def _correct(world: World, case: Case) -> None:
    fact = f"{_finding(case).fact}（经复核，仅涉及一个窗口。）"
    disputing.correct_fact(world.actors["director1"], case.number, "部分成立，更正范围。", "", fact)


def _reject(world: World, case: Case) -> None:
    disputing.reject_dispute(world.actors["director1"], case.number, "现场记录和照片为证，异议不成立。")


def _ask_to_wait(world: World, case: Case) -> None:
    reason, missing, interim = world.pick(_WAITS)
    project = world.pick((*world.projects, 0)) or None
    draft = DeferralDraft(
        reason, missing, interim, _until(world), project, "" if project else "省厅主管处室"
    )  # fmt: skip
    deferring.request_deferral(_liaison(world, case), case.number, draft)


def _until(world: World) -> date:
    """Some waits end within the week, others in months; none before the present."""
    return clock.day_of(world.timeline.end) + timedelta(days=world.pick((5, 30, 60)))


def _defer(world: World, case: Case) -> None:
    deferring.defer(world.actors["director1"], case.number, _until(world), "同意，期间措施要落实。")


def _refuse_to_wait(world: World, case: Case) -> None:
    deferring.refuse_deferral(world.actors["director1"], case.number, "能办的先办，接口以外的先改。")


def _take_wait_back(world: World, case: Case) -> None:
    deferring.withdraw_deferral(_liaison(world, case), case.number)


def _resume(world: World, case: Case) -> None:
    deferring.resume(world.actors["clerk2"], case.number, "条件已具备，恢复整改。")


def _terminate(world: World, case: Case) -> None:
    number = f"明政办〔{clock.today().year}〕{case.id % 60 + 1}号"
    ending.terminate(world.actors["director1"], case.number, world.pick(_ENDS), number)


def _revoke(world: World, case: Case) -> None:
    ending.revoke_closure(world.actors["director1"], case.number, "销号时编号登记有误，重新核验。")


def _redirect(world: World, case: Case) -> None:
    mine = world.answerers[case.unit_id]
    other = next(unit for unit in sorted(world.answerers) if world.answerers[unit] != mine)
    redirecting.reassign(world.actors["clerk1"], case.number, other, "该事项已划转，由承接单位整改。")
    case.unit_id = other


ASKING: dict[str, Callable[[World, Case], None]] = {
    "ask_extension": _ask_extension,
    "grant_extension": _grant,
    "refuse_extension": _refuse_extension,
    "withdraw_extension": _take_extension_back,
    "dispute": _object,
    "uphold": _uphold,
    "correct": _correct,
    "reject": _reject,
    "ask_deferral": _ask_to_wait,
    "defer": _defer,
    "refuse_deferral": _refuse_to_wait,
    "withdraw_deferral": _take_wait_back,
    "resume": _resume,
    "terminate": _terminate,
    "revoke": _revoke,
    "redirect": _redirect,
}
