"""The pack of a tablet: an author's visits with everything needed for days without a network."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor
from inspect_app.campaigns.models import Campaign
from inspect_app.catalogue.models import ServiceItem, Window, WindowItem
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.checklists.vocabulary import ChecklistBody, PhoneQuality, VersionState
from inspect_app.config import current_sealer, current_settings
from inspect_app.database import db
from inspect_app.field.models import Draft
from inspect_app.field.queries.capture import body_of
from inspect_app.field.queries.mine import findings_by_visit, photos_by_visit
from inspect_app.field.queries.opinions import OPINION_WORDS, opinion_forms
from inspect_app.field.queries.previous import previous_bodies
from inspect_app.field.queries.receiving import tablet_visits
from inspect_app.field.queries.trials import cancelled_names, promise_of
from inspect_app.field.rules.drafts import draft_expires
from inspect_app.field.rules.trials import TOLD_POINTS
from inspect_app.findings.vocabulary import PainType
from inspect_app.visits.models import Script, Submission, Visit, VisitWindow
from inspect_app.visits.rules.scripting import report_due
from inspect_app.visits.vocabulary import (
    IntervieweeKind,
    PaperOrigin,
    PapersFault,
    ScriptBreak,
    TrialOutcome,
    VisitMode,
    VisitStatus,
)

_HANDED_IN = (VisitStatus.RECEIVED, VisitStatus.ACCEPTED)
_LISTED = 50
_WORDS: dict[str, Any] = {
    "outcomes": TrialOutcome.choices(),
    "script_breaks": ScriptBreak.choices(),
    "faults": PapersFault.choices(),
    "interviewees": IntervieweeKind.choices(),
    "pains": PainType.choices(),
    "qualities": PhoneQuality.choices(),
    "origins": PaperOrigin.choices(),
    "told_points": list(TOLD_POINTS),
    "opinion": OPINION_WORDS,
}


def pack_of(actor: Actor, owner: str, today: date, *, open_only: bool) -> dict[str, Any]:
    """Return everything a tablet needs; the same number of statements for one visit and for thirty."""
    mine, is_in = tablet_visits(actor, open_only=open_only), Visit.status.in_(_HANDED_IN)
    waiting, done = _load(mine, ~is_in), _load(mine, is_in)
    newest, matters = _newest(waiting), _matters_at_windows(waiting)
    named = {item.id: item for items in matters.values() for item in items}
    key = current_sealer().export_key()
    return {
        "owner": owner,
        "export_key": key,
        "export_key_id": key["kid"],
        "visits": [*_open_rows(waiting, today, newest, matters), *_done_rows(done, today)],
        "versions": _versions(waiting, newest),
        "matters": {item.id: _matter(item) for item in named.values()},
        "cancelled": list(cancelled_names()),
        "opinion_forms": opinion_forms(waiting, list(named)),
        "words": _WORDS,
    }


def _open_rows(
    visits: Sequence[Visit], today: date, newest: dict[int, int], matters: dict[int, list[ServiceItem]]
) -> list[dict[str, Any]]:
    drafts, bases, previous = _drafts(visits), _bases(visits), previous_bodies(visits)
    return [
        {
            **_row(visit, today, newest),
            "matters": [item.id for item in matters[visit.id]],
            "base_uuid": bases.get(visit.id),
            "previous": previous.get(visit.id),
            "has_server_draft": visit.id in drafts,
            "draft_expires_on": drafts.get(visit.id),
            **_remarks(visit),
        }
        for visit in visits
    ]


def _done_rows(visits: Sequence[Visit], today: date) -> list[dict[str, Any]]:
    photos, findings = photos_by_visit(visits), findings_by_visit(visits)
    return [
        {**_row(visit, today, {}), "photos": photos.get(visit.id, 0), "findings": findings.get(visit.id, 0)}
        for visit in visits
    ]


def _load(mine: ColumnElement[bool], which: ColumnElement[bool]) -> Sequence[Visit]:
    query = (
        select(Visit)
        .where(mine, which)
        .options(
            joinedload(Visit.campaign),
            joinedload(Visit.checklist_version),
            joinedload(Visit.script).joinedload(Script.item),
            selectinload(Visit.stops).joinedload(VisitWindow.window).joinedload(Window.site),
            selectinload(Visit.remarks),
        )
    )
    ordered = query.order_by(Visit.submitted_at.desc(), Visit.planned_on, Visit.id.desc())
    return db.session.scalars(ordered.limit(_LISTED)).all()


def _row(visit: Visit, today: date, newest: dict[int, int]) -> dict[str, Any]:
    handed_in = visit.status in _HANDED_IN
    newer = newest.get(visit.checklist_version.checklist_id)
    return {
        "id": visit.public_id,
        "place": "、".join(dict.fromkeys(stop.window.site.name for stop in visit.stops)),
        "windows": [{"id": stop.window_id, "name": stop.window.name} for stop in visit.stops],
        "windows_text": "、".join(stop.window.name for stop in visit.stops),
        "method": visit.method.label,
        "campaign": visit.campaign.name,
        "author_role": visit.author_role.value,
        "planned_on": visit.planned_on,
        "slot": visit.slot.label,
        "status": visit.status.value,
        "round": visit.round,
        "version": visit.checklist_version_id,
        "newer_version": newer if newer is not None and newer != visit.checklist_version_id else None,
        "sealed": visit.mode is VisitMode.COVERT or current_settings().field_seal_all,
        "accompany": visit.mode is VisitMode.ACCOMPANY,
        "is_today": visit.planned_on == today,
        "note": visit.note,
        "script": _script(visit.script),
        "report_due": report_due(visit.planned_on, visit.slot, visit.started_at),
        "companions": visit.companions,
        "receipt": visit.receipt if handed_in else None,
        "submitted_at": visit.submitted_at if handed_in else None,
        "photos": 0,
        "findings": 0,
    }


def _script(script: Script | None) -> dict[str, Any] | None:
    """Return a script as the tablet shows it: the pack of a covert visit is sealed on the device as its draft is."""
    if script is None:
        return None
    missing = f"：{script.missing_paper}" if script.missing_paper else ""
    limit = f"{script.limit_minutes} 分钟" if script.limit_minutes else ""
    lines = (
        ("身份", script.persona),
        ("带的材料", f"{script.papers.label}{missing}"),
        ("要问的", script.ask),
        ("应当一次讲清的", "；".join(script.must_tell)),
        ("预计步骤", " → ".join(script.steps)),
        ("预计多久", limit),
        ("不能透露的", script.never_reveal),
        ("到此为止", script.stop_line),
    )
    return {
        "item_id": script.item_id,
        "persona": script.persona,
        "complete": not script.missing_paper,
        "must_tell": script.must_tell,
        "lines": [line for line in lines if line[1]],
    }


def _remarks(visit: Visit) -> dict[str, Any]:
    current = [remark for remark in visit.remarks if remark.round == visit.round]
    if visit.status is not VisitStatus.RETURNED:
        current = []
    body = body_of(visit.checklist_version)
    items = [_remark(body, remark.item_key, remark.text) for remark in current if remark.item_key]
    return {"remarks": items, "overall": [remark.text for remark in current if not remark.item_key]}


def _remark(body: ChecklistBody, key: str, text: str) -> dict[str, Any]:
    item, part = body.find_item(key), body.part_of(key)
    return {"key": key, "part": part.key.value if part else None, "item": item.text if item else "", "text": text}


def _drafts(visits: Iterable[Visit]) -> dict[int, date | None]:
    """Return the visits with a draft on the server, and the day of its end once its author was warned."""
    query = select(Draft.visit_id, Draft.warned, Campaign.ends_on).join(Visit, Visit.id == Draft.visit_id)
    query = query.join(Campaign, Campaign.id == Visit.campaign_id).where(Draft.visit_id.in_(_ids(visits)))
    return {
        visit_id: draft_expires(ends_on) if warned else None for visit_id, warned, ends_on in db.session.execute(query)
    }


def _bases(visits: Iterable[Visit]) -> dict[int, str]:
    """Return the uuid of each visit's latest complete round."""
    query = select(Submission.visit_id, Submission.uuid).where(
        Submission.visit_id.in_(_ids(visits)), Submission.completed_at.is_not(None)
    )
    return {visit_id: uuid for visit_id, uuid in db.session.execute(query.order_by(Submission.round))}


