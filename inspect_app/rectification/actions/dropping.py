"""What still waits ends with a move that makes it moot: nobody rules on, signs or hands back what is over."""

from typing import Any

from sqlalchemy import update

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.findings.actions.holding import release
from inspect_app.findings.actions.moving import after_move
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import DisputeState, HoldReason, Step
from inspect_app.foundation import clock
from inspect_app.rectification.actions.handing_down import end_handovers
from inspect_app.rectification.models import (
    Deferral,
    Dispute,
    ExtensionRequest,
    Feedback,
    PendingSignature,
    RectificationPlan,
)
from inspect_app.rectification.rules.requests import moot_words
from inspect_app.rectification.vocabulary import (
    FeedbackState,
    PlanState,
    RequestState,
    SignatureState,
)

_ANSWERED = (Step.FIX_NOW, Step.REQUEST_CLOSURE)
_GONE = (Step.REASSIGN, Step.TERMINATE, Step.UPHOLD_DISPUTE)


@after_move
def drop_what_waits(_actor: Actor, finding: Finding, step: Step) -> None:
    """End requests, signatures, plans and handovers that a move has made moot."""
    why = moot_words(step)
    if not why:
        return
    with db.session.no_autoflush:
        _drop_requests(finding, step, why)
        if step in _ANSWERED:
            return
        _drop_signature(finding, why)
        _end_plan(finding, why)
        if step in _GONE:
            end_handovers(finding)
            _drop_dispute(finding, step, why)


def end_wait(finding: Finding) -> None:
    """End a wait whose finding ends: whoever deferred it will not be asked again."""
    if finding.deferred_until is None:
        return
    finding.deferred_until = finding.stage_due = None
    _change(Deferral, finding, Deferral.state == RequestState.APPROVED, state=RequestState.ENDED, ended_at=clock.now())


def _drop_requests(finding: Finding, step: Step, why: str) -> None:
    dropped: list[HoldReason] = []
    if finding.extension_asker_id is not None:
        finding.extension_asker_id = None
        _withdraw(ExtensionRequest, finding, why)
        dropped.append(HoldReason.EXTENSION)
    if finding.deferral_asker_id is not None and step is not Step.DEFER:
        finding.deferral_asker_id = None
        _withdraw(Deferral, finding, why)
        dropped.append(HoldReason.DEFERRAL)
    if dropped and step in _ANSWERED:
        release(finding, *dropped)


def _withdraw(kind: type[ExtensionRequest | Deferral], finding: Finding, why: str) -> None:
    _change(kind, finding, kind.state == RequestState.PENDING, state=RequestState.WITHDRAWN, remark=why)


def _drop_signature(finding: Finding, why: str) -> None:
    if finding.pending_step is None:
        return
    finding.pending_step = None
    waiting = PendingSignature.state == SignatureState.WAITING
    _change(PendingSignature, finding, waiting, state=SignatureState.DECLINED, remark=why, decided_at=clock.now())
    unsigned = Feedback.state == FeedbackState.PENDING_SIGNATURE
    _change(Feedback, finding, unsigned, state=FeedbackState.WITHDRAWN)


def _end_plan(finding: Finding, why: str) -> None:
    submitted = RectificationPlan.state == PlanState.SUBMITTED
    _change(RectificationPlan, finding, submitted, state=PlanState.RETURNED, remark=why, reviewed_at=clock.now())


def _drop_dispute(finding: Finding, step: Step, why: str) -> None:
    """An upheld objection is ruled on by its own deed."""
    if finding.dispute is not DisputeState.FILED or step is Step.UPHOLD_DISPUTE:
        return
    filed = Dispute.state == DisputeState.FILED
    _change(Dispute, finding, filed, state=DisputeState.WITHDRAWN, ruling=why, ruled_at=clock.now())
    finding.dispute = DisputeState.WITHDRAWN


def _change(kind: Any, finding: Finding, which: Any, **values: Any) -> None:
    db.session.execute(update(kind).where(kind.finding_id == finding.id, which).values(**values))
