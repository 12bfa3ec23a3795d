"""What waits for somebody: each line opens exactly the list it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, case, false, func, not_, or_, select, true
from sqlalchemy.orm import joinedload

from inspect_app.access import GRANTS, Actor, Permission, may, units_of
from inspect_app.calendar.queries import work_calendar
from inspect_app.catalogue.models import Window
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import visible_to
from inspect_app.findings.rules.workflow import IN_HAND, OPEN
from inspect_app.findings.vocabulary import DisputeState, FindingStatus, Grade
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.foundation.labels import Labelled
from inspect_app.rectification.models import PendingSignature
from inspect_app.rectification.queries.supervising import ordered_of, ordered_of_others
from inspect_app.rectification.vocabulary import SignatureState

PAGE_ROWS = 50
_ENDS_SOON = timedelta(days=7)


class Waiting(Labelled):
    """A kind of work that waits; the value stands in the address."""

    TO_ACCEPT = "accept", "待签收"
    TO_PLAN = "plan", "待报计划"
    TO_FIX = "fix", "待整改反馈"
    NEAR = "near", "临期"
    OVER = "over", "逾期"
    PREPARED = "prepared", "待负责人签发"
    TO_SIGN = "sign", "待签发"
    TO_REVIEW = "review", "计划待审"
    TO_RULE = "rule", "退单待裁定"
    TO_EXTEND = "extend", "延期待批"
    TO_RULE_DISPUTE = "dispute", "异议待裁定"
    TO_DEFER = "defer", "暂缓待批"
    WAIT_ENDS = "resume", "暂缓将到期"
    TO_VERIFY = "verify", "待核验"
    TO_CLOSE = "close", "待销号"


# Lines that tell of a deadline or of somebody else's signature; a deed of one's own is counted elsewhere.
_NO_DEED = frozenset({Waiting.NEAR, Waiting.OVER, Waiting.PREPARED, Waiting.WAIT_ENDS})


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One line of the work list on the first page."""

    label: str
    count: int
    url: str
    kind: Waiting


def waiting_for(actor: Actor) -> list[InboxLine]:
    """Return how much waits for a person, by kind, in one query; kinds of their roles only."""
    kinds = _kinds_of(actor)
    if not kinds:
        return []
    columns = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in kinds.values()]
    counted = or_(*kinds.values())
    row = db.session.execute(select(*columns).where(*_open(actor), counted)).one()
    return [
        InboxLine(kind.label, int(count), f"/waiting/{kind.value}", kind)
        for kind, count in zip(kinds, row, strict=True)
    ]


