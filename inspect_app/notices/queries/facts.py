"""The facts of a notice, read live while it is a draft: delivered findings up to the cut-off."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inspect_app.accounts.models import Unit
from inspect_app.calendar.queries import work_calendar
from inspect_app.database import db
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import DisputeState
from inspect_app.foundation import clock
from inspect_app.foundation.workdays import WorkCalendar
from inspect_app.metrics.queries import case_rows, count_closed, count_delivered, unit_facts
from inspect_app.metrics.rules import closed_by, count_by_unit, fed_back_by, is_due_on, is_overdue, totals
from inspect_app.metrics.vocabulary import CaseRow, UnitCounts
from inspect_app.notices.models import Notice, NoticeCorrection
from inspect_app.notices.queries.amending import amendments
from inspect_app.notices.queries.papers import look_of
from inspect_app.notices.queries.practices import practices_of
from inspect_app.notices.queries.promises import promise_rates
from inspect_app.notices.queries.recipients import recipients_on
from inspect_app.notices.queries.visits import VisitCounts, count_visits
from inspect_app.notices.rules.few import told_together
from inspect_app.notices.rules.trends import kinds_of, weeks_of
from inspect_app.notices.vocabulary import FindingLine, ListKind, MethodCount, NoticeFacts, NoticeState, Practice

COVERT_METHOD = "实地督查"
DISPUTED = "（部门有异议，正在复核）"


def facts_of(notice: Notice) -> NoticeFacts:
    """Return the facts of a notice: frozen once it is issued, live before."""
    if notice.facts is not None:
        return NoticeFacts.from_json(notice.facts)
    return _live(notice, previous_cut_off(notice))


def previous_cut_off(notice: Notice) -> datetime:
    """Return where the issue before ended; the campaign's first day when there is none."""
    query = (
        select(Notice.cut_off_at)
        .where(
            Notice.campaign_id == notice.campaign_id,
            Notice.state == NoticeState.ISSUED,
            Notice.cut_off_at < notice.cut_off_at,
        )
        .order_by(Notice.cut_off_at.desc())
        .limit(1)
    )
    return db.session.scalar(query) or clock.at(notice.campaign.starts_on, time(0, 0))


def _live(notice: Notice, since: datetime) -> NoticeFacts:
    campaign, until = notice.campaign, notice.cut_off_at
    calendar = work_calendar()
    rows = case_rows(campaign.id, until)
    units_known = unit_facts([row.unit_id for row in rows])
    units = count_by_unit(rows, units_known, until)
    now, before = count_visits(campaign.id, until), count_visits(campaign.id, since)
    picked = _Picked(rows, since, until)
    lines = _lines(picked.all_ids, picked.late_since, until, calendar)
    return NoticeFacts(
        **_words(notice),
        as_of=_printed(until),
        figures=_figures(campaign.id, since, until, rows, units, now, before),
        methods=_methods(now, before),
        new_findings=tuple(line for key, line in lines if key in picked.new),
        overdue_findings=tuple(line for key, line in lines if key in picked.overdue),
        closed_findings=tuple(line for key, line in lines if key in picked.closed),
        units=units,
        corrections=(*_corrections(notice), *amendments(campaign.id, since, until)),
        ratios=_ratios(units, now),
        promises=promise_rates(campaign.id, until),
        weeks=weeks_of(rows, campaign.starts_on, until),
        kinds=kinds_of(rows, units_known),
        marks=now.marks,
        practices=tuple(Practice(one.unit, one.window, one.words) for one in practices_of(notice)),
    )


def _words(notice: Notice) -> dict[str, Any]:
    """Return what the office has set or written: whose paper it is, to whom, and its prose."""
    campaign, sent_to = notice.campaign, recipients_on(notice.campaign, notice.issue_date)
    return {
        "campaign": campaign.name,
        "issuer": campaign.issuer.name,
        "series": campaign.series,
        "title": notice.title,
        "issue_no": notice.issue_no,
        "issue_date": notice.issue_date.isoformat(),
        "main_to": tuple(one.name for one in sent_to[ListKind.MAIN]),
        "copy_to": tuple(one.name for one in sent_to[ListKind.COPY]),
        "prose": {section: tuple(texts) for section, texts in notice.prose.items()},
        "look": look_of(notice),
    }


