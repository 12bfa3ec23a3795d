"""What else must hold before a step: within its time, asked first, decided by another (rectification.md §4.2, §4.3)."""

from collections.abc import Callable
from datetime import date

from inspect_app.access import Actor, Permission, may
from inspect_app.findings.rules.facts import CaseFacts, Power, has_power, is_inside
from inspect_app.findings.vocabulary import DisputeState, Grade, Step

MAX_RETURNS = 2
MAX_PLAN_RETURNS = 2
MAX_EXTENSIONS = 2

# What a department does waits while its head has something to sign; everybody else goes on.
WAITS_FOR_SIGNATURE = frozenset(
    {
        Step.SUBMIT_PLAN, Step.FIX_NOW, Step.REQUEST_CLOSURE, Step.REQUEST_RETURN, Step.REQUEST_EXTENSION,
        Step.FILE_DISPUTE, Step.REQUEST_DEFERRAL,
    }
)  # fmt: skip


def condition(step: Step, actor: Actor, case: CaseFacts, today: date) -> str | None:
    """Return the sentence that says why a step of the table can't be done now, or nothing."""
    if case.pending_step is not None and step in WAITS_FOR_SIGNATURE:
        return f"“{case.pending_step.label}”正等负责人审签，签发或退回后再办下一步。"
    handler = _CONDITIONS.get(step)
    return handler(actor, case, today) if handler else None


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _dismiss(actor: Actor, case: CaseFacts, _today: date) -> str | None:
    if case.grade is Grade.MAJOR and not may(actor, Permission.DISMISS_MAJOR):
        return "重大问题不予立项由跑改办主任决定。"
    return _not_queued(actor, case, _today)


