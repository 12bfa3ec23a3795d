"""Who acts now on a case, and what one person is shown: one panel, or why there is none."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from inspect_app.access import Actor, Permission, may
from inspect_app.findings.rules.workflow import (
    TWO_PERSON_STEPS,
    WORKFLOW,
    CaseFacts,
    allowed_steps,
    can_sign,
    has_power,
    refusal,
)
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation.errors import NotAllowed, Refused
from inspect_app.foundation.labels import Labelled


class PanelKind(Labelled):
    """The one thing somebody may do now; the label heads the panel."""

    SIGN = "sign", "等您审签"
    WAIT_SIGNATURE = "wait_signature", "待负责人签发"
    REVIEW_PLAN = "review_plan", "审核整改计划"
    VERIFY = "verify", "我来核验"
    CLOSE = "close", "销号"
    RULE = "rule", "裁定退单"
    DECIDE = "decide", "等您批复"
    ANSWER = "answer", "等您办理"
    BLOCKED = "blocked", "现在不能办"
    LOOK = "look", "办理情况"


_ANSWERS = (
    Step.REQUEST_CLOSURE, Step.FIX_NOW, Step.SUBMIT_PLAN, Step.REPORT_PROGRESS, Step.REQUEST_RETURN, Step.PASS_UP,
    Step.GIVE_OPINION,
)  # fmt: skip
_DECISIONS = (
    Step.GRANT_EXTENSION, Step.REFUSE_EXTENSION, Step.DEFER, Step.REFUSE_DEFERRAL, Step.UPHOLD_DISPUTE,
    Step.CORRECT_FACT, Step.REJECT_DISPUTE,
)  # fmt: skip
_PANELS = (
    (PanelKind.REVIEW_PLAN, (Step.APPROVE_PLAN, Step.RETURN_PLAN)),
    (PanelKind.VERIFY, (Step.PASS_VERIFICATION, Step.FAIL_VERIFICATION)),
    (PanelKind.CLOSE, (Step.CLOSE,)),
    (PanelKind.RULE, (Step.REASSIGN, Step.REFUSE_RETURN)),
    (PanelKind.DECIDE, _DECISIONS),
    (PanelKind.ANSWER, _ANSWERS),
)
# Whoever holds one of these and may not do it now reads why; a decision nobody asked for needs no reason.
_BLOCKABLE = frozenset(step for _, steps in _PANELS for step in steps) - frozenset(_DECISIONS)
# Below the panel: what else somebody may do now. Step → (label, endpoint); steps of one page stand together.
FURTHER: dict[Step, tuple[str, str]] = {
    Step.REQUEST_EXTENSION: ("申请延期", "rectification.ask_extension"),
    Step.WITHDRAW_EXTENSION: ("撤回延期申请", "rectification.withdraw_extension"),
    Step.FILE_DISPUTE: ("提出异议", "rectification.ask_dispute"),
    Step.REQUEST_DEFERRAL: ("申请暂缓", "rectification.ask_deferral"),
    Step.WITHDRAW_DEFERRAL: ("撤回暂缓申请", "rectification.withdraw_deferral"),
    Step.GRANT_EXTENSION: ("延长时限", "rectification.rule_extension"),
    Step.REFUSE_EXTENSION: ("批复延期", "rectification.rule_extension"),
    Step.DEFER: ("批复暂缓", "rectification.rule_deferral"),
    Step.REFUSE_DEFERRAL: ("批复暂缓", "rectification.rule_deferral"),
    Step.UPHOLD_DISPUTE: ("裁定异议", "rectification.rule_dispute"),
    Step.CORRECT_FACT: ("裁定异议", "rectification.rule_dispute"),
    Step.REJECT_DISPUTE: ("裁定异议", "rectification.rule_dispute"),
    Step.RESUME: ("恢复整改", "rectification.resume"),
    Step.HAND_DOWN: ("转办", "rectification.hand_down"),
    Step.TAKE_BACK: ("收回转办", "rectification.take_back"),
    Step.REPLY_SOURCE: ("答复当事人", "rectification.reply"),
    Step.ANNOTATE: ("补充登记", "rectification.notes"),
    Step.REASSIGN: ("改派", "rectification.redirect_case"),
    Step.TERMINATE: ("终止整改", "rectification.terminate"),
    Step.REVOKE_CLOSURE: ("撤销销号", "rectification.revoke_closure"),
    Step.ASSIGN_VERIFIER: ("指派核验", "rectification.assign_check"),
    Step.LIST_OPENLY: ("挂牌督办", "rectification.list_openly"),
    Step.UNLIST: ("摘牌", "rectification.unlist"),
    Step.SUMMON: ("约谈", "rectification.summon"),
}
# What needs no step of the workflow, only a power, on any finding that stands.
BESIDE: tuple[tuple[Permission, str, str], ...] = ((Permission.PLAN_VISITS, "举一反三", "rectification.siblings"),)


@dataclass(frozen=True, slots=True)
class PanelChoice:
    """What one person is shown; `reason` says why a step they would hold is blocked."""

    kind: PanelKind
    steps: tuple[Step, ...] = ()
    reason: str = ""


def choose_panel(actor: Actor, case: CaseFacts, asked_by: int | None, today: date) -> PanelChoice:
    """Return the one panel of a person; `asked_by` prepared the step that waits for a signature."""
    steps = allowed_steps(actor, case, today)
    if case.pending_step is not None:
        return _waiting_panel(actor, case, asked_by, steps)
    for kind, wanted in _PANELS:
        allowed = tuple(step for step in wanted if step in steps and _is_due(kind, step, case))
        if allowed:
            return PanelChoice(kind, allowed)
    reason = blocked_reason(actor, case, today)
    return PanelChoice(PanelKind.BLOCKED, (), reason) if reason else PanelChoice(PanelKind.LOOK)


def further_pages(actor: Actor, case: CaseFacts, panel: PanelChoice, today: date) -> list[tuple[str, str]]:
    """Return what else somebody may do now, as (label, endpoint), without what the panel offers."""
    steps = set(allowed_steps(actor, case, today))
    offered = {FURTHER[step][1] for step in panel.steps if step in FURTHER}
    pages = _pages(steps)
    if case.status is not FindingStatus.DISMISSED:
        pages += [(label, endpoint) for permission, label, endpoint in BESIDE if may(actor, permission)]
    return [(label, endpoint) for label, endpoint in pages if endpoint not in offered]


def decision_pages(panel: PanelChoice) -> list[tuple[str, str]]:
    """Return the pages on which what was asked is decided, as (label, endpoint)."""
    return _pages(panel.steps) if panel.kind is PanelKind.DECIDE else []


def _pages(steps: Collection[Step]) -> list[tuple[str, str]]:
    """One line a page; where a page serves several steps the last one names it."""
    labels = {endpoint: label for step, (label, endpoint) in FURTHER.items() if step in steps}
    return [(label, endpoint) for endpoint, label in labels.items()]


def _is_due(kind: PanelKind, step: Step, case: CaseFacts) -> bool:
    """A return is ruled on when it is asked for, more time as well; both may be done unasked, but not first."""
    if kind is PanelKind.RULE:
        return case.status is FindingStatus.RETURN_REQUESTED
    return step is not Step.GRANT_EXTENSION or case.extension_asker_id is not None


def _waiting_panel(
    actor: Actor, case: CaseFacts, asked_by: int | None, steps: Collection[Step]
) -> PanelChoice:
    progress = (Step.REPORT_PROGRESS,) if Step.REPORT_PROGRESS in steps else ()
    if sign_refusal(actor, case, asked_by) is None:
        return PanelChoice(PanelKind.SIGN, progress)
    if case.lead_unit_id is not None and may(actor, Permission.ANSWER, case.lead_unit_id):
        return PanelChoice(PanelKind.WAIT_SIGNATURE, progress)
    decisions = tuple(step for step in _DECISIONS if step in steps and _is_due(PanelKind.DECIDE, step, case))
    return PanelChoice(PanelKind.DECIDE, decisions) if decisions else PanelChoice(PanelKind.LOOK)


def blocked_reason(actor: Actor, case: CaseFacts, today: date) -> str:
    """Return why the steps of a panel that a person holds in this status can't be done by them now."""
    for row in WORKFLOW.steps_from(case.status):
        if row.step in _BLOCKABLE and any(has_power(power, actor, case) for power in row.by):
            refused = refusal(row.step, actor, case, today)
            if isinstance(refused, Refused):
                return refused.message
    return ""


