"""转办: a finding goes down to a sub-unit, a section or a window; its answer comes back the same way."""

from collections.abc import Sequence

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.accounts.queries import get_unit, subtree_ids
from inspect_app.database import db
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import FileStage, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.foundation.text import clean
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.rectification.actions.taking import attach, must_allow, take
from inspect_app.rectification.actions.telling import tell_unit
from inspect_app.rectification.models import Handover
from inspect_app.rectification.vocabulary import HandoverState, Upload


def hand_down(actor: Actor, number: str, *, unit_id: int, note: str = "", version: int | None = None) -> Handover:
    """Hand a finding down to a unit below one's own; the clock goes on as it is."""
    finding = take(actor, number, version, note=note)
    must_allow(actor, finding, Step.HAND_DOWN)
    holder = finding.handler_unit_id or finding.lead_unit_id
    unit = get_unit(unit_id)
    if holder is None or unit.id == holder or unit.id not in subtree_ids(holder):
        raise Invalid("只能转给本单位下面的处室、分局或窗口。", "unit")
    payload = {"from_unit_id": holder, "to_unit_id": unit.id, "unit": unit.short_name}
    words = clean(note)
    move(actor, finding, Step.HAND_DOWN, permission=Permission.ANSWER, text=words, payload=payload, unit=unit.id)
    row = Handover(
        finding_id=finding.id,
        from_unit_id=holder,
        to_unit_id=unit.id,
        note=words,
        handed_at=clock.now(),
        handed_by_id=actor.person_id,
    )
    finding.handler_unit_id = unit.id
    db.session.add(row)
    db.session.flush()
    tell_unit(finding, Step.HAND_DOWN, MessageKind.HANDED_DOWN, "已转给您办理，请按要求交回。", unit.id)
    return row


def pass_up(actor: Actor, number: str, text: str, uploads: Sequence[Upload] = (), version: int | None = None) -> None:
    """Answer whoever handed it down: one sentence, proof if there is any."""
    finding = take(actor, number, version, text=text)
    must_allow(actor, finding, Step.PASS_UP)
    row = _open_handover(finding)
    words = clean(text)
    files = attach(actor, finding, uploads, FileStage.HANDED_DOWN, finding.rework_count + 1)
    payload = {"files": [file.public_id for file in files], "unit": row.to_unit.short_name}
    move(actor, finding, Step.PASS_UP, permission=Permission.ANSWER, text=words, payload=payload)
    row.state, row.answer = HandoverState.ANSWERED, words
    row.answered_at, row.answered_by_id = clock.now(), actor.person_id
    _give_back(finding, row)
    tell_unit(finding, Step.PASS_UP, MessageKind.HANDED_DOWN, "转办单位已交回办理情况。", row.from_unit_id)


def take_back(actor: Actor, number: str, reason: str = "", version: int | None = None) -> None:
    """Take a finding back from whoever has it in hand, whatever the way down."""
    finding = take(actor, number, version, reason=reason)
    must_allow(actor, finding, Step.TAKE_BACK)
    move(actor, finding, Step.TAKE_BACK, permission=Permission.ANSWER, text=clean(reason))
    end_handovers(finding)
    db.session.flush()


def _open_handover(finding: Finding) -> Handover:
    query = select(Handover).where(
        Handover.finding_id == finding.id,
        Handover.state == HandoverState.OPEN,
        Handover.to_unit_id == finding.handler_unit_id,
    )
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise Refused("转办已经收回或交回，请刷新后再看。")
    return row


def _give_back(finding: Finding, row: Handover) -> None:
    """Let the one who handed it down have it again; above it stands the department itself."""
    back = row.from_unit_id
    finding.handler_unit_id = None if back == finding.lead_unit_id else back
    db.session.flush()


def end_handovers(finding: Finding) -> None:
    """Let nobody below have a finding in hand any more."""
    query = select(Handover).where(Handover.finding_id == finding.id, Handover.state == HandoverState.OPEN)
    for row in db.session.scalars(query):
        row.state = HandoverState.TAKEN_BACK
    finding.handler_unit_id = None