class _Picked:
    """Which findings the tables of this issue list."""

    def __init__(self, rows: list[CaseRow], since: datetime, until: datetime) -> None:
        self.new = {row.finding_id for row in rows if row.delivered_at > since}
        self.overdue = {row.finding_id for row in rows if is_overdue(row, until)}
        self.closed = {
            row.finding_id for row in rows if closed_by(row, until) and not closed_by(row, since)
        }
        self.all_ids = self.new | self.overdue | self.closed
        # What has come late stands as such in 逾期整改; only what is still missing is told to be late.
        self.late_since = {row.finding_id: row.limit for row in rows if row.finding_id in self.overdue}


def _lines(
    ids: set[int], late_since: Mapping[int, date | None], until: datetime, calendar: WorkCalendar
) -> list[tuple[int, FindingLine]]:
    found = (
        db.session.scalars(
            select(Finding)
            .join(Unit, Finding.lead_unit_id == Unit.id)
            .where(Finding.id.in_(ids))
            .order_by(Unit.sort_no, Finding.year, Finding.sequence)
            .options(joinedload(Finding.lead_unit), joinedload(Finding.window), joinedload(Finding.item))
        ).all()
        if ids
        else ()
    )
    return [(finding.id, _line(finding, late_since.get(finding.id), until, calendar)) for finding in found]


def _line(finding: Finding, limit: date | None, until: datetime, calendar: WorkCalendar) -> FindingLine:
    place = "，".join(part.name for part in (finding.window, finding.item) if part is not None)
    late = 0 if limit is None else calendar.between(limit, clock.day_of(until))
    return FindingLine(
        number=str(finding.number),
        unit=finding.lead_unit.short_name if finding.lead_unit else "",
        place=place,
        method=COVERT_METHOD if finding.is_covert else finding.method.label,
        title=finding.title,
        fact=finding.fact,
        disputed=DISPUTED if finding.dispute is DisputeState.FILED else "",
        kind=finding.pain_type.label if finding.pain_type else "",
        grade=finding.grade.label,
        demand=finding.demand or finding.suggestion,
        due=finding.due.isoformat() if finding.due else "",
        status=finding.status.label,
        note=f"逾期{late}个工作日" if late > 0 else "",
    )


def _figures(
    campaign_id: int,
    since: datetime,
    until: datetime,
    rows: list[CaseRow],
    units: tuple[UnitCounts, ...],
    now: VisitCounts,
    before: VisitCounts,
) -> dict[str, int]:
    sums = totals(units)
    return {
        "visits_total": now.visits,
        "visits_new": now.visits - before.visits,
        "units_seen": now.units,
        "sites_seen": now.sites,
        "interviews": now.interviews,
        "found_new": count_delivered(campaign_id, until, since),
        "found_total": count_delivered(campaign_id, until),
        "closed_new": count_closed(campaign_id, until, since),
        "closed_total": count_closed(campaign_id, until),
        "accepted": sums.accepted,
        "due": sums.due,
        "on_time": sums.on_time,
        "late": sums.late,
        "overdue": sum(1 for row in rows if is_overdue(row, until)),
        "overdue_units": len({row.unit_id for row in rows if is_overdue(row, until)}),
        "due_today": sum(1 for row in rows if is_due_on(row, until)),
        "pending": sum(1 for row in rows if fed_back_by(row, until) and not closed_by(row, until)),
        "rework": sum(1 for row in rows if row.rework_count),
        "recurrence": sum(1 for row in rows if row.is_recurrence),
    }


def _ratios(units: tuple[UnitCounts, ...], now: VisitCounts) -> dict[str, tuple[int, int]]:
    sums = totals(units)
    return {
        "on_time": (sums.on_time, sums.due),
        "closed": (sums.closed, sums.found),
        "satisfied": (now.satisfied, now.rated),
    }


def _methods(now: VisitCounts, before: VisitCounts) -> tuple[MethodCount, ...]:
    return told_together(
        MethodCount(method.label, count - before.by_method.get(method, 0), count)
        for method, count in now.by_method.items()
    )


def _corrections(notice: Notice) -> tuple[str, ...]:
    """A correction goes into the next issue of its campaign that is signed."""
    mine = NoticeCorrection.notice_id == notice.id
    waiting = NoticeCorrection.notice_id.is_(None) & (Notice.campaign_id == notice.campaign_id)
    found = db.session.execute(
        select(NoticeCorrection, Notice)
        .join(Notice, NoticeCorrection.corrects_id == Notice.id)
        .where(mine | waiting)
        .order_by(NoticeCorrection.id)
    )
    return tuple(
        f"第{wrong.issue_no}期中“{row.wrong}”应为“{row.right}”。" for row, wrong in found
    )


def _printed(moment: datetime) -> str:
    local = clock.local(moment)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时" + (f"{local.minute}分" if local.minute else "")
