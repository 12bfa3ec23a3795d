"""What an instruction is on, as whoever reads it may see it; rooms above say what their things are called."""

from collections.abc import Callable, Collection, Iterable

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import visible_to
from inspect_app.foundation.errors import Invalid
from inspect_app.projects.models import Instruction, ToughProject
from inspect_app.projects.vocabulary.instructions import About, Subject

# Of each thing its name and its address; what one may not see is left out.
Named = dict[int, tuple[str, str]]
Namer = Callable[[Actor, Collection[int]], Named]
_namers: dict[Subject, Namer] = {}


def names_subject(subject: Subject) -> Callable[[Namer], Namer]:
    """Register what names the things of one kind: `namer(actor, ids)`."""

    def registered(namer: Namer) -> Namer:
        _namers[subject] = namer
        return namer

    return registered


@names_subject(Subject.FINDING)
def name_findings(actor: Actor, ids: Collection[int]) -> Named:
    """Name the findings this person may see."""
    query = select(Finding.id, Finding.number, Finding.title).where(Finding.id.in_(ids), visible_to(actor))
    return {
        row.id: (f"{row.number or '未交办'} {row.title}", _way_to(row.id, row.number))
        for row in db.session.execute(query)
    }


@names_subject(Subject.PROJECT)
def name_projects(_actor: Actor, ids: Collection[int]) -> Named:
    """Name tough projects."""
    query = select(ToughProject.id, ToughProject.name).where(ToughProject.id.in_(ids))
    return {row.id: (row.name, f"/projects/{row.id}") for row in db.session.execute(query)}


def subjects_of(actor: Actor, instructions: Iterable[Instruction]) -> Named:
    """Return by instruction what it is on, in a fixed number of queries."""
    kept = list(instructions)
    found = {one.id: (one.about, "") for one in kept if one.about}
    for subject, namer in _namers.items():
        things = {one.id: thing_of(one) for one in kept if one.subject is subject}
        named = namer(actor, sorted({thing for thing in things.values() if thing})) if things else {}
        found |= {key: named[thing] for key, thing in things.items() if thing in named}
    return found


def thing_of(instruction: Instruction) -> int:
    """Return the id of the thing an instruction is on, 0 for none."""
    return instruction.finding_id or instruction.notice_id or instruction.project_id or 0


def name_of(actor: Actor, about: About) -> str:
    """Return what something is called, or raise Invalid when this person may not see it, or it isn't there."""
    if about.thing_id is None:
        return about.words
    namer = _namers.get(about.subject)
    named = namer(actor, [about.thing_id]) if namer else {}
    if about.thing_id not in named:
        raise Invalid(f"没有找到这个{about.subject.label}，请核对。", "finding")
    return named[about.thing_id][0]


def find_finding_id(actor: Actor, number: str) -> int:
    """Return the id of a delivered finding by its number; raise Invalid for one that isn't there."""
    found = db.session.scalar(select(Finding.id).where(Finding.number == number, visible_to(actor)))
    if found is None:
        raise Invalid("没有这个编号的问题，请核对。", "finding")
    return found


def _way_to(finding_id: int, number: str | None) -> str:
    return f"/case/{number}" if number else f"/findings/{finding_id}"
