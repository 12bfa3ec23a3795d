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
from inspect_app.rectification.actions.deferring import lay_deferral
from inspect_app.rectification.actions.disputing import lay_dispute
from inspect_app.rectification.actions.extending import lay_extension
from inspect_app.rectification.actions.preparing import Deed, Signing, prepare
from inspect_app.rectification.actions.taking import attach, must_allow, take, waiting_signature
from inspect_app.rectification.models import PendingSignature
from inspect_app.rectification.rules.acting import sign_refusal
from inspect_app.rectification.vocabulary import FeedbackState, SignatureState, Upload


def request_return(actor: Actor, number: str, basis: str, proposed_unit_id: int, version: int | None = None) -> None:
    """Ask to give a finding back (申请退单): with its basis and the unit it belongs to."""
    finding = take(actor, number, version, basis=basis)
    step = Step.REQUEST_RETURN
    must_allow(actor, finding, step)
    if not basis:
        raise Invalid("请写退单依据。", "basis")
    if get_unit(proposed_unit_id).id == finding.lead_unit_id:
        raise Invalid("建议承办单位不能是本单位。", "proposed_unit")
    prepare(actor, finding, step, {"basis": basis, "proposed_unit_id": proposed_unit_id}, _return)


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
    _DEEDS[waiting.step](actor, finding, waiting.payload, Signing(permission, waiting.asked_by_id, waiting.by_scan))


def _return(actor: Actor, finding: Finding, payload: dict[str, Any], signing: Signing) -> None:
    basis, unit_id = str(payload["basis"]), int(payload["proposed_unit_id"])
    returning.request_return(actor, finding.id, basis=basis, proposed_unit_id=unit_id, by_scan=signing.by_scan)


# What is done when a prepared step is signed; a feedback (T9a, T13) is handed in as its own record.
_DEEDS: dict[Step, Deed] = {
    Step.REQUEST_RETURN: _return,
    Step.REQUEST_EXTENSION: lay_extension,
    Step.FILE_DISPUTE: lay_dispute,
    Step.REQUEST_DEFERRAL: lay_deferral,
}


def _decide(actor: Actor, waiting: PendingSignature, state: SignatureState) -> None:
    waiting.state, waiting.decided_by_id, waiting.decided_at = state, actor.person_id, clock.now()


def _record(actor: Actor, deed: str, finding: Finding, permission: Permission, **facts: Any) -> None:
    unit_id = finding.lead_unit_id
    record(actor, deed, "finding", finding.number, permission=permission, unit_id=unit_id, **facts)