def list_waiting(actor: Actor, kind: Waiting, offset: int) -> tuple[Sequence[Finding], int]:
    """Return one page of the findings a line counts, the most pressing first, and their total."""
    condition = _kinds_of(actor).get(kind)
    if condition is None:
        raise Missing()
    wanted = (*_open(actor), condition)
    total = db.session.scalar(select(func.count()).select_from(Finding).where(*wanted)) or 0
    pressing = func.coalesce(Finding.lamp_due, Finding.stage_due)
    mine = [Finding.id.not_in(ordered_of(actor))] if kind is Waiting.TO_VERIFY else []
    # Not by id: ids run in the order in which visits were handed in, numbers in the order of delivery.
    query = select(Finding).where(*wanted).order_by(*mine, pressing.is_(None), pressing)
    query = query.order_by(Finding.delivered_at, Finding.id)
    return db.session.scalars(_with_place(query).offset(offset).limit(PAGE_ROWS)).all(), total


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition of what waits for a deed of this person; nothing does for whoever has no part in it."""
    deeds = [condition for kind, condition in _kinds_of(actor).items() if kind not in _NO_DEED]
    # Open within each: SQLite reads every kind by its own index, and would else read all that is open.
    return or_(false(), *(and_(Finding.status.in_(OPEN), condition) for condition in deeds))


def _with_place(query: Select[Finding]) -> Select[Finding]:
    return query.options(joinedload(Finding.lead_unit), joinedload(Finding.window).joinedload(Window.site))


def _open(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (Finding.status.in_(OPEN), visible_to(actor))


def _kinds_of(actor: Actor) -> Mapping[Waiting, ColumnElement[bool]]:
    kinds: dict[Waiting, ColumnElement[bool]] = {}
    answers = units_of(actor, Permission.ANSWER)
    if answers:
        kinds |= _of_department(actor, Finding.lead_unit_id.in_(answers))
    if may(actor, Permission.REVIEW_PLAN):
        kinds |= _of_office(actor)
    if may(actor, Permission.VERIFY):
        kinds[Waiting.TO_VERIFY] = _to_verify(actor)
    if may(actor, Permission.CLOSE_ORDINARY) or may(actor, Permission.CLOSE):
        kinds[Waiting.TO_CLOSE] = _to_close(actor)
    return kinds


def _of_department(actor: Actor, ours: ColumnElement[bool]) -> dict[Waiting, ColumnElement[bool]]:
    status, free = Finding.status, Finding.pending_step.is_(None)
    today, near = clock.today(), current_settings().clocks.near
    soon = work_calendar().add(today, near).day
    answering = status.in_((FindingStatus.ACCEPTED, FindingStatus.RECTIFYING))
    kinds = {
        Waiting.TO_ACCEPT: and_(ours, status == FindingStatus.DISPATCHED, free),
        Waiting.TO_PLAN: and_(ours, status == FindingStatus.ACCEPTED, Finding.needs_plan, free),
        Waiting.TO_FIX: and_(
            ours, answering, or_(status == FindingStatus.RECTIFYING, Finding.needs_plan.is_(False)), free
        ),
        Waiting.NEAR: and_(ours, Finding.lamp_due >= today, Finding.lamp_due <= soon),
        Waiting.OVER: and_(ours, Finding.lamp_due < today),
        Waiting.PREPARED: and_(ours, Finding.pending_step.is_not(None)),
    }
    signs = _to_sign(actor)
    if signs is None:
        return kinds
    kinds[Waiting.PREPARED] = and_(kinds[Waiting.PREPARED], not_(signs))
    return {Waiting.TO_SIGN: signs} | kinds


def _to_sign(actor: Actor) -> ColumnElement[bool] | None:
    """What waits for this signature: a deputy doesn't sign what is 重大, nobody what they prepared."""
    heads = [grant for grant in actor.grants if Permission.SIGN_FOR_UNIT in GRANTS[grant.role]]
    if not heads:
        return None
    parts = [
        Finding.lead_unit_id.in_(grant.unit_ids)
        & ((Finding.grade != Grade.MAJOR) if grant.deputy else Finding.id.is_not(None))
        for grant in heads
    ]
    asked = select(PendingSignature.finding_id).where(
        PendingSignature.state == SignatureState.WAITING, PendingSignature.asked_by_id != actor.person_id
    )
    return and_(or_(*parts), Finding.pending_step.is_not(None), Finding.id.in_(asked))


def _of_office(actor: Actor) -> dict[Waiting, ColumnElement[bool]]:
    submitted = Finding.status == FindingStatus.PLAN_SUBMITTED
    mine = Finding.id.is_not(None) if may(actor, Permission.APPROVE_MAJOR) else Finding.grade != Grade.MAJOR
    kinds = {Waiting.TO_REVIEW: and_(submitted, mine)}
    if may(actor, Permission.TRIAGE):
        kinds[Waiting.TO_RULE] = Finding.status == FindingStatus.RETURN_REQUESTED
        kinds[Waiting.WAIT_ENDS] = Finding.deferred_until <= clock.today() + _ENDS_SOON
    return kinds | _asked(actor)


def _asked(actor: Actor) -> dict[Waiting, ColumnElement[bool]]:
    """What waits for an answer: the second extension, an objection and a wait are the director's."""
    first = or_(Finding.extension_count == 0, true() if may(actor, Permission.RULE) else false())
    asked = and_(Finding.status.in_(IN_HAND), Finding.extension_asker_id != actor.person_id, first)
    if not may(actor, Permission.RULE):
        return {Waiting.TO_EXTEND: asked}
    return {
        Waiting.TO_EXTEND: asked,
        Waiting.TO_RULE_DISPUTE: Finding.dispute == DisputeState.FILED,
        Waiting.TO_DEFER: and_(Finding.status.in_(IN_HAND), Finding.deferral_asker_id != actor.person_id),
    }


def _to_verify(actor: Actor) -> ColumnElement[bool]:
    """What this person may check: not what they approved, not what their own unit put right."""
    approver = Finding.plan_approver_id
    parts = [
        Finding.status == FindingStatus.PENDING_VERIFICATION,
        Finding.round_passed.is_(False),
        or_(approver.is_(None), approver != actor.person_id),
    ]
    if actor.unit_id is not None:
        parts.append(Finding.lead_unit_id != actor.unit_id)
    return and_(*parts, Finding.id.not_in(ordered_of_others(actor)))


def _to_close(actor: Actor) -> ColumnElement[bool]:
    passed = and_(Finding.status == FindingStatus.PENDING_VERIFICATION, Finding.round_passed)
    return passed if may(actor, Permission.CLOSE) else and_(passed, Finding.grade != Grade.MAJOR)
