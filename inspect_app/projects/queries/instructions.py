"""Reads of the register of instructions: the office and leaders; units read what was opened to them."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.foundation.errors import Missing
from inspect_app.projects.models import AssignedTask, Instruction, InstructionText
from inspect_app.projects.queries.subjects import subjects_of
from inspect_app.projects.vocabulary.assigned import TaskState
from inspect_app.projects.vocabulary.instructions import InstructionFilter, Quotable
from inspect_app.projects.vocabulary.lists import ListColumn, ListLine

COLUMNS = (
    ListColumn("批示原文", 60),
    ListColumn("领导", 12),
    ListColumn("时任职务", 24, "more"),
    ListColumn("日期", 12, "day"),
    ListColumn("批在什么上", 36, "more"),
    ListColumn("登记方式", 12, "more"),
    ListColumn("办理", 14),
)


def list_instructions(
    actor: Actor, asked: InstructionFilter, offset: int = 0, limit: int | None = None
) -> tuple[list[ListLine], int]:
    """Return some lines of the register, the newest first, and how many match."""
    wanted = _conditions(asked)
    total = db.session.scalar(select(func.count()).select_from(Instruction).where(*wanted)) or 0
    query = select(Instruction).where(*wanted).options(selectinload(Instruction.texts))
    ordered = query.order_by(Instruction.given_on.desc(), Instruction.id.desc())
    rows = db.session.scalars(ordered.offset(offset).limit(limit)).all()
    subjects, handled = subjects_of(actor, rows), _handled([row.id for row in rows])
    return [_line(row, subjects.get(row.id, ("", ""))[0], handled.get(row.id, (0, 0))) for row in rows], total


def get_instruction(instruction_id: int) -> Instruction:
    """Return an instruction with its words, or raise Missing; for the office and leaders."""
    loaded = (selectinload(Instruction.texts), joinedload(Instruction.scan))
    found = db.session.get(Instruction, instruction_id, options=loaded)
    if found is None:
        raise Missing("没有这件批示。")
    return found


def get_scan(instruction_id: int) -> StoredFile:
    """Return the scan of an instruction, or raise Missing."""
    scan = get_instruction(instruction_id).scan
    if scan is None:
        raise Missing("这件批示没有扫描件。")
    return scan


def instructions_on(actor: Actor, finding_id: int) -> Sequence[Instruction]:
    """Return the instructions on a finding this person sees; a unit those opened to it that gave it work."""
    query = select(Instruction).where(Instruction.finding_id == finding_id).options(selectinload(Instruction.texts))
    if not reads_all(actor):
        given = exists().where(
            AssignedTask.instruction_id == Instruction.id,
            AssignedTask.unit_id.in_(units_of(actor, Permission.READ_UNIT_FINDINGS)),
        )
        query = query.where(Instruction.open_to_units, given)
    return db.session.scalars(query.order_by(Instruction.given_on, Instruction.id)).all()


def count_unassigned() -> int:
    """Return how many instructions ask for action and have no work assigned."""
    wanted = _conditions(InstructionFilter(waits=True))
    return db.session.scalar(select(func.count()).select_from(Instruction).where(*wanted)) or 0


def quotable(ids: Collection[int]) -> dict[int, Quotable]:
    """Return the words in force of some instructions by id: the only way a paper quotes them."""
    query = select(Instruction).where(Instruction.id.in_(ids)).options(selectinload(Instruction.texts))
    return {row.id: as_quotable(row) for row in db.session.scalars(query.order_by(Instruction.id))}


def list_quotable(limit: int = 500) -> list[Quotable]:
    """Return the newest instructions as papers may quote them: to choose from, and to compare a text with."""
    query = select(Instruction).options(selectinload(Instruction.texts))
    ordered = query.order_by(Instruction.given_on.desc(), Instruction.id.desc()).limit(limit)
    return [as_quotable(row) for row in db.session.scalars(ordered)]


def as_quotable(row: Instruction) -> Quotable:
    """Return an instruction as papers quote it."""
    return Quotable(row.id, row.text.words, row.leader, row.post, row.given_on, row.text.number)


def last_words(instruction_id: int) -> InstructionText:
    """Return the version in force, read anew; only inside a transaction."""
    query = select(InstructionText).where(InstructionText.instruction_id == instruction_id)
    return db.session.scalars(query.order_by(InstructionText.number.desc()).limit(1)).one()


def reads_all(actor: Actor) -> bool:
    """Say whether somebody reads the registers: the office and leaders."""
    return may(actor, Permission.TRIAGE) or may(actor, Permission.READ_ALL_FINDINGS)


def _conditions(asked: InstructionFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.origin is not None:
        found.append(Instruction.origin == asked.origin)
    if asked.subject is not None:
        found.append(Instruction.subject == asked.subject)
    if asked.waits:
        given = exists().where(AssignedTask.instruction_id == Instruction.id)
        found += [Instruction.asks_action.is_(True), ~given]
    return found


def _handled(ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return by instruction how many pieces of its work are done, of how many."""
    done = func.count().filter(AssignedTask.state == TaskState.DONE)
    query = select(AssignedTask.instruction_id, done, func.count()).where(
        AssignedTask.instruction_id.in_(ids), AssignedTask.state != TaskState.CANCELLED
    )
    rows = db.session.execute(query.group_by(AssignedTask.instruction_id))
    return {instruction_id: (ended, count) for instruction_id, ended, count in rows if instruction_id is not None}


def _line(row: Instruction, about: str, handled: tuple[int, int]) -> ListLine:
    done, count = handled
    state = f"已办结 {done}/{count}" if count else "待交办" if row.asks_action else "阅示"
    tone = "near" if row.asks_action and not count else "plain"
    cells = (row.text.words, row.leader, row.post, row.given_on, about, row.origin.label, state)
    return ListLine(cells, f"/assigned/instructions/{row.id}", tone)
