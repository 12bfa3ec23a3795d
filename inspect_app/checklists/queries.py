"""Reads of checklists and their versions. Everybody who plans or carries out a visit may read them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from inspect_app.checklists.models import Checklist, ChecklistItemKey, ChecklistVersion
from inspect_app.checklists.vocabulary import ChecklistBody, ItemKind, VersionState, parse_body
from inspect_app.database import db
from inspect_app.foundation.errors import Missing


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One line of the list: a checklist, its newest published version and its draft."""

    id: int
    code: str
    name: str
    description: str
    published_number: int | None
    published_at: datetime | None
    draft_number: int | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One line of a checklist's history."""

    id: int
    number: int
    state: VersionState
    item_count: int
    published_at: datetime | None
    digest: str | None


def list_checklists() -> list[ChecklistRow]:
    """Return every checklist by name, in two queries however many there are."""
    published, drafts = _newest(VersionState.PUBLISHED), _newest(VersionState.DRAFT)
    rows = []
    for checklist in db.session.scalars(select(Checklist).order_by(Checklist.name, Checklist.id)):
        newest, draft = published.get(checklist.id), drafts.get(checklist.id)
        rows.append(
            ChecklistRow(
                checklist.id, checklist.code, checklist.name, checklist.description,
                newest[0] if newest else None, newest[1] if newest else None, draft[0] if draft else None,
            )
        )  # fmt: skip
    return rows


def get_checklist(checklist_id: int) -> Checklist:
    """Return a checklist; raise Missing when there is none."""
    checklist = db.session.get(Checklist, checklist_id)
    if checklist is None:
        raise Missing()
    return checklist


def find_by_code(code: str) -> Checklist | None:
    """Return the checklist with this code, or nothing."""
    return db.session.scalars(select(Checklist).where(Checklist.code == code)).one_or_none()


def list_versions(checklist_id: int) -> list[VersionRow]:
    """Return the versions of a checklist, the newest first."""
    asked = (
        select(ChecklistVersion)
        .where(ChecklistVersion.checklist_id == checklist_id)
        .order_by(ChecklistVersion.number.desc())
    )
    return [
        VersionRow(
            row.id, row.number, row.state, len(body_of(row).written_items), row.published_at, row.digest
        )
        for row in db.session.scalars(asked)
    ]


def get_version(checklist_id: int, number: int) -> ChecklistVersion:
    """Return one version of a checklist; raise Missing when there is none."""
    asked = select(ChecklistVersion).where(
        ChecklistVersion.checklist_id == checklist_id, ChecklistVersion.number == number
    )
    version = db.session.scalars(asked).one_or_none()
    if version is None:
        raise Missing()
    return version


def get_published(version_id: int) -> ChecklistVersion:
    """Return a published version by its id, as a visit holds it; raise Missing when there is none."""
    version = db.session.get(ChecklistVersion, version_id)
    if version is None or version.state is not VersionState.PUBLISHED:
        raise Missing()
    return version


def latest_published(checklist_id: int) -> ChecklistVersion | None:
    """Return the newest published version of a checklist, or nothing."""
    asked = (
        select(ChecklistVersion)
        .where(ChecklistVersion.checklist_id == checklist_id)
        .where(ChecklistVersion.state == VersionState.PUBLISHED)
        .order_by(ChecklistVersion.number.desc())
        .limit(1)
    )
    return db.session.scalars(asked).one_or_none()


def published_choices() -> list[tuple[int, str]]:
    """Return (version id, 名称（第 n 版）) of the newest published version of each checklist, for forms."""
    asked = (
        select(ChecklistVersion.id, Checklist.id, Checklist.name, ChecklistVersion.number)
        .join(Checklist)
        .where(ChecklistVersion.state == VersionState.PUBLISHED)
        .order_by(Checklist.name, Checklist.id, ChecklistVersion.number)
    )
    newest = {checklist: (version, f"{name}（第 {number} 版）")
              for version, checklist, name, number in db.session.execute(asked)}  # fmt: skip
    return list(newest.values())


def find_draft(checklist_id: int) -> ChecklistVersion | None:
    """Return the draft of a checklist, or nothing; there is at most one."""
    asked = select(ChecklistVersion).where(
        ChecklistVersion.checklist_id == checklist_id, ChecklistVersion.state == VersionState.DRAFT
    )
    return db.session.scalars(asked).one_or_none()


def get_draft(checklist_id: int) -> ChecklistVersion:
    """Return the draft of a checklist; raise Missing when there is none."""
    draft = find_draft(checklist_id)
    if draft is None:
        raise Missing("这张检查表现在没有草稿。")
    return draft


def item_kinds(checklist_id: int) -> dict[str, ItemKind]:
    """Return the kind each item key was published under, which it keeps for ever."""
    asked = select(ChecklistItemKey).where(ChecklistItemKey.checklist_id == checklist_id)
    return {row.key: row.kind for row in db.session.scalars(asked)}


def body_of(version: ChecklistVersion) -> ChecklistBody:
    """Return the body of a version as facts."""
    return parse_body(version.body)


def _newest(state: VersionState) -> dict[int, tuple[int, datetime | None]]:
    asked = (
        select(ChecklistVersion.checklist_id, ChecklistVersion.number, ChecklistVersion.published_at)
        .where(ChecklistVersion.state == state)
        .order_by(ChecklistVersion.number)
    )
    return {checklist: (number, at) for checklist, number, at in db.session.execute(asked)}
