"""Slips (督办单): the office issues what the system proposed, the department signs by opening and answers once."""

from sqlalchemy import select, text
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from inspect_app.access import Actor, Permission, Role, may
from inspect_app.accounts.queries.posts import holders_of, nearest, parents_of
from inspect_app.audit.actions import record
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db
from inspect_app.findings.actions.moving import event_row
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.queries import case_facts
from inspect_app.findings.rules.workflow import OPEN, refusal
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.messages.actions import tell, withdraw
from inspect_app.messages.vocabulary import MessageKind
from inspect_app.rectification.models import SlipItem, SupervisionSlip
from inspect_app.rectification.queries.slips import get_slip, may_answer
from inspect_app.rectification.rules.slips import MAX_ANSWER_DAYS, slip_number
from inspect_app.rectification.vocabulary import SlipState

# One statement takes the number and locks its row until the end: no gap, no doublet.
_TAKE = text(
    "INSERT INTO finding_counters (year, prefix, last) VALUES (:year, 'slip', 1) "
    "ON CONFLICT (year, prefix) DO UPDATE SET last = finding_counters.last + 1 RETURNING last"
)
_TOLD = (Role.DEPT_LIAISON, Role.DEPT_HEAD)


def issue_slip(
    actor: Actor, slip_id: int, demand: str, answer_days: int, version: int | None = None
) -> SupervisionSlip:
    """Issue a proposal: it gets its number, each item an event, the department until a day to answer.

    Raise Refused when an item can't be supervised any more, Conflict when a colleague changed the proposal.
    """
    slip = _take(actor, slip_id, SlipState.PROPOSED, version=version)
    words = clean(demand)
    if not words:
        raise Invalid("请写督办要求。", "demand")
    if not 1 <= answer_days <= MAX_ANSWER_DAYS:
        raise Invalid(f"回复期限在 1 到 {MAX_ANSWER_DAYS} 个工作日之间。", "answer_days")
    year = clock.local(clock.now()).year
    slip.year, slip.sequence = year, db.session.execute(_TAKE, {"year": year}).scalar_one()
    slip.number, slip.state = slip_number(year, slip.sequence), SlipState.ISSUED
    slip.issued_at, slip.issued_by_id, slip.demand = clock.now(), actor.person_id, words
    slip.answer_by = work_calendar().add(clock.today(), answer_days).day
    for item in standing(slip):
        item.reason = item.finding.level_reason or item.reason
        _note(actor, slip, item.finding, Step.ISSUE_SLIP, f"{slip.level.label}单 {slip.number}：{item.reason}")
    items = [item.finding.number for item in standing(slip)]
    record(actor, "slip.issued", "slip", slip.number, permission=Permission.TRIAGE, findings=items)
    db.session.flush()
    _tell(slip)
    return slip


def drop_item(actor: Actor, slip_id: int, number: str) -> SupervisionSlip:
    """Take a finding off a proposal; a proposal without findings is gone with the last one."""
    slip = _take(actor, slip_id, SlipState.PROPOSED)
    item = next((one for one in standing(slip) if one.finding.number == number), None)
    if item is None:
        raise Missing()
    item.dropped_at = clock.now()
    flag_modified(slip, "level")  # other items are a new version too
    if not standing(slip):
        slip.state, slip.cancelled_at, slip.cancel_reason = SlipState.CANCELLED, clock.now(), "所列问题已全部撤下"
    record(actor, "slip.dropped", "slip", slip.id, permission=Permission.TRIAGE, number=number)
    db.session.flush()
    return slip


def sign_by_opening(actor: Actor, slip_id: int) -> bool:
    """Sign for a slip because its department opened it; say whether it was signed now."""
    slip = _lock(slip_id)
    if slip.state is not SlipState.ISSUED or not may_answer(actor, slip):
        return False
    slip.state, slip.signed_at, slip.signed_by_id = SlipState.SIGNED, clock.now(), actor.person_id
    record(actor, "slip.signed", "slip", slip.number, permission=Permission.ANSWER, unit_id=slip.unit_id)
    db.session.flush()
    return True


