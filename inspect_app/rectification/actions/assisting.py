"""协办意见: one opinion of each assisting unit, and the reply to whoever complained."""

from sqlalchemy import select

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.findings.actions.moving import move
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.foundation.text import clean
from inspect_app.rectification.actions.taking import must_allow, take
from inspect_app.rectification.models import AssistOpinion, SourceReply
from inspect_app.rectification.vocabulary import ReplyChannel, ReplyState


def give_opinion(actor: Actor, number: str, text: str, version: int | None = None) -> AssistOpinion:
    """Give or replace the opinion of the assisting unit one answers for; the history keeps both."""
    finding = take(actor, number, version, text=text)
    must_allow(actor, finding, Step.GIVE_OPINION)
    unit_id, words = _assisting_unit(actor, finding), clean(text)
    move(actor, finding, Step.GIVE_OPINION, permission=Permission.ANSWER, text=words, payload={"unit_id": unit_id})
    query = select(AssistOpinion).where(AssistOpinion.finding_id == finding.id, AssistOpinion.unit_id == unit_id)
    row = db.session.scalars(query).one_or_none() or AssistOpinion(finding_id=finding.id, unit_id=unit_id)
    row.text, row.given_at, row.given_by_id = words, clock.now(), actor.person_id or 0
    db.session.add(row)
    db.session.flush()
    return row


def reply_source(
    actor: Actor, number: str, text: str, channel: ReplyChannel, version: int | None = None
) -> SourceReply:
    """Note what the citizen, netizen or complainant was told (一一作出答复)."""
    finding = take(actor, number, version, text=text)
    must_allow(actor, finding, Step.REPLY_SOURCE)
    words = clean(text)
    permission = Permission.TRIAGE if may(actor, Permission.TRIAGE) else Permission.ANSWER
    payload = {"channel": channel.value}
    move(actor, finding, Step.REPLY_SOURCE, permission=permission, text=words, payload=payload, channel=channel)
    row = _reply_of(finding) or SourceReply(finding_id=finding.id, unsatisfied_count=0)
    row.state, row.channel, row.text = ReplyState.REPLIED, channel, words
    row.replied_at, row.replied_by_id = clock.now(), actor.person_id
    db.session.add(row)
    db.session.flush()
    return row


def note_satisfaction(actor: Actor, number: str, satisfied: bool, version: int | None = None) -> SourceReply:
    """Note whether the person who was told is content; twice not content raises the level of supervision."""
    finding = take(actor, number, version)
    row = _reply_of(finding)
    if row is None or row.state is ReplyState.PENDING:
        raise Refused("还没有答复当事人，先记下答复再记满意度。")
    before = row.state
    row.state = ReplyState.SATISFIED if satisfied else ReplyState.UNSATISFIED
    row.unsatisfied_count += not satisfied
    change = (before.value, row.state.value)
    record(actor, "finding.callback", "finding", finding.number, permission=Permission.TRIAGE, state=change)
    db.session.flush()
    return row


def _assisting_unit(actor: Actor, finding: Finding) -> int:
    """Return the assisting unit somebody answers for, their own first."""
    units = units_of(actor, Permission.ANSWER) & {assist.unit_id for assist in finding.assists}
    if not units:
        raise Invalid("您所在的单位不是协办单位。")
    return actor.unit_id if actor.unit_id in units else min(units)


def _reply_of(finding: Finding) -> SourceReply | None:
    return db.session.scalars(select(SourceReply).where(SourceReply.finding_id == finding.id)).one_or_none()
