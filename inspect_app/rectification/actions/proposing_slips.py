"""What the system proposes each night: slips for yellow and red, one a unit with its items, 重大 alone."""

from collections.abc import Mapping

from sqlalchemy import and_, delete, exists, insert, or_, select
from sqlalchemy.orm.attributes import flag_modified

from inspect_app.access import SYSTEM
from inspect_app.audit.actions import record
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Grade, Level
from inspect_app.foundation import clock
from inspect_app.rectification.models import SlipItem, SupervisionSlip
from inspect_app.rectification.rules.escalation import ITS_TURN, ON_PAPER
from inspect_app.rectification.rules.slips import RUNNING, Bundle, Candidate, bundles
from inspect_app.rectification.vocabulary import SlipState


def propose_slips() -> int:
    """Bring the proposals up to date with the levels; return how many findings came onto one.

    A finding is never proposed twice for one level while a slip of that level runs, nor after the office
    dropped it, took the slip back or had its answer, as long as the level stands as it stood then.
    """
    _forget_outlived()
    found = bundles(_candidates())
    waiting = _waiting()
    slips = [_slip_for(bundle, waiting) for bundle in found]
    db.session.add_all(slips)
    db.session.flush()
    now = clock.now()
    rows = [
        {"slip_id": slip.id, "added_at": now, "finding_id": one.finding_id, "reason": one.reason}
        for slip, bundle in zip(slips, found, strict=True)
        for one in bundle.items
    ]
    if rows:
        db.session.execute(insert(SlipItem), rows)
    for slip, bundle in zip(slips, found, strict=True):
        record(SYSTEM, "slip.slip_proposed", "slip", slip.id, level=slip.level.value, items=len(bundle.items))
    return len(rows)


def _forget_outlived() -> None:
    """Take from proposals what is no longer so; a proposal without items goes with them."""
    stands = select(Finding.id).where(
        Finding.id == SlipItem.finding_id,
        Finding.level == SupervisionSlip.level,
        Finding.lead_unit_id == SupervisionSlip.unit_id,
        Finding.status.in_(ITS_TURN),
    )
    proposed = SupervisionSlip.state == SlipState.PROPOSED
    query = select(SlipItem.id).join(SupervisionSlip).where(proposed, SlipItem.dropped_at.is_(None), ~exists(stands))
    gone = list(db.session.scalars(query))
    if gone:
        db.session.execute(delete(SlipItem).where(SlipItem.id.in_(gone)))
    empty = ~exists().where(SlipItem.slip_id == SupervisionSlip.id, SlipItem.dropped_at.is_(None))
    for slip in db.session.scalars(select(SupervisionSlip).where(proposed, empty).with_for_update()):
        slip.state, slip.cancelled_at, slip.cancel_reason = SlipState.CANCELLED, clock.now(), "情况已经消除"
    db.session.flush()


def _candidates() -> list[Candidate]:
    dropped, slip = SlipItem.dropped_at, SupervisionSlip
    runs = and_(dropped.is_(None), slip.state.in_(RUNNING))
    had = SlipItem.added_at >= Finding.level_at
    same = (SlipItem.finding_id == Finding.id, slip.level == Finding.level, slip.unit_id == Finding.lead_unit_id)
    known = select(SlipItem.id).join(slip).where(*same, or_(runs, had))
    columns = (Finding.id, Finding.lead_unit_id, Finding.level, Finding.grade, Finding.level_reason)
    wanted = (Finding.level.in_(ON_PAPER), Finding.status.in_(ITS_TURN), Finding.lead_unit_id.is_not(None))
    rows = db.session.execute(select(*columns).where(*wanted, ~exists(known)).order_by(Finding.id))
    return [Candidate(row[0], row[1] or 0, row[2], row[3], row[4]) for row in rows]


def _slip_for(bundle: Bundle, waiting: Mapping[tuple[int, Level], SupervisionSlip]) -> SupervisionSlip:
    """Return the proposal these items go onto: the one that waits already, or a new one."""
    slip = None if bundle.alone else waiting.get((bundle.unit_id, bundle.level))
    if slip is None:
        return SupervisionSlip(level=bundle.level, unit_id=bundle.unit_id, proposed_at=clock.now())
    flag_modified(slip, "level")  # other items are a new version: nobody issues what they have not seen
    return slip


def _waiting() -> dict[tuple[int, Level], SupervisionSlip]:
    """Return the proposals that others may join, by unit and level, locked."""
    on_it = (SlipItem.slip_id == SupervisionSlip.id, Finding.grade == Grade.MAJOR)
    major = select(SlipItem.id).join(Finding).where(*on_it)
    query = select(SupervisionSlip).where(SupervisionSlip.state == SlipState.PROPOSED, ~exists(major))
    rows = db.session.scalars(query.order_by(SupervisionSlip.id.desc()).with_for_update())
    return {(slip.unit_id, slip.level): slip for slip in rows}