def signs_at_once(step: Step, actor: Actor, case: CaseFacts) -> bool:
    """Say whether a step of two people is done at once, because its writer may sign."""
    return step not in TWO_PERSON_STEPS or can_sign(actor, case)


def sign_refusal(actor: Actor, case: CaseFacts, asked_by: int | None) -> Refused | NotAllowed | None:
    """Return why somebody may not sign or decline what waits; who asked never decides."""
    if case.pending_step is None:
        return Refused("没有等待审签的事项。")
    if not can_sign(actor, case):
        needed = "负责人（重大问题副职不能代签）" if case.grade is Grade.MAJOR else "负责人、分管副职或代签人"
        return NotAllowed(f"审签由责任单位{needed}办理。")
    if actor.person_id == asked_by:
        return Refused("报审签的人不能自己签发，请另一位负责人办理。")
    return None


@dataclass(frozen=True, slots=True)
class NextHand:
    """Who acts now and what is awaited."""

    who: str
    what: str


_PLAN_OR_FIX = {True: "待报整改计划", False: "待整改反馈"}


def next_hand(case: CaseFacts, unit_name: str) -> NextHand | None:
    """Return whose turn it is; nothing when the case has ended."""
    if case.pending_step is not None:
        return NextHand(f"{unit_name}负责人", f"“{case.pending_step.label}”待负责人签发")
    major = case.grade is Grade.MAJOR
    director = "跑改办主任"
    status = case.status
    if status is FindingStatus.PENDING_VERIFICATION:
        closer = director if major else "跑改办"
        return NextHand(closer, "核验通过，待销号") if case.verified else NextHand("核验人员", "待核验")
    return {
        FindingStatus.DISPATCHED: NextHand(f"{unit_name}联络员", "待签收"),
        FindingStatus.RETURN_REQUESTED: NextHand("跑改办", "退单待裁定"),
        FindingStatus.ACCEPTED: NextHand(f"{unit_name}联络员", _PLAN_OR_FIX[case.needs_plan]),
        FindingStatus.PLAN_SUBMITTED: NextHand(director if major else "跑改办", "整改计划待审"),
        FindingStatus.RECTIFYING: NextHand(f"{unit_name}联络员", "整改中"),
        FindingStatus.DEFERRED: NextHand("跑改办", "暂缓中，到期恢复整改"),
    }.get(status)
