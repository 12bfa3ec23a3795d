"""What is to be looked at again after closure: the office and the verifiers see it, no department does."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from inspect_app.access import Actor, Permission, may
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.foundation.labels import Labelled
from inspect_app.rectification.models import LookBack, Verification
from inspect_app.rectification.vocabulary import LookBackState


class LookBackTab(Labelled):
    """Which of them a page shows; the value stands in the address."""

    DUE = "due", "到期"
    COMING = "coming", "未到期"
    FINE = "fine", "没有反弹"
    REBOUNDED = "rebounded", "反弹"


def count_look_backs(actor: Actor) -> dict[LookBackTab, int]:
    """Return how many stand under each tab, in one query."""
    _demand_verifier(actor)
    columns = [func.count().filter(condition) for condition in _conditions().values()]
    row = db.session.execute(select(*columns).select_from(LookBack)).one()
    return {tab: int(count) for tab, count in zip(_conditions(), row, strict=True)}


def list_look_backs(actor: Actor, tab: LookBackTab, offset: int, limit: int) -> tuple[Sequence[LookBack], int]:
    """Return some of a tab, the most pressing first, and how many there are."""
    _demand_verifier(actor)
    wanted = _conditions()[tab]
    total = db.session.scalar(select(func.count()).select_from(LookBack).where(wanted)) or 0
    done = tab in (LookBackTab.FINE, LookBackTab.REBOUNDED)
    order = (LookBack.done_at.desc(), LookBack.id) if done else (LookBack.due_on, LookBack.id)
    finding = joinedload(LookBack.finding)
    place = finding.joinedload(Finding.window).joinedload(Window.site)
    query = select(LookBack).where(wanted).options(finding.joinedload(Finding.lead_unit), place)
    return db.session.scalars(query.order_by(*order).offset(offset).limit(limit)).all(), total


def get_look_back(actor: Actor, look_back_id: int) -> LookBack:
    """Return one with its finding, or raise Missing."""
    _demand_verifier(actor)
    finding = joinedload(LookBack.finding)
    place = finding.joinedload(Finding.window).joinedload(Window.site)
    query = select(LookBack).where(LookBack.id == look_back_id)
    loaded = query.options(finding.joinedload(Finding.lead_unit), finding.joinedload(Finding.visit), place)
    found = db.session.scalars(loaded).one_or_none()
    if found is None:
        raise Missing()
    return found


def what_was_seen(look: LookBack) -> str:
    """Return what the last check before closure saw, to be compared with."""
    query = select(Verification.remark).where(Verification.finding_id == look.finding_id)
    return db.session.scalar(query.order_by(Verification.round.desc()).limit(1)) or ""


def _conditions() -> Mapping[LookBackTab, ColumnElement[bool]]:
    planned, today = LookBack.state == LookBackState.PLANNED, clock.today()
    return {
        LookBackTab.DUE: planned & (LookBack.due_on <= today),
        LookBackTab.COMING: planned & (LookBack.due_on > today),
        LookBackTab.FINE: LookBack.state == LookBackState.FINE,
        LookBackTab.REBOUNDED: LookBack.state == LookBackState.REBOUNDED,
    }


def _demand_verifier(actor: Actor) -> None:
    if not may(actor, Permission.VERIFY):
        raise Missing()
