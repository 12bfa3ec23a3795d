"""The same photo in two places: known by the hash of its sealed original."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select

from inspect_app.access import Actor
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import FileKind
from inspect_app.findings.models import Finding, FindingFile
from inspect_app.visits.models import Visit, VisitFile
from inspect_app.visits.queries import office_sees


@dataclass(frozen=True, slots=True)
class Twin:
    """Another place of a photo: a visit, or a finding it came to in another way."""

    words: str
    visit_ref: str = ""
    finding_id: int | None = None


def twins_of(actor: Actor, visit: Visit) -> Mapping[str, tuple[Twin, ...]]:
    """Return where else the photos of a visit were used, by their hash; what one may not see isn't there."""
    hashes = {row.file.sha256 for row in visit.files if row.file.kind is FileKind.PHOTO}
    found: dict[str, list[Twin]] = {}
    if hashes:
        for sha256, ref, receipt in db.session.execute(_visits(actor, visit, hashes)):
            found.setdefault(sha256, []).append(Twin(f"走访 {receipt or '（没有交）'}", visit_ref=ref))
        for sha256, finding_id, number, title in db.session.execute(_findings(hashes)):
            found.setdefault(sha256, []).append(Twin(f"问题 {number or title}", finding_id=finding_id))
    return {sha256: tuple(dict.fromkeys(twins)) for sha256, twins in found.items()}


def _visits(actor: Actor, visit: Visit, hashes: set[str]) -> Select[str, str, str | None]:
    query = select(StoredFile.sha256, Visit.public_id, Visit.receipt)
    query = query.join(VisitFile, VisitFile.file_id == StoredFile.id).join(Visit, Visit.id == VisitFile.visit_id)
    return query.where(StoredFile.sha256.in_(hashes), Visit.id != visit.id, office_sees(actor)).order_by(Visit.id)


def _findings(hashes: set[str]) -> Select[str, int, str | None, str]:
    query = select(StoredFile.sha256, Finding.id, Finding.number, Finding.title)
    query = query.join(FindingFile, FindingFile.file_id == StoredFile.id)
    query = query.join(Finding, Finding.id == FindingFile.finding_id)
    of_visits = StoredFile.id.in_(select(VisitFile.file_id))
    return query.where(StoredFile.sha256.in_(hashes), ~of_visits).order_by(Finding.id)
