"""A step of two people is prepared by one: done at once when they may sign, else laid before the head."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import case_facts
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.rectification.actions.telling import tell_heads
from inspect_app.rectification.models import Feedback, PendingSignature
from inspect_app.rectification.rules.acting import signs_at_once


@dataclass(frozen=True, slots=True)
class Signing:
    """By what power a prepared step is done, who prepared it, and whether on paper."""

    permission: Permission
    asked_by_id: int | None
    by_scan: bool = False


Deed = Callable[[Actor, Finding, dict[str, Any], Signing], None]


def prepare(actor: Actor, finding: Finding, step: Step, payload: dict[str, Any], deed: Deed) -> None:
    """Do a step of two people at once when its writer may sign, else lay it before the head."""
    if signs_at_once(step, actor, case_facts(finding, actor)):
        deed(actor, finding, payload, Signing(Permission.SIGN_FOR_UNIT, actor.person_id))
    else:
        ask_signature(actor, finding, step, payload)


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
    record(
        actor,
        "signature.asked",
        "finding",
        finding.number,
        permission=Permission.ANSWER,
        unit_id=finding.lead_unit_id,
        step=step.value,
    )
    db.session.flush()
    tell_heads(finding, step)
    return waiting