def _newest(visits: Iterable[Visit]) -> dict[int, int]:
    """Return the id of the latest published version of each checklist."""
    lists = {visit.checklist_version.checklist_id for visit in visits}
    published = (ChecklistVersion.state == VersionState.PUBLISHED) & ChecklistVersion.checklist_id.in_(lists)
    query = select(ChecklistVersion.checklist_id, ChecklistVersion.id).where(published)
    return {list_id: version_id for list_id, version_id in db.session.execute(query.order_by(ChecklistVersion.number))}


def _versions(visits: Iterable[Visit], newest: dict[int, int]) -> dict[int, dict[str, Any]]:
    wanted = {visit.checklist_version_id for visit in visits} | set(newest.values())
    query = select(ChecklistVersion).where(ChecklistVersion.id.in_(wanted)).order_by(ChecklistVersion.id)
    return {version.id: _version(version) for version in db.session.scalars(query)}


def _version(version: ChecklistVersion) -> dict[str, Any]:
    """Return a version with every field of its items, so that the tablet needs no defaults."""
    body = body_of(version).to_json()
    return {"id": version.id, "number": version.number, "digest": version.digest, "body": body}


def _matters_at_windows(visits: Sequence[Visit]) -> dict[int, list[ServiceItem]]:
    """Return the matters done at the windows of each visit; all matters where its windows name none."""
    windows = {stop.window_id for visit in visits for stop in visit.stops}
    at_windows = select(WindowItem.window_id, WindowItem.item_id).where(WindowItem.window_id.in_(windows))
    done_at: dict[int, set[int]] = {}
    for window_id, item_id in db.session.execute(at_windows):
        done_at.setdefault(window_id, set()).add(item_id)
    every = db.session.scalars(_active_items()).all() if visits else []
    found = {}
    for visit in visits:
        ids = set().union(*(done_at.get(stop.window_id, set()) for stop in visit.stops))
        found[visit.id] = [item for item in every if item.id in ids] or list(every)
    return found


def _active_items() -> Select[ServiceItem]:
    query = select(ServiceItem).where(ServiceItem.active).options(selectinload(ServiceItem.papers))
    return query.order_by(ServiceItem.name)


def _matter(item: ServiceItem) -> dict[str, Any]:
    promise = promise_of(item)
    assert promise is not None  # noqa: S101 - there is an item
    return {
        "id": item.id,
        "name": item.name,
        "trips": promise.trips,
        "id_only": promise.id_only,
        "minutes": promise.minutes,
        "time": promise.time,
        "papers": promise.papers,
    }


def _ids(visits: Iterable[Visit]) -> list[int]:
    return [visit.id for visit in visits]