def _not_queued(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    return "已经立项，正等送达。" if case.queued else None


def _dispatch(actor: Actor, case: CaseFacts, today: date) -> str | None:
    if actor.is_system:
        return None if case.queued else "系统只送达已经立项排队的问题。"
    if case.is_covert:
        return "暗访发现的问题先排队，到送达时间再交办。"
    return _not_queued(actor, case, today)


def _queue(actor: Actor, case: CaseFacts, today: date) -> str | None:
    if not case.is_covert:
        return "明查发现的问题直接交办。"
    return _not_queued(actor, case, today)


def _request_return(_actor: Actor, case: CaseFacts, today: date) -> str | None:
    if case.return_ruled:
        return "退单已经裁定，不能再退。"
    if case.return_count >= MAX_RETURNS:
        return f"最多退单 {MAX_RETURNS} 次，已经用完，请与跑改办会商。"
    if case.accept_until is not None and today > case.accept_until:
        return f"退单要在 {_day(case.accept_until)}前提出，现在已过。"
    return None


def _fix_now(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    return "这个问题要先报整改计划。" if case.needs_plan else None


def _return_plan(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    if case.plan_return_count >= MAX_PLAN_RETURNS:
        return f"计划最多退回 {MAX_PLAN_RETURNS} 次，请通过或由主任裁定。"
    return None


def _verify(actor: Actor, case: CaseFacts, _today: date) -> str | None:
    if is_inside(actor, case):
        return "核验要由责任单位以外的人办。"
    if actor.person_id is not None and actor.person_id == case.plan_approver_id:
        return "审过计划的人不再核验同一个问题。"
    if case.is_author and case.grade is Grade.MAJOR:
        return "重大问题由填报人以外的人核验。"
    return "本轮已核验通过，等待销号。" if case.verified else None


def _close(actor: Actor, case: CaseFacts, _today: date) -> str | None:
    if not case.verified:
        return "核验通过后才能销号。"
    if case.dispute is DisputeState.FILED:
        return "责任单位有异议，复核裁定后才能销号。"
    return "销号要由责任单位以外的人办。" if is_inside(actor, case) else None


def _outside(actor: Actor, case: CaseFacts, _today: date) -> str | None:
    return "这一步要由责任单位以外的人办。" if is_inside(actor, case) else None


def _in_time(case: CaseFacts, today: date) -> str | None:
    if case.answer_by is None:
        return "这个问题没有规定时限，不用延期。"
    if case.answered:
        return "已经反馈过整改情况，重办期限由跑改办定，不能再延期。"
    if today > case.answer_by:
        return f"延期要在时限（{_day(case.answer_by)}）以前提出，现在已过。"
    return None


def _request_extension(_actor: Actor, case: CaseFacts, today: date) -> str | None:
    if case.extension_asker_id is not None:
        return "上一次延期申请还没有批复，请等批复或先撤回。"
    if case.extension_count >= MAX_EXTENSIONS:
        return f"最多延期 {MAX_EXTENSIONS} 次，已经用完；确实办不成的请申请暂缓。"
    return _in_time(case, today)


def _withdraw_extension(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    return None if case.extension_asker_id is not None else "没有待批的延期申请。"


def _grant_extension(actor: Actor, case: CaseFacts, today: date) -> str | None:
    if case.extension_count >= MAX_EXTENSIONS:
        return f"最多延期 {MAX_EXTENSIONS} 次，已经用完。"
    if case.extension_asker_id is None:
        # The office may lengthen a term by itself, inside the same limits; an asked one may be decided late.
        return _outside(actor, case, today) or _in_time(case, today)
    return _decided_by_another(actor, case.extension_asker_id) or _outside(actor, case, today)


def _refuse_extension(actor: Actor, case: CaseFacts, today: date) -> str | None:
    if case.extension_asker_id is None:
        return "没有待批的延期申请。"
    return _decided_by_another(actor, case.extension_asker_id) or _outside(actor, case, today)


def _decided_by_another(actor: Actor, asker_id: int) -> str | None:
    return "申请的人不能自己批，请另一位负责人办理。" if actor.person_id == asker_id else None


def _file_dispute(_actor: Actor, case: CaseFacts, today: date) -> str | None:
    if case.dispute is not None:
        return "异议只能提一次，这个问题已经提过。"
    if case.dispute_until is not None and today > case.dispute_until:
        return f"异议要在 {_day(case.dispute_until)}前提出，现在已过。"
    return None


def _rule_dispute(actor: Actor, case: CaseFacts, today: date) -> str | None:
    if case.dispute is not DisputeState.FILED:
        return "没有待裁定的异议。"
    if case.is_author:
        return "异议要由填报人以外的人裁定。"
    return _outside(actor, case, today)


def _request_deferral(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    return "上一次暂缓申请还没有批复。" if case.deferral_asker_id is not None else None


def _withdraw_deferral(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    return None if case.deferral_asker_id is not None else "没有待批的暂缓申请。"


def _rule_deferral(actor: Actor, case: CaseFacts, today: date) -> str | None:
    if case.deferral_asker_id is None:
        return "暂缓要由责任单位先申请。"
    return _decided_by_another(actor, case.deferral_asker_id) or _outside(actor, case, today)


def _handed_down(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    return None if case.handler_unit_id is not None else "这个问题没有转办。"


def _hand_down(actor: Actor, case: CaseFacts, _today: date) -> str | None:
    if case.handler_unit_id is None or has_power(Power.HANDLER, actor, case):
        return None
    return "已经转办，请先收回再转给别的单位。"


def _unlist(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    return None if case.listed else "这个问题没有挂牌督办。"


def _list_openly(_actor: Actor, case: CaseFacts, _today: date) -> str | None:
    return "已经挂牌督办。" if case.listed else None


_CONDITIONS: dict[Step, Callable[[Actor, CaseFacts, date], str | None]] = {
    Step.DISMISS: _dismiss,
    Step.SEND_BACK: _not_queued,
    Step.DISPATCH: _dispatch,
    Step.QUEUE: _queue,
    Step.REQUEST_RETURN: _request_return,
    Step.FIX_NOW: _fix_now,
    Step.RETURN_PLAN: _return_plan,
    Step.FAIL_VERIFICATION: _verify,
    Step.PASS_VERIFICATION: _verify,
    Step.CLOSE: _close,
    Step.TERMINATE: _outside,
    Step.REVOKE_CLOSURE: _outside,
    Step.REQUEST_EXTENSION: _request_extension,
    Step.WITHDRAW_EXTENSION: _withdraw_extension,
    Step.GRANT_EXTENSION: _grant_extension,
    Step.REFUSE_EXTENSION: _refuse_extension,
    Step.FILE_DISPUTE: _file_dispute,
    Step.UPHOLD_DISPUTE: _rule_dispute,
    Step.CORRECT_FACT: _rule_dispute,
    Step.REJECT_DISPUTE: _rule_dispute,
    Step.REQUEST_DEFERRAL: _request_deferral,
    Step.WITHDRAW_DEFERRAL: _withdraw_deferral,
    Step.DEFER: _rule_deferral,
    Step.REFUSE_DEFERRAL: _rule_deferral,
    Step.HAND_DOWN: _hand_down,
    Step.TAKE_BACK: _handed_down,
    Step.LIST_OPENLY: _list_openly,
    Step.UNLIST: _unlist,
    Step.LOOK_BACK: _outside,
}
