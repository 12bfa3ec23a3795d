"""Plan a visit, plan it anew, call it off."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from inspect_app.access import Actor, Permission, may
from inspect_app.audit.actions import record
from inspect_app.campaigns.models import Activity, Campaign
from inspect_app.catalogue.models import Window
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.config import current_sealer
from inspect_app.database import db
from inspect_app.foundation import randomness
from inspect_app.foundation.errors import Conflict, Invalid, NotAllowed, Refused
from inspect_app.foundation.text import clean
from inspect_app.visits.actions.reminding import schedule_reminders
from inspect_app.visits.models import Script, Visit, VisitWindow
from inspect_app.visits.queries import (
    candidate_of,
    latest_version,
    lineage_of_units,
    lock_visit,
    office_sees,
    people_to_send,
    published_version,
    windows_with,
)
from inspect_app.visits.rules import assignment_refusal, is_self_check
from inspect_app.visits.vocabulary import VisitMode, VisitPlan, VisitStatus

_MAX_WINDOWS = 20
_LONGEST = timedelta(days=14)


def plan_visit(actor: Actor, plan: VisitPlan) -> Visit:
    """Plan a visit; raise Invalid naming the form's field, NotAllowed for a covert one without the power."""
    return plan_visits(actor, [plan])[0]


def plan_visits(actor: Actor, plans: Sequence[VisitPlan]) -> list[Visit]:
    """Plan visits, all or none; what they share is read once, and all are written together."""
    known = _Known(plans)
    visits = [_planned(actor, plan, known) for plan in plans]
    db.session.add_all(visits)
    db.session.flush()
    schedule_reminders(visits)
    for visit in visits:
        _record(actor, "visit.planned", visit, **_told(visit))
    return visits


def _planned(actor: Actor, plan: VisitPlan, known: "_Known") -> Visit:
    _demand_power(actor, plan.mode)
    visit = Visit(public_id=randomness.token())
    _fill(visit, plan, known)
    return visit


def edit_plan(actor: Actor, public_id: str, plan: VisitPlan) -> Visit:
    """Plan a visit anew; raise Refused once it is begun, Conflict when somebody else was first."""
    visit = _lock_planned(actor, public_id)
    _demand_power(actor, visit.mode)
    _demand_power(actor, plan.mode)
    _demand_seen(visit, plan)
    before = _told(visit)
    _fill(visit, plan, _Known([plan]))
    flag_modified(visit, "note")  # other windows alone are a new version too
    db.session.flush()
    schedule_reminders([visit])
    after = _told(visit)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    _record(actor, "visit.replanned", visit, **changes)
    return visit


def cancel_plan(actor: Actor, public_id: str) -> None:
    """Call off a visit that nobody has begun; the row goes, the deed stays in the audit."""
    visit = _lock_planned(actor, public_id)
    _demand_power(actor, visit.mode)
    _record(actor, "visit.cancelled", visit, **_told(visit))
    db.session.delete(visit)
    db.session.flush()


def _lock_planned(actor: Actor, public_id: str) -> Visit:
    visit = lock_visit(public_id, office_sees(actor))
    if visit.status is not VisitStatus.PLANNED:
        raise Refused(f"这次走访现在是“{visit.status.label}”，不能再改安排。")
    return visit


def _demand_seen(visit: Visit, plan: VisitPlan) -> None:
    if plan.seen is None or plan.seen == visit.version:
        return
    stops = {stop.window_id: stop.window.name for stop in visit.stops}
    mine = {window.id: window.name for window in windows_with(plan.window_ids)}
    raise Conflict(
        "这次走访的安排刚被同事改过，两份都留着，请对照后再存。",
        mine=_said(plan.planned_on, mine.values(), plan.companions, plan.note),
        theirs=_said(visit.planned_on, stops.values(), visit.companions, visit.note),
    )


def _said(day: date, windows: Iterable[str], companions: str, note: str) -> dict[str, str]:
    return {"日期": day.isoformat(), "窗口": "、".join(windows), "同行人员": companions, "交代的话": note}


def _demand_power(actor: Actor, mode: VisitMode) -> None:
    permission = _permission(mode)
    if not may(actor, permission):
        raise NotAllowed(f"“{permission.label}”由跑改办主任办理。")


def _permission(mode: VisitMode) -> Permission:
    return Permission.PLAN_COVERT if mode is VisitMode.COVERT else Permission.PLAN_VISITS


class _Known:
    """What the plans of one deed name and share, read once."""

    def __init__(self, plans: Sequence[VisitPlan]) -> None:
        self.lineage = lineage_of_units()
        self.windows = {row.id: row for row in windows_with({key for plan in plans for key in plan.window_ids})}
        self.people = people_to_send({plan.person_id for plan in plans})
        self.published = cache(published_version)
        self.latest = cache(latest_version)


