"""Random steps by random people on one finding: each step as somebody of the office or the department does it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.findings.actions import returning
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FindingStatus, Grade, Step
from inspect_app.foundation import clock
from inspect_app.rectification.actions import (
    annotating,
    assisting,
    closing,
    deferring,
    disputing,
    ending,
    extending,
    feedback,
    handing_down,
    plans,
    redirecting,
    signatures,
    supervising,
    verifying,
)
from inspect_app.rectification.rules.requests import DeferralDraft, ExtensionDraft
from inspect_app.rectification.vocabulary import NoteDraft, ProgressDraft, ReplyChannel
from tests.rectification.making import Case, check_draft, feedback_draft, plan_draft

Deed = Callable[[Actor, Case], object]


def _in(days: int) -> Any:
    return clock.today() + timedelta(days=days)


def _extension(case: Case) -> ExtensionDraft:
    return ExtensionDraft((_read(case).due or clock.today()) + timedelta(days=5), "供货延迟。", "已过半。")


def _grant(actor: Actor, case: Case) -> None:
    extending.grant_extension(actor, case.number, (_read(case).due or clock.today()) + timedelta(days=4), "同意。")


def _other_unit(case: Case) -> int:
    here, other = _read(case).lead_unit_id, case.actor("stranger").unit_id or 0
    return other if here != other else case.unit.id


def _read(case: Case) -> Finding:
    """Return the finding within the transaction of a deed."""
    return db.session.get_one(Finding, case.finding_id)


def _deferral() -> DeferralDraft:
    return DeferralDraft("省级系统未开放。", "省级接口", "人工代办。", _in(20), reported_to="省跑改办")


# Every step after delivery that somebody asks for; opening and the clock do the others.
DEEDS: Mapping[Step, Deed] = {
    Step.ACCEPT: lambda who, case: returning.accept_on_opening(who, _read(case)),
    Step.REQUEST_RETURN: lambda who, case: signatures.request_return(who, case.number, "非我职责。", _other_unit(case)),
    Step.REASSIGN: lambda who, case: redirecting.reassign(who, case.number, _other_unit(case), "职责在外单位。"),
    Step.REFUSE_RETURN: lambda who, case: returning.refuse_return(who, case.finding_id, ruling="仍由你单位办。"),
    Step.SUBMIT_PLAN: lambda who, case: plans.submit_plan(who, case.number, plan_draft(milestones=())),
    Step.RETURN_PLAN: lambda who, case: plans.return_plan(who, case.number, "没有写清。"),
    Step.APPROVE_PLAN: lambda who, case: plans.approve_plan(who, case.number),
    Step.REPORT_PROGRESS: lambda who, case: feedback.report_progress(who, case.number, ProgressDraft("办了一半。")),
    Step.FIX_NOW: lambda who, case: feedback.give_feedback(who, case.number, feedback_draft()),
    Step.REQUEST_CLOSURE: lambda who, case: feedback.give_feedback(who, case.number, feedback_draft()),
    Step.FAIL_VERIFICATION: lambda who, case: verifying.verify(who, case.number, check_draft(passed=False)),
    Step.PASS_VERIFICATION: lambda who, case: verifying.verify(who, case.number, check_draft()),
    Step.CLOSE: lambda who, case: closing.close(who, case.number),
    Step.REQUEST_EXTENSION: lambda who, case: extending.request_extension(who, case.number, _extension(case)),
    Step.WITHDRAW_EXTENSION: lambda who, case: extending.withdraw_extension(who, case.number),
    Step.GRANT_EXTENSION: _grant,
    Step.REFUSE_EXTENSION: lambda who, case: extending.refuse_extension(who, case.number, "理由不足。"),
    Step.FILE_DISPUTE: lambda who, case: disputing.file_dispute(who, case.number, "当天并未要求。"),
    Step.UPHOLD_DISPUTE: lambda who, case: disputing.uphold_dispute(who, case.number, "查实成立。"),
    Step.CORRECT_FACT: lambda who, case: disputing.correct_fact(who, case.number, "更正。", "新题", f"新事实{_in(0)}"),
    Step.REJECT_DISPUTE: lambda who, case: disputing.reject_dispute(who, case.number, "不成立。"),
    Step.REQUEST_DEFERRAL: lambda who, case: deferring.request_deferral(who, case.number, _deferral()),
    Step.WITHDRAW_DEFERRAL: lambda who, case: deferring.withdraw_deferral(who, case.number),
    Step.DEFER: lambda who, case: deferring.defer(who, case.number, _in(20)),
    Step.REFUSE_DEFERRAL: lambda who, case: deferring.refuse_deferral(who, case.number, "不同意。"),
    Step.RESUME: lambda who, case: deferring.resume(who, case.number),
    Step.TERMINATE: lambda who, case: ending.terminate(who, case.number, "已撤并。", "明政办〔2026〕3号"),
    Step.REVOKE_CLOSURE: lambda who, case: ending.revoke_closure(who, case.number, "误销。"),
    Step.TAKE_BACK: lambda who, case: handing_down.take_back(who, case.number, "自己办。"),
    Step.REPLY_SOURCE: lambda who, case: assisting.reply_source(who, case.number, "已答复。", ReplyChannel.PHONE),
    Step.LIST_OPENLY: lambda who, case: supervising.list_openly(who, case.number, "久拖不决。"),
    Step.UNLIST: lambda who, case: supervising.unlist(who, case.number, "已改。"),
    Step.SUMMON: lambda who, case: supervising.summon(who, case.number, "约谈主要负责人。"),
    Step.ANNOTATE: lambda who, case: annotating.annotate(who, case.number, NoteDraft(tolerance=True)),
}  # fmt: skip


def sign(who: Actor, case: Case) -> object:
    """Sign what waits."""
    return signatures.sign(who, case.number)


def decline(who: Actor, case: Case) -> object:
    """Give back what waits."""
    return signatures.decline(who, case.number, "再写清楚。")


def stands(case: Case) -> tuple[FindingStatus, int, Grade]:
    """Return what a refused step must leave as it was."""
    finding = case.finding
    return finding.status, finding.version, finding.grade
