"""Reads of the registers: one shape of list for all of them, narrowed by what each has."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.accounts.models import Unit
from inspect_app.accounts.queries import subtree_ids
from inspect_app.database import db
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.projects.models import (
    Announcement,
    BenefitFigure,
    Commendation,
    EntryVersion,
    MediaReport,
    Pilot,
    Pledge,
    PolicyDocument,
    Preparation,
    Staffing,
    Training,
    WorkingGroup,
)
from inspect_app.projects.models.registers import Entry
from inspect_app.projects.queries.register_lines import LINES
from inspect_app.projects.vocabulary.lists import ListLine
from inspect_app.projects.vocabulary.registers import PledgeState, Register, RegisterFilter, TypicalPractice

TABLES: dict[Register, type[Entry]] = {
    Register.PLEDGES: Pledge,
    Register.PRAISE: Commendation,
    Register.ANNOUNCEMENTS: Announcement,
    Register.DOCUMENTS: PolicyDocument,
    Register.FIGURES: BenefitFigure,
    Register.MEDIA: MediaReport,
    Register.PILOTS: Pilot,
    Register.STAFFING: Staffing,
    Register.PREPARATIONS: Preparation,
    Register.TRAININGS: Training,
    Register.GROUPS: WorkingGroup,
}
# The day by which a register is ordered and narrowed.
_DAYS: dict[Register, Any] = {
    Register.PLEDGES: Pledge.pledged_on,
    Register.PRAISE: Commendation.praised_on,
    Register.ANNOUNCEMENTS: Announcement.announced_on,
    Register.DOCUMENTS: PolicyDocument.issued_on,
    Register.FIGURES: BenefitFigure.as_of,
    Register.MEDIA: MediaReport.published_on,
    Register.PILOTS: Pilot.started_on,
    Register.STAFFING: Staffing.as_of,
    Register.PREPARATIONS: Preparation.done_on,
    Register.TRAININGS: Training.held_on,
    Register.GROUPS: WorkingGroup.set_up_on,
}
_SOUGHT: dict[Register, tuple[Any, ...]] = {
    Register.PLEDGES: (Pledge.words, Pledge.made_by, Pledge.outlet),
    Register.PRAISE: (Commendation.words, Commendation.paper_words, Commendation.source_text),
    Register.ANNOUNCEMENTS: (Announcement.batch, Announcement.channel, Announcement.items),
    Register.DOCUMENTS: (PolicyDocument.number, PolicyDocument.title, PolicyDocument.issuer),
    Register.FIGURES: (BenefitFigure.name, BenefitFigure.scope, BenefitFigure.source, BenefitFigure.value),
    Register.MEDIA: (MediaReport.title, MediaReport.outlet),
    Register.PILOTS: (Pilot.name, Pilot.matter, Pilot.result),
    Register.STAFFING: (Staffing.source,),
    Register.PREPARATIONS: (Preparation.words,),
    Register.TRAININGS: (Training.subject, Training.words),
    Register.GROUPS: (WorkingGroup.name, WorkingGroup.matter, WorkingGroup.members),
}
# Whose register it is: a register of units is narrowed to one of them.
_UNITS: dict[Register, Any] = {
    Register.PLEDGES: Pledge.unit_id,
    Register.PRAISE: Commendation.unit_id,
    Register.MEDIA: MediaReport.unit_id,
    Register.PILOTS: Pilot.unit_id,
    Register.STAFFING: Staffing.unit_id,
    Register.GROUPS: WorkingGroup.unit_id,
}
OF_UNITS = frozenset(_UNITS)
_LOADS: dict[Register, Callable[[], Sequence[Any]]] = {
    Register.PLEDGES: lambda: (joinedload(Pledge.unit), selectinload(Pledge.findings)),
    Register.PRAISE: lambda: (
        joinedload(Commendation.unit), joinedload(Commendation.window), joinedload(Commendation.campaign),
    ),
    Register.MEDIA: lambda: (joinedload(MediaReport.unit), joinedload(MediaReport.campaign)),
    Register.PILOTS: lambda: (joinedload(Pilot.unit),),
    Register.STAFFING: lambda: (joinedload(Staffing.unit), joinedload(Staffing.window)),
    Register.PREPARATIONS: lambda: (joinedload(Preparation.campaign),),
    Register.GROUPS: lambda: (joinedload(WorkingGroup.unit),),
}  # fmt: skip


def list_entries(
    register: Register, asked: RegisterFilter, offset: int = 0, limit: int | None = None
) -> tuple[list[ListLine], int]:
    """Return some lines of a register, the newest first, and how many match."""
    table, wanted = TABLES[register], _conditions(register, asked)
    total = db.session.scalar(select(func.count()).select_from(table).where(*wanted)) or 0
    query = _loaded(register, select(table).where(*wanted)).order_by(_DAYS[register].desc(), table.id.desc())
    rows = db.session.scalars(query.offset(offset).limit(limit)).all()
    repeated = same_values() if register is Register.FIGURES else frozenset()
    today = clock.today()
    return [LINES[register](row, today, row.id in repeated) for row in rows], total


def get_entry(register: Register, entry_id: int) -> Any:
    """Return an entry, or raise Missing."""
    query = select(TABLES[register]).where(TABLES[register].id == entry_id)
    found = db.session.scalars(_loaded(register, query)).one_or_none()
    if found is None:
        raise Missing("没有这条登记。")
    return found


def versions_of(register: Register, entry_id: int) -> Sequence[EntryVersion]:
    """Return every version of an entry, the newest first."""
    mine = (EntryVersion.register == register, EntryVersion.entry_id == entry_id)
    return db.session.scalars(select(EntryVersion).where(*mine).order_by(EntryVersion.number.desc())).all()


def kept_promises(asked: RegisterFilter) -> tuple[int, int]:
    """Return 承诺兑现: how many pledges were kept, of how many that are due or judged."""
    over = or_(Pledge.state != PledgeState.RUNNING, Pledge.due_on < clock.today())
    kept = func.count().filter(Pledge.state == PledgeState.KEPT)
    row = db.session.execute(select(kept, func.count()).where(over, *_conditions(Register.PLEDGES, asked))).one()
    return int(row[0]), int(row[1])


def counted_reports(asked: RegisterFilter) -> tuple[int, int]:
    """Return 媒体报道: how many reports a filter shows, by how many outlets."""
    query = select(func.count(), func.count(MediaReport.outlet.distinct())).select_from(MediaReport)
    row = db.session.execute(query.where(*_conditions(Register.MEDIA, asked))).one()
    return int(row[0]), int(row[1])


def counted_trainings(asked: RegisterFilter) -> tuple[int, int]:
    """Return 培训: how many there were, and how often somebody came."""
    query = select(func.count(), func.sum(Training.attended)).select_from(Training)
    row = db.session.execute(query.where(*_conditions(Register.TRAININGS, asked))).one()
    return int(row[0]), int(row[1] or 0)


def list_typical(campaign_id: int | None, since: date, until: date) -> list[TypicalPractice]:
    """Return the praise that a notice of a campaign prints as 典型做法, by day; what names no campaign is anybody's.

    Words for papers only: neither who was praised nor how it was found.
    """
    wanted = (Commendation.typical, Commendation.praised_on >= since, Commendation.praised_on <= until)
    query = _loaded(Register.PRAISE, select(Commendation).where(*wanted))
    if campaign_id is not None:
        query = query.where(or_(Commendation.campaign_id == campaign_id, Commendation.campaign_id.is_(None)))
    rows = db.session.scalars(query.order_by(Commendation.praised_on, Commendation.id))
    return [
        TypicalPractice(
            row.id, row.unit.short_name, row.window.name if row.window else "", row.paper_words, row.praised_on
        )
        for row in rows
    ]


def same_values() -> frozenset[int]:
    """Return the figures whose number stands in the register for another scope too (the trap of 64.2 万小时)."""
    pair = (BenefitFigure.value, BenefitFigure.unit)
    twice = select(*pair).where(BenefitFigure.value != "").group_by(*pair)
    repeated = twice.having(func.count(BenefitFigure.scope.distinct()) > 1).subquery()
    same = (BenefitFigure.value == repeated.c.value) & (BenefitFigure.unit == repeated.c.unit)
    return frozenset(db.session.scalars(select(BenefitFigure.id).join(repeated, same)))


def units_in(register: Register) -> list[tuple[str, str]]:
    """Return the units that stand in a register, for its filter."""
    column = _UNITS.get(register)
    if column is None:
        return []
    query = select(Unit.id, Unit.short_name).where(Unit.id.in_(select(column)))
    return [(str(key), name) for key, name in db.session.execute(query.order_by(Unit.sort_no, Unit.id))]


def _loaded(register: Register, query: Select[Any]) -> Select[Any]:
    return query.options(*_LOADS[register]()) if register in _LOADS else query


def _conditions(register: Register, asked: RegisterFilter) -> list[ColumnElement[bool]]:
    day = _DAYS[register]
    found: list[ColumnElement[bool]] = []
    if asked.since is not None:
        found.append(day >= asked.since)
    if asked.until is not None:
        found.append(day <= asked.until)
    if asked.text:
        found.append(or_(*(column.contains(asked.text, autoescape=True) for column in _SOUGHT[register])))
    if asked.unit_id is not None and register in _UNITS:
        found.append(_UNITS[register].in_(subtree_ids(asked.unit_id)))
    return found + _of_register(register, asked)


def _of_register(register: Register, asked: RegisterFilter) -> list[ColumnElement[bool]]:
    """Return what narrows one register alone."""
    if register is Register.PRAISE and asked.typical:
        return [Commendation.typical.is_(True), *_equal(Commendation.source, asked.source)]
    column, value = {
        Register.PLEDGES: (Pledge.state, asked.state),
        Register.PRAISE: (Commendation.source, asked.source),
        Register.MEDIA: (MediaReport.kind, asked.kind),
    }.get(register, (None, None))
    return _equal(column, value)


def _equal(column: Any, value: Any) -> list[ColumnElement[bool]]:
    return [column == value] if value is not None else []
