"""What waits for somebody: each line opens exactly the list it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select
from sqlalchemy.orm import joinedload

from inspect_app.access import GRANTS, Actor, Permission, may, units_of
from inspect_app.calendar.queries import work_calendar
from inspect_app.catalogue.models import Window
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import visible_to
from inspect_app.findings.rules.workflow import OPEN
from inspect_app.findings.vocabulary import FindingStatus, Grade
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.foundation.labels import Labelled
from inspect_app.rectification.models import PendingSignature
from inspect_app.rectification.vocabulary import SignatureState

PAGE_ROWS = 50


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
    TO_VERIFY = "verify", "待核验"
    TO_CLOSE = "close", "待销号"


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
    row = db.session.execute(select(*columns).where(*_open(actor))).one()
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
    query = select(Finding).where(*wanted).order_by(pressing.is_(None), pressing, Finding.id)
    return db.session.scalars(_with_place(query).offset(offset).limit(PAGE_ROWS)).all(), total


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
    return kinds


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
    return and_(*parts)


def _to_close(actor: Actor) -> ColumnElement[bool]:
    passed = and_(Finding.status == FindingStatus.PENDING_VERIFICATION, Finding.round_passed)
    return passed if may(actor, Permission.CLOSE) else and_(passed, Finding.grade != Grade.MAJOR)
