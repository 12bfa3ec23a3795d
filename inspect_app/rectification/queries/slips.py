"""Slips as the office lists them and as a department sees its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Level
from inspect_app.foundation.errors import Missing
from inspect_app.foundation.labels import Labelled
from inspect_app.rectification.models import SlipItem, SupervisionSlip
from inspect_app.rectification.rules.slips import TOLD
from inspect_app.rectification.vocabulary import SlipState


class SlipTab(Labelled):
    """Which slips a page shows; the value stands in the address."""

    PROPOSED = "proposed", "待发"
    ISSUED = "issued", "已发待回复"
    ANSWERED = "answered", "已回复"
    CANCELLED = "cancelled", "已撤销"


_STATES: Mapping[SlipTab, tuple[SlipState, ...]] = {
    SlipTab.PROPOSED: (SlipState.PROPOSED,),
    SlipTab.ISSUED: (SlipState.ISSUED, SlipState.SIGNED),
    SlipTab.ANSWERED: (SlipState.ANSWERED,),
    SlipTab.CANCELLED: (SlipState.CANCELLED,),
}


@dataclass(frozen=True, slots=True)
class SlipFilter:
    """What of the slips is shown."""

    tab: SlipTab
    level: Level | None = None
    unit_id: int | None = None


def tabs_for(actor: Actor) -> tuple[SlipTab, ...]:
    """Return the tabs of a person: what is only proposed is the office's own."""
    if may(actor, Permission.TRIAGE):
        return tuple(SlipTab)
    return (SlipTab.ISSUED, SlipTab.ANSWERED, SlipTab.CANCELLED)


def may_answer(actor: Actor, slip: SupervisionSlip) -> bool:
    """Say whether somebody signs and answers a slip for its department."""
    return may(actor, Permission.ANSWER, slip.unit_id)


def get_slip(actor: Actor, slip_id: int) -> SupervisionSlip:
    """Return a slip with its items, or raise Missing: a department knows of its own once they are issued."""
    query = select(SupervisionSlip).where(SupervisionSlip.id == slip_id, _seen_by(actor))
    items = selectinload(SupervisionSlip.items).joinedload(SlipItem.finding)
    loaded = query.options(
        joinedload(SupervisionSlip.unit), items.joinedload(Finding.window).joinedload(Window.site)
    )  # fmt: skip
    slip = db.session.scalars(loaded).one_or_none()
    if slip is None:
        raise Missing()
    return slip


def count_slips(actor: Actor) -> dict[SlipTab, int]:
    """Return how many slips stand under each tab of a person, in one query."""
    tabs = tabs_for(actor)
    columns = [func.coalesce(func.sum(case((SupervisionSlip.state.in_(_STATES[tab]), 1), else_=0)), 0) for tab in tabs]
    row = db.session.execute(select(*columns).where(_seen_by(actor))).one()
    return {tab: int(count) for tab, count in zip(tabs, row, strict=True)}


def list_slips(actor: Actor, asked: SlipFilter, offset: int, limit: int) -> tuple[Sequence[SupervisionSlip], int]:
    """Return some slips, red ones and those to be answered soonest first, and how many match."""
    wanted = [_seen_by(actor), SupervisionSlip.state.in_(_STATES[asked.tab])]
    if asked.level is not None:
        wanted.append(SupervisionSlip.level == asked.level)
    if asked.unit_id is not None:
        wanted.append(SupervisionSlip.unit_id == asked.unit_id)
    total = db.session.scalar(select(func.count()).select_from(SupervisionSlip).where(*wanted)) or 0
    heavy = case((SupervisionSlip.level == Level.RED, 0), else_=1)
    newest = SupervisionSlip.id.desc()
    order = (heavy, SupervisionSlip.answer_by, newest) if asked.tab in _PRESSING else (newest,)
    items = selectinload(SupervisionSlip.items).joinedload(SlipItem.finding)
    query = select(SupervisionSlip).where(*wanted).options(joinedload(SupervisionSlip.unit), items)
    return db.session.scalars(query.order_by(*order).offset(offset).limit(limit)).all(), total


_PRESSING = (SlipTab.PROPOSED, SlipTab.ISSUED)


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    if may(actor, Permission.TRIAGE):
        return true()
    told = or_(
        SupervisionSlip.state.in_(TOLD),
        (SupervisionSlip.state == SlipState.CANCELLED) & SupervisionSlip.number.is_not(None),
    )
    if may(actor, Permission.READ_ALL_FINDINGS):
        return told
    units = units_of(actor, Permission.READ_UNIT_FINDINGS)
    return told & SupervisionSlip.unit_id.in_(units) if units else false()
