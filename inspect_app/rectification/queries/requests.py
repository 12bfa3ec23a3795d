"""Requests beside the status as a case page tells them: 延期, 异议 and 暂缓, each with its decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inspect_app.calendar.queries import work_calendar
from inspect_app.findings.models import FindingEvent
from inspect_app.findings.rules.workflow import MAX_EXTENSIONS
from inspect_app.findings.vocabulary import DisputeState, Step
from inspect_app.foundation import clock
from inspect_app.rectification.models import Deferral, Dispute, ExtensionRequest
from inspect_app.rectification.queries.case import CaseRecords
from inspect_app.rectification.rules.privacy import OFFICE_WORD, actor_words
from inspect_app.rectification.rules.requests import marked_day
from inspect_app.rectification.vocabulary import RequestState

_ENDS = {
    Step.GRANT_EXTENSION, Step.REFUSE_EXTENSION, Step.UPHOLD_DISPUTE, Step.CORRECT_FACT, Step.REJECT_DISPUTE,
    Step.DEFER, Step.REFUSE_DEFERRAL,
}  # fmt: skip
_WAITING = (RequestState.PENDING, DisputeState.FILED)


@dataclass(frozen=True, slots=True)
class SideRecord:
    """One request: its title, how far it is, whether it waits, and its facts as (name, value)."""

    title: str
    state: str
    waits: bool
    rows: Sequence[tuple[str, str]]


def side_records(records: CaseRecords) -> list[SideRecord]:
    """Return the requests of a case in the order they were made, extensions numbered."""
    made = [(one.asked_at, _extension(records, one)) for one in records.extensions]
    made += [(one.filed_at, _dispute(records, one)) for one in records.disputes]
    made += [(one.asked_at, _deferral(records, one)) for one in records.deferrals]
    return [record for _, record in sorted(made, key=lambda pair: pair[0])]


_PAYLOAD = {
    "basis": "退单依据", "wanted_due": "延期到", "grounds": "异议", "reason": "理由", "progress": "目前进展",
    "missing": "缺什么", "interim": "期间措施", "until": "暂缓到", "project": "攻坚项目", "reported_to": "已上报",
}  # fmt: skip
_DATES = ("wanted_due", "until")


def payload_rows(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a prepared step holds, as (name, value), for whoever is to sign it."""
    rows = []
    for name, label in _PAYLOAD.items():
        value = payload.get(name)
        if value:
            words = marked_day(date.fromisoformat(value), work_calendar()) if name in _DATES else str(value)
            rows.append((label, words))
    return rows


def _extension(records: CaseRecords, one: ExtensionRequest) -> SideRecord:
    wanted = f"{_day(one.due_before)} → {marked_day(one.wanted_due, work_calendar())}"
    granted = one.granted_due
    rows = [
        ("提出", _day(clock.day_of(one.asked_at)) if one.asked_by_id else f"{OFFICE_WORD}直接延长"),
        ("申请", wanted if one.asked_by_id else ""),
        ("理由", one.reason),
        ("进展", one.progress),
        ("新的时限", f"{_day(one.due_before)} → {marked_day(granted, work_calendar())}" if granted else ""),
        *_decision(records, one.decided_at, one.remark),
    ]
    title = f"延期 {_place(records, one)}/{MAX_EXTENSIONS}" if granted else "延期申请"
    return _record(title, one.state, rows)


def _dispute(records: CaseRecords, one: Dispute) -> SideRecord:
    rows = [
        ("提出", _day(clock.day_of(one.filed_at))),
        ("异议", one.grounds),
        ("原标题", one.old_title if one.old_title != records.finding.title else ""),
        ("原事实", one.old_fact),
        *_decision(records, one.ruled_at, one.ruling),
    ]
    return _record("异议", one.state, rows)


def _deferral(records: CaseRecords, one: Deferral) -> SideRecord:
    ended = _day(clock.day_of(one.ended_at)) if one.ended_at else ""
    rows = [
        ("提出", _day(clock.day_of(one.asked_at))),
        ("理由", one.reason),
        ("缺什么", one.missing),
        ("期间措施", one.interim),
        ("攻坚项目", one.project.name if one.project else ""),
        ("已上报", one.reported_to),
        ("暂缓到", _day(one.granted_until or one.wanted_until)),
        *_decision(records, one.decided_at, one.remark),
        ("结束", ended),
    ]
    return _record("暂缓", one.state, rows)


def _record(title: str, state: RequestState | DisputeState, rows: Sequence[tuple[str, str]]) -> SideRecord:
    return SideRecord(title, state.label, state in _WAITING, [row for row in rows if row[1]])


def _decision(records: CaseRecords, at: datetime | None, remark: str) -> list[tuple[str, str]]:
    """Who decided is told by the event of about that moment: the office has no names for a department."""
    ends = [one for one in records.events if one.step in _ENDS] if at else []
    event = min(ends, key=lambda one: abs(one.at - at), default=None) if at else None
    who = f"{_day(clock.day_of(event.at))}，{_who(records, event)}" if event else ""
    return [("批复" if event else "说明", remark), ("批复人", who)]


def _who(records: CaseRecords, event: FindingEvent) -> str:
    unit = event.unit.short_name if event.unit else ""
    return actor_words(event.step, event.actor_name, unit, records.audience)


def _place(records: CaseRecords, one: ExtensionRequest) -> int:
    """Count the extensions granted to the department in charge then: another one's begin anew."""
    granted = [row for row in records.extensions if row.granted_due and records.is_own(row.asked_at)]
    return granted.index(one) + 1 if one in granted else 1


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
