"""A case as one person reads it: head, stages, deadline, what may be done now, and the chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspect_app.access import Actor
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import Kin, case_facts, kin_of, lamp_of
from inspect_app.findings.rules.clocks import Span
from inspect_app.findings.rules.workflow import MAX_EXTENSIONS, CaseFacts
from inspect_app.findings.vocabulary import DisputeState, FileStage, FindingStatus, Grade, Step
from inspect_app.foundation import clock
from inspect_app.rectification.models import Feedback, PendingSignature, RectificationPlan, Verification
from inspect_app.rectification.queries.case import CaseRecords, FileView, load_case
from inspect_app.rectification.queries.chain import ChainEntry, chain_of
from inspect_app.rectification.queries.hands import Hands, hands_of
from inspect_app.rectification.queries.requests import SideRecord, payload_rows, side_records
from inspect_app.rectification.queries.stages import Stage, stages_of
from inspect_app.rectification.queries.supervising import CheckView, check_beside
from inspect_app.rectification.rules.acting import (
    NextHand,
    PanelChoice,
    PanelKind,
    choose_panel,
    decision_pages,
    further_pages,
    next_hand,
)
from inspect_app.rectification.rules.deadlines import Plate, Term, department_plate, held_parts, office_plate
from inspect_app.rectification.vocabulary import Audience, PlanState, RequestState

_OFFICE_CLOCKS = {
    FindingStatus.RETURN_REQUESTED: "裁定时限",
    FindingStatus.PLAN_SUBMITTED: "审核计划时限",
    FindingStatus.PENDING_VERIFICATION: "核验时限",
    FindingStatus.DEFERRED: "暂缓到期",
}
_DEPARTMENT_CLOCKS = {
    FindingStatus.DISPATCHED: "签收时限",
    FindingStatus.ACCEPTED: "报送计划时限",
}


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case page for one person."""

    finding: Finding
    facts: CaseFacts
    audience: Audience
    head: Sequence[str]
    stages: Sequence[Stage]
    plates: Sequence[Plate]
    panel: PanelChoice
    hand: NextHand | None
    until: str
    chain: Sequence[ChainEntry]
    side: Sequence[tuple[str, str]]
    kin: Kin
    waiting: PendingSignature | None
    declined: PendingSignature | None
    prepared: Feedback | None
    records: CaseRecords
    further: Sequence[tuple[str, str]]
    requests: Sequence[SideRecord]
    hands: Hands
    check: CheckView

    @property
    def decisions(self) -> Sequence[tuple[str, str]]:
        """Return the pages on which this person decides what was asked, as (label, endpoint)."""
        return decision_pages(self.panel)

    @property
    def request(self) -> SideRecord | None:
        """Return the newest request that waits for its decision."""
        return self.asked[-1] if self.asked else None

    @property
    def asked(self) -> Sequence[SideRecord]:
        """Return the requests that wait for their decision."""
        return [one for one in self.requests if one.waits]

    @property
    def wanted_due(self) -> date | None:
        """Return the date a waiting request asks for."""
        asked = [one for one in self.records.extensions if one.state is RequestState.PENDING]
        return asked[-1].wanted_due if asked else None

    @property
    def wanted_until(self) -> date | None:
        """Return until when a waiting request asks to wait."""
        asked = [one for one in self.records.deferrals if one.state is RequestState.PENDING]
        return asked[-1].wanted_until if asked else None

    @property
    def disputed(self) -> bool:
        """Say whether the department's objection waits for its ruling."""
        return self.finding.dispute is DisputeState.FILED

    @property
    def in_department(self) -> bool:
        """Say whether the page is read by a department."""
        return self.audience is Audience.DEPARTMENT

    @property
    def crumb(self) -> tuple[str, str]:
        """Return the list this page belongs to."""
        if self.audience is Audience.VERIFIER:
            return "等我核验", "/waiting/verify"
        return ("本单位问题" if self.in_department else "问题台账"), "/ledger"

    @property
    def prepared_files(self) -> Sequence[FileView]:
        """Return the files of a feedback that waits for its signature."""
        if self.prepared is not None:
            return self.records.files_of(FileStage.FEEDBACK, self.prepared.round)
        return self.records.named_files(self.waiting.payload.get("files", ())) if self.waiting else ()

    @property
    def prepared_facts(self) -> Sequence[tuple[str, str]]:
        """Return what waits for a signature, as (name, value)."""
        return payload_rows(self.waiting.payload) if self.waiting and not self.prepared else ()

    @property
    def kept_files(self) -> Sequence[FileView]:
        """Return the files of this round that were sent already."""
        return self.records.files_of(FileStage.FEEDBACK, self.finding.rework_count + 1)

    @property
    def refused_check(self) -> Verification | None:
        """Return why the last round went back, while it is being done again."""
        again = self.finding.status is FindingStatus.RECTIFYING
        return self.records.checks.get(self.finding.rework_count) if again else None

    @property
    def returned_plan(self) -> RectificationPlan | None:
        """Return the last version of the plan if it was returned."""
        plan = self.records.last_plan
        return plan if plan is not None and plan.state is PlanState.RETURNED else None

    @property
    def photos(self) -> Sequence[FileView]:
        """Return the pictures handed over with the finding."""
        return self.records.files_of(FileStage.FOUND, 1)


