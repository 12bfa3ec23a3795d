"""The one way a finding moves: check the table, write the event, record the deed."""

from collections.abc import Callable, Iterable
from typing import Any

from inspect_app.access import Actor, Permission, Role
from inspect_app.audit.actions import record
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.queries import case_facts
from inspect_app.findings.rules.clocks import lamp_due
from inspect_app.findings.rules.workflow import check
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock


def move(
    actor: Actor,
    finding: Finding,
    step: Step,
    *,
    permission: Permission | None = None,
    text: str = "",
    payload: dict[str, Any] | None = None,
    changes: dict[str, Any] | None = None,
    covert: bool = False,
    flush: bool = True,
    **given: Any,
) -> FindingEvent:
    """Move a locked finding by one step; raise Refused, NotAllowed or Invalid when it can't be.

    `given` are the facts the step needs (WORKFLOW's `needs`), `changes` what else the audit keeps
    (old, new). `covert` seals who did it.
    """
    before, for_unit = finding.status, permission in (Permission.ANSWER, Permission.SIGN_FOR_UNIT)
    target = check(step, actor, case_facts(finding, actor), clock.today(), {"text": text, **given})
    finding.status = target
    refresh_lamp(finding)
    event = _event(actor, finding, step, before, covert, text, payload or {})
    record(
        actor,
        f"finding.{step.value}",
        "finding",
        finding.number or finding.id,
        permission=permission,
        unit_id=finding.lead_unit_id if for_unit else None,
        covert=covert,
        status=(before.value, target.value),
        **(changes or {}),
    )
    if flush:
        db.session.flush()
    return event


def move_all(
    actor: Actor,
    findings: Iterable[Finding],
    step: Step,
    *,
    permission: Permission,
    covert: bool = False,
    text: str = "",
    given: Callable[[Finding], dict[str, Any]],
) -> None:
    """Move several locked findings by the same step, written together; all move or none."""
    for finding in findings:
        facts = given(finding)
        move(actor, finding, step, permission=permission, text=text, covert=covert, flush=False, **facts)
    db.session.flush()


def refresh_lamp(finding: Finding) -> None:
    """Set the date the lamp counts to; call it after changing due, held days or rework due."""
    if finding.number is None or (finding.due is None and finding.rework_due is None):
        finding.lamp_due = None
        return
    finding.lamp_due = lamp_due(
        finding.status, finding.due, finding.held_days or 0, finding.rework_due, work_calendar()
    )


def _event(
    actor: Actor,
    finding: Finding,
    step: Step,
    before: FindingStatus,
    covert: bool,
    text: str,
    payload: dict[str, Any],
) -> FindingEvent:
    event = FindingEvent(
        finding_id=finding.id,
        at=clock.now(),
        step=step,
        from_status=before,
        to_status=finding.status,
        actor_name="" if covert else actor.name,
        actor_role=None if covert or not actor.grants else _role(actor),
        unit_id=None if covert else actor.unit_id,
        for_office=finding.number is None,
        text=text,
        payload=payload,
    )
    if actor.person_id is not None and covert:
        sealer = current_sealer()
        event.actor_seal = sealer.seal_author(actor.person_id)
        event.actor_tag = sealer.author_tag(actor.person_id)
    elif actor.person_id is not None:
        event.actor_id = actor.person_id
    db.session.add(event)
    return event


def _role(actor: Actor) -> Role:
    return actor.grants[0].role
