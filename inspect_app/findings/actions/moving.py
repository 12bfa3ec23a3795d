"""The one way a finding moves: check the table, write the event, record the deed."""

from collections.abc import Callable, Iterable
from typing import Any

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.queries import case_facts
from inspect_app.findings.rules.clocks import lamp_due
from inspect_app.findings.rules.workflow import FOR_OFFICE, check
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock

Hook = Callable[[Actor, Finding, Step], None]

_after_move: list[Hook] = []


def after_move(hook: Hook) -> Hook:
    """Register what a higher room makes of a move: its own records follow, people are told."""
    if hook not in _after_move:
        _after_move.append(hook)
    return hook


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
    for hook in _after_move:
        hook(actor, finding, step)
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
    row = event_row(
        actor,
        finding.id,
        step,
        (before, finding.status),
        covert=covert,
        text=text,
        payload=payload,
        for_office=finding.number is None or step in FOR_OFFICE,
    )
    event = FindingEvent(**row)
    db.session.add(event)
    return event


def event_row(
    actor: Actor,
    finding_id: int,
    step: Step,
    moved: tuple[FindingStatus, FindingStatus],
    *,
    covert: bool,
    text: str = "",
    payload: dict[str, Any] | None = None,
    for_office: bool = True,
) -> dict[str, Any]:
    """Return the event of a move as a row; `covert` seals who did it."""
    sealed = covert and actor.person_id is not None
    sealer = current_sealer()
    return {
        "finding_id": finding_id,
        "at": clock.now(),
        "step": step,
        "from_status": moved[0],
        "to_status": moved[1],
        "actor_id": None if covert else actor.person_id,
        "actor_seal": sealer.seal_author(actor.person_id or 0) if sealed else None,
        "actor_tag": sealer.author_tag(actor.person_id or 0) if sealed else None,
        "actor_name": "" if covert else actor.name,
        "actor_role": None if covert or not actor.grants else actor.grants[0].role,
        "unit_id": None if covert else actor.unit_id,
        "for_office": for_office,
        "text": text,
        "payload": payload or {},
    }