def view_case(actor: Actor, number: str) -> CaseView:
    """Return the page of a case for somebody who may see it, or raise Missing."""
    records = load_case(actor, number)
    finding = records.finding
    facts, today = case_facts(finding, actor), clock.today()
    unit = finding.lead_unit.short_name if finding.lead_unit else ""
    hand, waiting = next_hand(facts, unit), records.waiting
    inside = records.audience is Audience.DEPARTMENT
    panel = choose_panel(actor, facts, waiting.asked_by_id if waiting else None, today)
    return CaseView(
        finding=finding,
        facts=facts,
        audience=records.audience,
        head=head_words(finding),
        stages=stages_of(records, lamp_of(finding)),
        plates=_plates(records),
        panel=panel,
        hand=hand,
        until=_until(finding),
        chain=chain_of(records, hand),
        side=_side(records),
        kin=kin_of(actor, finding),
        waiting=waiting,
        declined=records.declined if inside else None,
        prepared=waiting.feedback if waiting and inside else None,
        records=records,
        further=further_pages(actor, facts, panel, today),
        requests=side_records(records),
        hands=hands_of(finding, records.audience),
        check=check_beside(actor, finding) if panel.kind is PanelKind.VERIFY else CheckView(),
    )


def head_words(finding: Finding) -> list[str]:
    """Return the line under the title: unit, kinds, matter, place."""
    window = finding.window
    parts = [
        f"主办 {finding.lead_unit.short_name}" if finding.lead_unit else "",
        finding.pain_type.label if finding.pain_type else "",
        finding.grade.label,
        finding.item.name if finding.item else "",
        f"{window.site.name} {window.name}" if window else "",
    ]
    return [part for part in parts if part]


def _plates(records: CaseRecords) -> list[Plate]:
    """Return the deadline that concerns the reader first, then the other one, if it runs."""
    finding = records.finding
    terms, today, calendar = current_settings().clocks, clock.today(), work_calendar()
    own = department_plate(_term(records), lamp_of(finding), today, terms.late_from, calendar)
    clocks = _OFFICE_CLOCKS if records.audience is not Audience.DEPARTMENT else {}
    purpose = (clocks | _DEPARTMENT_CLOCKS).get(finding.status)
    if purpose is None or finding.stage_due is None or finding.round_passed:
        return [own]
    stage = office_plate(purpose, finding.stage_due, today, terms.late_from, terms.near, calendar)
    return [stage, own] if purpose in _OFFICE_CLOCKS.values() else [own, stage]


def _term(records: CaseRecords) -> Term:
    """The term of the department in charge: from its own delivery, or from when the work was taken up again."""
    finding = records.finding
    started = finding.term_from or finding.delivered_at or clock.now()
    resumed = [event.at for event in records.events if event.step is Step.RESUME and event.at >= started]
    begin = resumed[-1] if resumed else started
    granted = [one for one in records.extensions if one.decided_at and one.decided_at >= begin]
    spans = [(row.reason.label, Span(row.since, row.until, row.allowance)) for row in records.holds if not row.void]
    return Term(
        delivered=clock.day_of(begin),
        begun="恢复整改" if resumed else "送达",
        extended=tuple((one.due_before, one.granted_due) for one in granted if one.granted_due),
        held=held_parts(spans, clock.today(), work_calendar()),
        stopped=finding.status.label if finding.status is FindingStatus.DEFERRED else "已反馈",
        original_due=finding.original_due,
        due=finding.due,
        limit=finding.lamp_due,
        held_days=finding.held_days,
        rework_due=finding.rework_due,
        provisional=finding.due_provisional,
        ended=_ended(finding),
    )


def _ended(finding: Finding) -> str:
    if finding.closed_at is None:
        return ""
    day = clock.day_of(finding.closed_at)
    verdict = {True: "，按期整改", False: "，逾期整改", None: ""}[finding.on_time]
    return f"{day.month}月{day.day}日销号{verdict}"


def _until(finding: Finding) -> str:
    limit = finding.stage_due or finding.lamp_due
    return f"{limit.month}月{limit.day}日" if limit else ""


def _side(records: CaseRecords) -> list[tuple[str, str]]:
    finding = records.finding
    rows = [
        ("协办", "、".join(assist.unit.short_name for assist in finding.assists) or "无"),
        ("所属专项", finding.campaign.name),
        ("问题类别", finding.category.label),
        (
            "退回计划",
            f"{finding.plan_return_count}/2 次" if finding.needs_plan or records.plans else "不用报计划",
        ),
        ("退回重办", f"{finding.rework_count} 次"),
        ("退单", f"{finding.return_count} 次"),
        ("延期", f"{finding.extension_count}/{MAX_EXTENSIONS} 次"),
    ]
    if finding.on_time is not None and records.handed_in:
        rows.append(("按期", _verdict_words(finding.on_time, finding.status)))
        rows.append(("按原定时限", "按期" if finding.on_time_original else "逾期"))
    if finding.grade is Grade.MAJOR:
        rows.append(("核验方式", "重大问题须到现场"))
    return rows


def _verdict_words(on_time: bool, status: FindingStatus) -> str:
    word = "按期" if on_time else "逾期"
    return word if status is FindingStatus.CLOSED else f"{word}（以通过核验的反馈为准）"
