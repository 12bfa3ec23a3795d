"""What a plan is made of: campaigns, published checklists, windows by site."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inspect_app.campaigns.models import Activity, Campaign
from inspect_app.catalogue.models import Site, Window
from inspect_app.checklists.models import Checklist, ChecklistVersion
from inspect_app.checklists.vocabulary import VersionState
from inspect_app.database import db


def campaign_choices() -> list[tuple[str, str]]:
    """Return (id as text, name) of every campaign, the latest first."""
    query = select(Campaign.id, Campaign.name).order_by(Campaign.ends_on.desc(), Campaign.id.desc())
    return [(str(row_id), name) for row_id, name in db.session.execute(query).all()]


def activity_choices() -> list[tuple[str, str]]:
    """Return (slot as text, name) of the 四进 that have a name."""
    query = select(Activity.slot, Activity.name).where(Activity.name != "").order_by(Activity.slot)
    return [(str(slot), name) for slot, name in db.session.execute(query).all()]


def version_choices() -> list[tuple[str, str]]:
    """Return (id as text, words) of every published version, the latest of a checklist first."""
    query = (
        select(ChecklistVersion.id, Checklist.name, ChecklistVersion.number)
        .join(Checklist, Checklist.id == ChecklistVersion.checklist_id)
        .where(ChecklistVersion.state == VersionState.PUBLISHED)
        .order_by(Checklist.name, Checklist.id, ChecklistVersion.number.desc())
    )
    rows = db.session.execute(query).all()
    return [(str(row_id), f"{name} 第{number}版") for row_id, name, number in rows]


def published_version(version_id: int) -> ChecklistVersion | None:
    """Return a version if it is published, or nothing."""
    version = db.session.get(ChecklistVersion, version_id)
    return version if version is not None and version.state is VersionState.PUBLISHED else None


def latest_version(campaign: Campaign) -> ChecklistVersion | None:
    """Return the latest published version of a campaign's checklist, or nothing."""
    query = select(ChecklistVersion).where(
        ChecklistVersion.checklist_id == campaign.checklist_id,
        ChecklistVersion.state == VersionState.PUBLISHED,
    )
    return db.session.scalars(query.order_by(ChecklistVersion.number.desc()).limit(1)).first()


def windows_by_site() -> Sequence[Window]:
    """Return the windows in use with their sites, in the order of sites."""
    query = select(Window).join(Site, Site.id == Window.site_id).where(Window.active, Site.active)
    return db.session.scalars(query.options(joinedload(Window.site)).order_by(Site.code, Window.code)).all()


def by_site(windows: Iterable[Window], chosen: Collection[str]) -> list[dict[str, Any]]:
    """Return windows under their sites as a picker shows them; a site with a chosen window stands open."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for window in windows:
        row = {"id": str(window.id), "name": window.name, "chosen": str(window.id) in chosen}
        groups.setdefault(window.site.name, []).append(row)
    return [
        {"name": name, "windows": rows, "chosen": sum(bool(row["chosen"]) for row in rows)}
        for name, rows in groups.items()
    ]


def windows_with(window_ids: Collection[int]) -> Sequence[Window]:
    """Return windows by id, in the order asked for."""
    rows = {row.id: row for row in db.session.scalars(select(Window).where(Window.id.in_(window_ids)))}
    return [rows[window_id] for window_id in window_ids if window_id in rows]


def site_choices() -> list[tuple[str, str]]:
    """Return (id as text, name) of every site, for filters."""
    rows = db.session.execute(select(Site.id, Site.name).order_by(Site.code)).all()
    return [(str(row_id), name) for row_id, name in rows]
