"""The chain 发现 → 问题 → 计划 → 节点 → 反馈 → 核验 → 销号 as it is drawn, told to one audience."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from inspect_app.findings.models import FindingEvent
from inspect_app.findings.rules.naming import LATELY
from inspect_app.findings.vocabulary import FileStage, Step
from inspect_app.foundation import clock
from inspect_app.rectification.models import Feedback, RectificationPlan
from inspect_app.rectification.queries.beside import beside_entry, fact_at_first
from inspect_app.rectification.queries.case import CaseRecords, FileView
from inspect_app.rectification.queries.source import source_of
from inspect_app.rectification.rules.acting import NextHand
from inspect_app.rectification.rules.deadlines import day_words
from inspect_app.rectification.rules.privacy import actor_words, check_words, date_only, found_words
from inspect_app.rectification.rules.wording import trips_words
from inspect_app.rectification.vocabulary import SameElsewhere


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """One link. `at` is told to the minute unless only `day` is given; `files` hang on it."""

    title: str
    state: str
    icon: str
    at: datetime | None = None
    day: date | None = None
    who: str = ""
    text: str = ""
    small: tuple[str, ...] = ()
    plan: RectificationPlan | None = None
    feedback: Feedback | None = None
    files: Sequence[FileView] = ()
    visit_ref: str = ""
    voice_ref: str = ""
    check_href: str = ""
    anchor: str = ""


@dataclass(slots=True)
class _Rounds:
    """How many of each there were so far, while the events are told in order."""

    plan: int = 0
    feedback: int = 0
    check: int = 0


_ICONS = {
    Step.DISPATCH: "flag",
    Step.SUBMIT_PLAN: "doc",
    Step.APPROVE_PLAN: "doc",
    Step.REPORT_PROGRESS: "edit",
    Step.FIX_NOW: "send",
    Step.REQUEST_CLOSURE: "send",
    Step.PASS_VERIFICATION: "verify",
    Step.REASSIGN: "people",
    Step.REQUEST_EXTENSION: "raise",
    Step.REQUEST_DEFERRAL: "raise",
    Step.FILE_DISPUTE: "voice",
    Step.GRANT_EXTENSION: "calendar",
    Step.DEFER: "stop",
    Step.RESUME: "refresh",
    Step.TERMINATE: "stop",
    Step.REVOKE_CLOSURE: "back",
    Step.REMIND: "bell",
}
_BAD = frozenset(
    {
        Step.RETURN_PLAN, Step.FAIL_VERIFICATION, Step.REFUSE_RETURN, Step.REFUSE_EXTENSION, Step.REJECT_DISPUTE,
        Step.REFUSE_DEFERRAL,
    }
)  # fmt: skip
_CHECKS = (Step.PASS_VERIFICATION, Step.FAIL_VERIFICATION)


def chain_of(records: CaseRecords, hand: NextHand | None) -> list[ChainEntry]:
    """Return the links in the order they happened, then what is awaited."""
    rounds = _Rounds()
    links = [_found(records)]
    if not any(event.step is Step.DISPATCH for event in records.events):
        links.append(replace(_dispatched(records), at=records.finding.delivered_at))
    links += [_told(records, event, rounds) for event in records.events]
    if hand is not None:
        links.append(ChainEntry(hand.what, "now", "clock", text=f"现在由{hand.who}办理。"))
        links.append(ChainEntry("销号", "next", "check"))
    return links


def same_words(stored: str) -> str:
    """Return the answer to 举一反三 as a person reads it."""
    known = SameElsewhere.find(stored)
    return known.label if known else stored


def _found(records: CaseRecords) -> ChainEntry:
    finding, visit = records.finding, records.finding.visit
    group = visit.author_role if visit is not None and not finding.is_covert else None
    how = found_words(finding.method, finding.is_covert, group, records.audience)
    promised = finding.item.trips.label if finding.item and finding.item.trips else ""
    lately, own = LATELY if finding.found_lately else "", "自查" if finding.self_found else ""
    small = (how, lately, own, trips_words(promised, finding.trips_found))
    source = source_of(records)
    return ChainEntry(
        title="发现",
        state="done",
        icon="visit",
        day=None if finding.found_lately else finding.found_on,
        text=source.text,
        small=tuple(part for part in small if part),
        visit_ref=source.visit_ref,
        voice_ref=source.voice_ref,
        check_href=source.check_href,
        anchor=source.anchor,
    )


def _told(records: CaseRecords, event: FindingEvent, rounds: _Rounds) -> ChainEntry:
    """Return the link of one move, with what hangs on it."""
    step, audience = event.step, records.audience
    unit = event.unit.short_name if event.unit else ""
    hidden = date_only(step, audience)
    body = _body(records, event, rounds)
    return replace(
        body,
        state="bad" if step in _BAD else "done",
        icon="x" if step in _BAD else _ICONS.get(step, "check"),
        at=None if hidden else event.at,
        day=clock.day_of(event.at) if hidden else None,
        who=actor_words(step, event.actor_name, unit, audience),
    )


def _body(records: CaseRecords, event: FindingEvent, rounds: _Rounds) -> ChainEntry:
    match event.step:
        case Step.DISPATCH:
            return _dispatched(records)
        case Step.SUBMIT_PLAN | Step.RETURN_PLAN | Step.APPROVE_PLAN:
            return _planned(records, event, rounds)
        case Step.FIX_NOW | Step.REQUEST_CLOSURE:
            return _fed_back(records, event, rounds)
        case Step.PASS_VERIFICATION | Step.FAIL_VERIFICATION:
            return _checked(records, event, rounds)
        case Step.REPORT_PROGRESS:
            return _progressed(records, event)
        case _:
            beside = beside_entry(event, records)
            return _link(beside.title, beside.text, small=beside.small, files=beside.files)


def _link(title: str, text: str = "", **more: Any) -> ChainEntry:
    return ChainEntry(title, "done", "check", text=text, **more)


def _dispatched(records: CaseRecords) -> ChainEntry:
    finding = records.finding
    small = [f"建议：{finding.suggestion}" if finding.suggestion else ""]
    small.append(f"要求：{finding.demand}" if finding.demand else "")
    if finding.original_due is not None:
        small.append(f"原定时限 {day_words(finding.original_due)}。")
    told = tuple(part for part in small if part)
    return _link("列为问题，立项交办", fact_at_first(records), small=told, files=records.files_of(FileStage.FOUND, 1))


def _planned(records: CaseRecords, event: FindingEvent, rounds: _Rounds) -> ChainEntry:
    handed_in = event.step is Step.SUBMIT_PLAN
    rounds.plan += handed_in
    words = {Step.SUBMIT_PLAN: "报送", Step.RETURN_PLAN: "退回", Step.APPROVE_PLAN: "通过"}[event.step]
    plan = next((one for one in records.plans if one.round == rounds.plan), None)
    title = f"整改计划第 {rounds.plan} 版{words}"
    if handed_in:
        return _link(title, plan=plan)
    return _link(title, event.text)


def _fed_back(records: CaseRecords, event: FindingEvent, rounds: _Rounds) -> ChainEntry:
    feedback = records.handed_in[rounds.feedback] if rounds.feedback < len(records.handed_in) else None
    rounds.feedback += 1
    title = "反馈，立行立改" if event.step is Step.FIX_NOW else "反馈，申请销号"
    files = records.files_of(FileStage.FEEDBACK, rounds.feedback)
    scans = records.files_of(FileStage.SIGNATURE, rounds.feedback)
    return _link(title, "" if feedback else event.text, feedback=feedback, files=[*files, *scans])


def _checked(records: CaseRecords, event: FindingEvent, rounds: _Rounds) -> ChainEntry:
    """A round that was checked, and its closure taken back, may be checked again: the last check is the one kept."""
    rounds.check += 1
    number = int(event.payload.get("round", rounds.check))
    later = (one for one in records.events if one.step in _CHECKS and one.id > event.id)
    again = any(one.payload.get("round") == number for one in later)
    check = None if again else records.checks.get(number)
    how = check_words(check.method, records.audience) if check else ""
    rating = f"群众满意度 {check.satisfaction} 分（满分 5 分）" if check and check.satisfaction else ""
    passed = event.step is Step.PASS_VERIFICATION
    title = "核验通过" if passed else "核验不通过，退回重办"
    files = () if again else records.files_of(FileStage.VERIFICATION, number)
    return _link(title, event.text, small=tuple(part for part in (how, rating) if part), files=files)


def _progressed(records: CaseRecords, event: FindingEvent) -> ChainEntry:
    milestone = event.payload.get("milestone")
    wanted = set(event.payload.get("files", ()))
    files = [file for (stage, _), kept in records.files.items() if stage is FileStage.PLAN for file in kept]
    title = f"节点完成：{milestone}" if milestone else "进展"
    return _link(title, event.text, files=[file for file in files if file.public_id in wanted])