def _fill(visit: Visit, plan: VisitPlan, known: _Known) -> None:
    campaign = db.session.get(Campaign, plan.campaign_id)
    if campaign is None:
        raise Invalid("请选一个专项。", "campaign")
    if not campaign.starts_on <= plan.planned_on <= campaign.ends_on:
        period = f"{campaign.starts_on.isoformat()} 至 {campaign.ends_on.isoformat()}"
        raise Invalid(f"日期不在专项期内（{period}）。", "planned_on")
    _check_days(campaign, plan)
    windows = _windows(plan, known)
    candidate = candidate_of(known.people.get(plan.person_id), plan.role)
    targets, lineage = {window.unit_id for window in windows}, known.lineage
    refused = assignment_refusal(candidate, plan.mode, plan.method, targets, lineage)
    if refused is not None:
        raise Invalid(refused, "author")
    visit.campaign_id = campaign.id
    visit.checklist_version_id = _version(campaign, plan, known).id
    visit.mode, visit.method, visit.author_role = plan.mode, plan.method, plan.role
    visit.planned_on, visit.slot = plan.planned_on, plan.slot
    visit.through_on, visit.activity_slot = plan.through_on, _activity(plan)
    visit.companions, visit.note = clean(plan.companions), clean(plan.note)
    visit.script_id, visit.with_petitions = _script(plan), plan.with_petitions
    visit.self_check = is_self_check(candidate, targets, lineage)
    _set_author(visit, plan)
    _set_stops(visit, windows)


def _check_days(campaign: Campaign, plan: VisitPlan) -> None:
    """Let a visit of several days end after it began, within the campaign and within two weeks."""
    last = plan.through_on
    if last is None:
        return
    if last <= plan.planned_on:
        raise Invalid("只去一天的，这里空着；去几天的，填最后一天。", "through_on")
    if last > campaign.ends_on or last - plan.planned_on >= _LONGEST:
        raise Invalid(f"最后一天不能晚于专项结束（{campaign.ends_on.isoformat()}），一次走访最多 14 天。", "through_on")


def _activity(plan: VisitPlan) -> int | None:
    """Return the 四进 of a visit; a slot that has no name yet can't be chosen."""
    if plan.activity is None:
        return None
    activity = db.session.get(Activity, plan.activity)
    if activity is None or not activity.name:
        raise Invalid("没有这一项“四进”，请另选。", "activity")
    return activity.slot


def _windows(plan: VisitPlan, known: _Known) -> Sequence[Window]:
    windows = [known.windows[key] for key in plan.window_ids if key in known.windows]
    if not windows or len(windows) != len(plan.window_ids):
        raise Invalid("请至少选一个窗口。", "windows")
    if len(windows) > _MAX_WINDOWS:
        raise Invalid(f"一次走访最多 {_MAX_WINDOWS} 个窗口，请分开安排。", "windows")
    return windows


def _version(campaign: Campaign, plan: VisitPlan, known: _Known) -> ChecklistVersion:
    version = known.latest(campaign) if plan.version_id is None else known.published(plan.version_id)
    if version is None:
        raise Invalid("这个专项还没有已发布的检查表，请先发布，或者另选一份。", "version")
    return version


def _script(plan: VisitPlan) -> int | None:
    if plan.script_id is not None and db.session.get(Script, plan.script_id) is None:
        raise Invalid("没有这份脚本，请重新选。", "script")
    return plan.script_id


def _set_author(visit: Visit, plan: VisitPlan) -> None:
    """Name the author of an open visit; of a covert one keep only seal and tag."""
    visit.author_id, visit.author_seal, visit.author_tag = None, None, None
    if plan.mode is not VisitMode.COVERT:
        visit.author_id = plan.person_id
        return
    sealer = current_sealer()
    visit.author_seal, visit.author_tag = (
        sealer.seal_author(plan.person_id),
        sealer.author_tag(plan.person_id),
    )


def _set_stops(visit: Visit, windows: Sequence[Window]) -> None:
    kept = {stop.window_id: stop for stop in visit.stops}
    stops = [kept.get(window.id) or VisitWindow(window_id=window.id) for window in windows]
    for place, stop in enumerate(stops):
        stop.sort_no = place
    visit.stops = stops


def _told(visit: Visit) -> dict[str, Any]:
    """Return what the audit keeps of a plan: never who goes."""
    return {
        "planned_on": visit.planned_on.isoformat(),
        "slot": visit.slot.value,
        "mode": visit.mode.value,
        "method": visit.method.value,
        "windows": [stop.window_id for stop in visit.stops],
        "self_check": visit.self_check,
        "script": visit.script_id,
        "through_on": visit.through_on.isoformat() if visit.through_on else "",
        "activity": visit.activity_slot,
        "with_petitions": visit.with_petitions,
    }


def _record(actor: Actor, deed: str, visit: Visit, **changes: Any) -> None:
    covert = visit.mode is VisitMode.COVERT
    permission = _permission(visit.mode)
    record(actor, deed, "visit", visit.public_id, permission=permission, covert=covert, **changes)
