"""Steps of two people: the liaison prepares, the head, a deputy or a stand-in signs or declines."""

from typing import Any

from inspect_app.access import Actor, Permission
from inspect_app.accounts.queries import get_unit
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.findings.actions import returning
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import case_facts
from inspect_app.findings.vocabulary import FileStage, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.rectification.actions.completing import hand_in
from inspect_app.rectification.actions.taking import attach, must_allow, take, waiting_signature
from inspect_app.rectification.models import Feedback, PendingSignature
from inspect_app.rectification.rules.acting import sign_refusal, signs_at_once
from inspect_app.rectification.vocabulary import FeedbackState, SignatureState, Upload


def request_return(
    actor: Actor, number: str, basis: str, proposed_unit_id: int, version: int | None = None
) -> None:
    """Ask to give a finding back (申请退单): with its basis and the unit it belongs to."""
    finding = take(actor, number, version, basis=basis)
    step = Step.REQUEST_RETURN
    must_allow(actor, finding, step)
    if not basis:
        raise Invalid("请写退单依据。", "basis")
    if get_unit(proposed_unit_id).id == finding.lead_unit_id:
        raise Invalid("建议承办单位不能是本单位。", "proposed_unit")
    if signs_at_once(step, actor, case_facts(finding, actor)):
        returning.request_return(actor, finding.id, basis=basis, proposed_unit_id=proposed_unit_id)
    else:
        ask_signature(actor, finding, step, {"basis": basis, "proposed_unit_id": proposed_unit_id})


def ask_signature(
    actor: Actor, finding: Finding, step: Step, payload: dict[str, Any], feedback: Feedback | None = None
) -> PendingSignature:
    """Lay a prepared step before the head (报负责人审签); the status does not move."""
    finding.pending_step = step
    waiting = PendingSignature(
        finding_id=finding.id,
        step=step,
        payload=payload,
        feedback_id=feedback.id if feedback else None,
        asked_by_id=actor.person_id,
        asked_at=clock.now(),
    )
    db.session.add(waiting)
    _record(actor, "signature.asked", finding, Permission.ANSWER, step=step.value)
    db.session.flush()
    return waiting


def sign(actor: Actor, number: str, version: int | None = None) -> None:
    """Sign what waits; the step is done now, in the name of the unit."""
    finding, waiting = _take_waiting(actor, number, version)
    _must_sign(actor, finding, waiting)
    _decide(actor, waiting, SignatureState.SIGNED)
    _complete(actor, finding, waiting, Permission.SIGN_FOR_UNIT)


def sign_by_scan(actor: Actor, number: str, scan: Upload, version: int | None = None) -> None:
    """File the scan of a sheet signed on paper; it counts as the signature, at the time of filing."""
    finding, waiting = _take_waiting(actor, number, version)
    finding.pending_step = None
    must_allow(actor, finding, waiting.step)
    file = attach(actor, finding, [scan], FileStage.SIGNATURE, finding.rework_count + 1)[0]
    waiting.by_scan, waiting.scan_file_id = True, file.id
    _decide(actor, waiting, SignatureState.SIGNED)
    _complete(actor, finding, waiting, Permission.ANSWER)


def decline(actor: Actor, number: str, remark: str, version: int | None = None) -> None:
    """Give a prepared step back with a remark; the status stays and the step may be prepared again."""
    finding, waiting = _take_waiting(actor, number, version)
    _must_sign(actor, finding, waiting)
    if not remark:
        raise Invalid("请写退回意见，让经办人知道改哪里。", "remark")
    _decide(actor, waiting, SignatureState.DECLINED)
    waiting.remark = remark
    if waiting.feedback is not None:
        waiting.feedback.state = FeedbackState.WITHDRAWN
    finding.pending_step = None
    facts = {"step": waiting.step.value, "remark": remark}
    _record(actor, "signature.declined", finding, Permission.SIGN_FOR_UNIT, **facts)
    db.session.flush()


def _take_waiting(actor: Actor, number: str, version: int | None) -> tuple[Finding, PendingSignature]:
    finding = take(actor, number, version)
    waiting = waiting_signature(finding)
    if waiting is None or finding.pending_step is None:
        raise Refused("没有等待审签的事项，可能已经有人办过，请刷新再看。")
    return finding, waiting


def _must_sign(actor: Actor, finding: Finding, waiting: PendingSignature) -> None:
    refused = sign_refusal(actor, case_facts(finding, actor), waiting.asked_by_id)
    if refused is not None:
        raise refused


def _complete(actor: Actor, finding: Finding, waiting: PendingSignature, permission: Permission) -> None:
    finding.pending_step = None
    db.session.flush()
    if waiting.feedback is not None:
        hand_in(actor, finding, waiting.feedback, waiting.step, permission)
        return
    basis, unit_id = str(waiting.payload["basis"]), int(waiting.payload["proposed_unit_id"])
    by_scan = waiting.by_scan
    returning.request_return(actor, finding.id, basis=basis, proposed_unit_id=unit_id, by_scan=by_scan)


def _decide(actor: Actor, waiting: PendingSignature, state: SignatureState) -> None:
    waiting.state, waiting.decided_by_id, waiting.decided_at = state, actor.person_id, clock.now()


def _record(actor: Actor, deed: str, finding: Finding, permission: Permission, **facts: Any) -> None:
    unit_id = finding.lead_unit_id
    record(actor, deed, "finding", finding.number, permission=permission, unit_id=unit_id, **facts)