def answer_slip(actor: Actor, slip_id: int, answer: str) -> SupervisionSlip:
    """Answer a slip, once, for the whole of it."""
    get_slip(actor, slip_id)
    slip, words = _lock(slip_id), clean(answer)
    if not may_answer(actor, slip):
        raise NotAllowed("督办单由收到它的单位回复。")
    if slip.state not in (SlipState.ISSUED, SlipState.SIGNED):
        raise Refused(f"这张督办单{slip.state.label}，不能再回复。")
    if not words:
        raise Invalid("请写回复。", "answer")
    now = clock.now()
    slip.state, slip.answer, slip.answered_at, slip.answered_by_id = SlipState.ANSWERED, words, now, actor.person_id
    if slip.signed_at is None:
        slip.signed_at, slip.signed_by_id = now, actor.person_id
    for item in standing(slip):
        if item.finding.status in OPEN and item.finding.lead_unit_id == slip.unit_id:
            _note(actor, slip, item.finding, Step.ANSWER_SLIP, f"{slip.number}：{words}")
    record(actor, "slip.answered", "slip", slip.number, permission=Permission.ANSWER, unit_id=slip.unit_id)
    db.session.flush()
    return slip


def cancel_slip(actor: Actor, slip_id: int, reason: str) -> SupervisionSlip:
    """Take a slip back with a reason; it is kept, its number too."""
    slip, words = _take(actor, slip_id, SlipState.PROPOSED, SlipState.ISSUED, SlipState.SIGNED), clean(reason)
    if not words:
        raise Invalid("请写撤销的理由。", "reason")
    told = slip.number is not None
    slip.state, slip.cancelled_at, slip.cancel_reason = SlipState.CANCELLED, clock.now(), words
    for item in standing(slip):
        if told and item.finding.status in OPEN:
            _note(actor, slip, item.finding, Step.CANCEL_SLIP, f"{slip.number}：{words}")
    record(actor, "slip.cancelled", "slip", slip.number or slip.id, permission=Permission.TRIAGE, reason=words)
    withdraw(_key(slip))
    db.session.flush()
    return slip


def standing(slip: SupervisionSlip) -> list[SlipItem]:
    """Return the items of a slip that the office has not dropped."""
    return [item for item in slip.items if item.dropped_at is None]


def _take(actor: Actor, slip_id: int, *states: SlipState, version: int | None = None) -> SupervisionSlip:
    if not may(actor, Permission.TRIAGE):
        raise NotAllowed("督办单由跑改办办理。")
    slip = _lock(slip_id)
    if slip.state not in states:
        raise Refused(f"这张督办单{slip.state.label}，不能再办这一步。")
    if version is not None and version != slip.version:
        raise Conflict("这张督办单刚有变动，请刷新后再办。", mine={}, theirs={})
    return slip


def _lock(slip_id: int) -> SupervisionSlip:
    """Return a slip locked, its findings too, in the order of their ids."""
    query = select(SupervisionSlip).where(SupervisionSlip.id == slip_id).with_for_update()
    loaded = query.options(selectinload(SupervisionSlip.items)).execution_options(populate_existing=True)
    slip = db.session.scalars(loaded).one_or_none()
    if slip is None:
        raise Missing()
    ids = sorted(item.finding_id for item in slip.items)
    locked = select(Finding).where(Finding.id.in_(ids)).order_by(Finding.id).with_for_update()
    with_rest = locked.options(selectinload(Finding.assists), selectinload(Finding.visit))
    db.session.scalars(with_rest.execution_options(populate_existing=True)).all()
    return slip


def _note(actor: Actor, slip: SupervisionSlip, finding: Finding, step: Step, words: str) -> None:
    """Write what happened to a slip on one of its findings; the audit has one entry for the slip."""
    refused = refusal(step, actor, case_facts(finding, actor), clock.today())
    if refused is not None:
        raise Refused(f"{finding.number}：{refused.message}请先撤下这个问题。")
    moved, payload = (finding.status, finding.status), {"slip": slip.number}
    row = event_row(actor, finding.id, step, moved, covert=False, text=words, payload=payload, for_office=False)
    db.session.add(FindingEvent(**row))


def _tell(slip: SupervisionSlip) -> None:
    day = slip.answer_by
    until = f"，请在{day.month}月{day.day}日前回复" if day else ""
    words = f"跑改办发来{slip.level.label}单 {slip.number}，涉及 {len(standing(slip))} 个问题{until}。"
    tell(_people_of(slip.unit_id), MessageKind.SLIP, words, f"/slips/{slip.id}", _key(slip))


def _people_of(unit_id: int) -> frozenset[int]:
    posts, parents = holders_of(_TOLD), parents_of()
    return frozenset().union(*(nearest(posts[role], parents, unit_id) for role in _TOLD))


def _key(slip: SupervisionSlip) -> str:
    return f"slip:{slip.id}"
