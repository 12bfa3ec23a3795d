"""Scripts of matters that are really done: the list, one of them, and which a visit may follow."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from inspect_app.access import Actor
from inspect_app.catalogue.models import ServiceItem
from inspect_app.database import db
from inspect_app.foundation.errors import Missing
from inspect_app.visits.models import Script, Visit
from inspect_app.visits.queries.reading import office_sees
from inspect_app.visits.vocabulary import VisitStatus


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """A script and how many visits follow it; one that was begun with can't be changed any more."""

    script: Script
    visits: int


def list_scripts(actor: Actor, text: str = "") -> list[ScriptRow]:
    """Return the scripts, those in use first; visits somebody may not know of aren't counted."""
    known = (Visit.script_id == Script.id, office_sees(actor))
    used = select(func.count()).where(*known).correlate(Script).scalar_subquery()
    query = select(Script, used).options(joinedload(Script.item)).order_by(Script.active.desc(), Script.title)
    if text:
        query = query.where(Script.title.contains(text, autoescape=True))
    return [ScriptRow(script, count) for script, count in db.session.execute(query)]


def get_script(script_id: int) -> Script:
    """Return a script, or raise Missing."""
    script = db.session.get(Script, script_id)
    if script is None:
        raise Missing()
    return script


def is_begun(script_id: int) -> bool:
    """Say whether a visit that follows a script has begun."""
    begun = select(Visit.id).where(Visit.script_id == script_id, Visit.status != VisitStatus.PLANNED)
    return db.session.scalar(begun.limit(1)) is not None


def script_choices(chosen: int | None = None) -> list[tuple[str, str]]:
    """Return (id as text, words) of the scripts in use, and of the one a visit follows already."""
    query = select(Script.id, Script.title).where(Script.active | (Script.id == chosen)).order_by(Script.title)
    return [(str(row_id), title) for row_id, title in db.session.execute(query)]


def matter_choices() -> Sequence[tuple[str, str]]:
    """Return (id as text, name) of every matter in use."""
    query = select(ServiceItem.id, ServiceItem.name).where(ServiceItem.active).order_by(ServiceItem.name)
    return [(str(row_id), name) for row_id, name in db.session.execute(query)]
