"""Worlds for the tests of findings: a visit of an inspector, a clerk, a department."""

from dataclasses import dataclass
from typing import Any

from inspect_app.access import Actor, Role
from inspect_app.accounts.models import Unit
from inspect_app.catalogue.models import Window
from inspect_app.config import current_sealer
from inspect_app.database import transaction
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import CopyState, FileKind
from inspect_app.findings.actions.proposing import propose
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Category, Grade, SourceKind, Triage
from inspect_app.foundation import clock, randomness
from inspect_app.visits.models import Visit, VisitFile
from inspect_app.visits.vocabulary import VisitMode, VisitStatus
from tests import factories


@dataclass
class World:
    """A visit at a window of a department, and those who have to do with it."""

    author: Actor
    clerk: Actor
    director: Actor
    liaison: Actor
    head: Actor
    department: Unit
    window: Window
    visit: Visit


def make_world(mode: VisitMode = VisitMode.OPEN, **values: Any) -> World:
    """Make a world with one visit that is being filled in."""
    department, office = factories.make_unit(), factories.make_office()
    window = factories.make_window(department)
    role = Role.SHOPPER if mode is VisitMode.COVERT else Role.INSPECTOR
    author = factories.make_person(role)
    values.setdefault("status", VisitStatus.DRAFT)
    return World(
        author=factories.actor_of(author),
        clerk=factories.make_actor(Role.OFFICE_CLERK, office),
        director=factories.make_actor(Role.OFFICE_DIRECTOR, office),
        liaison=factories.make_actor(Role.DEPT_LIAISON, department),
        head=factories.make_actor(Role.DEPT_HEAD, department),
        department=department,
        window=window,
        visit=factories.make_visit(author, window, mode=mode, **values),
    )


def propose_trial(world: World, title: str = "多跑了两趟", **values: Any) -> Finding:
    """Let the author list a problem of a trial, which needs no photo."""
    with transaction():
        return propose(
            world.author,
            world.visit,
            source_kind=SourceKind.TRIAL,
            title=title,
            fact="第一趟被要求补居住证明。",
            window=world.window,
            **values,
        )


def triage(finding: Finding, **changes: Any) -> Triage:
    """Return what the triage page would send for a finding as it stands."""
    facts: dict[str, Any] = {
        "title": finding.title,
        "fact": finding.fact,
        "suggestion": "",
        "demand": "请立即停止索要。",
        "category": Category.PAPERS,
        "pain_type": None,
        "grade": Grade.ORDINARY,
        "lead_unit_id": finding.lead_unit_id,
        "window_id": finding.window_id,
        "version": finding.version,
    }
    return Triage(**{**facts, **changes})


def make_photo(visit: Visit, item_key: str | None = None) -> StoredFile:
    """Hang a photo on a visit, without bytes."""
    token = randomness.token()
    photo = StoredFile(
        public_id=token,
        kind=FileKind.PHOTO,
        sha256=token,
        size=1,
        media_type="image/jpeg",
        original_key=token,
        copy_state=CopyState.WAITING,
        received_at=clock.now(),
        uploader_seal=current_sealer().seal(b"1", "author"),
    )
    factories.keep(photo)
    factories.keep(VisitFile(visit_id=visit.id, file_id=photo.id, item_key=item_key))
    return photo
