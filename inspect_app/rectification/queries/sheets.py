"""What the paper sheets say. They go to the department, so they tell everybody only what it may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspect_app.access import Actor
from inspect_app.config import current_settings
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.naming import LATELY
from inspect_app.findings.vocabulary import FileStage
from inspect_app.foundation import clock
from inspect_app.rectification.models import Feedback, RectificationPlan
from inspect_app.rectification.queries.case import CaseRecords, load_case
from inspect_app.rectification.queries.chain import same_words
from inspect_app.rectification.rules.deadlines import day_words
from inspect_app.rectification.rules.drafts import proof_words
from inspect_app.rectification.rules.privacy import found_words
from inspect_app.rectification.vocabulary import Audience

# On a sheet to be written on, these rows leave room.
_TALL = frozenset({"整改情况", "整改佐证"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows, and what stands on every sheet."""

    number: str
    title: str
    office: str
    unit: str
    campaign: str
    day: date
    rows: Sequence[tuple[str, str]]
    tall: frozenset[str] = frozenset()


def dispatch_sheet(actor: Actor, number: str) -> Sheet:
    """Return 《问题交办单》 of a case somebody may see."""
    records = load_case(actor, number)
    finding = records.finding
    delivered = clock.day_of(finding.delivered_at or clock.now())
    due = f"{day_words(finding.original_due)}前" if finding.original_due else "不设时限"
    rows = [
        ("问题", finding.title),
        ("来源", f"{_found(finding)}，{_day(finding)}"),
        ("地点", f"{finding.window.site.name} {finding.window.name}" if finding.window else "—"),
        ("事项", finding.item.name if finding.item else "—"),
        ("类别", _kinds(finding)),
        ("事实", finding.fact),
        ("建议", finding.suggestion or "—"),
        ("整改要求", finding.demand or _demand(finding)),
        ("反馈时限", due),
        ("协办单位", "、".join(assist.unit.short_name for assist in finding.assists) or "无"),
    ]
    return _sheet(records, delivered, rows)


def feedback_sheet(actor: Actor, number: str) -> Sheet:
    """Return 《整改反馈表》 of a case somebody may see; without a feedback it is there to be written on."""
    records = load_case(actor, number)
    finding = records.finding
    feedback = _shown_feedback(records)
    due = f"{day_words(finding.due)}前" if finding.due else "不设时限"
    rows = [("问题", finding.title), ("反馈时限", due), *_plan_rows(records.last_plan)]
    day = clock.day_of(feedback.written_at) if feedback else clock.today()
    rows += _feedback_rows(records, feedback) if feedback else _blank_rows()
    return _sheet(records, day, rows, _TALL if feedback is None else frozenset())


def _sheet(
    records: CaseRecords,
    day: date,
    rows: Sequence[tuple[str, str]],
    tall: frozenset[str] = frozenset(),
) -> Sheet:
    finding = records.finding
    unit = finding.lead_unit.name if finding.lead_unit else ""
    office = current_settings().office_name
    return Sheet(finding.number or "", finding.title, office, unit, finding.campaign.name, day, rows, tall)


def _day(finding: Finding) -> str:
    return LATELY if finding.found_lately else f"{finding.found_on.month}月{finding.found_on.day}日"


def _found(finding: Finding) -> str:
    visit = finding.visit if not finding.is_covert else None
    group = visit.author_role if visit is not None else None
    return found_words(finding.method, finding.is_covert, group, Audience.DEPARTMENT)


def _kinds(finding: Finding) -> str:
    parts = [
        finding.pain_type.label if finding.pain_type else "",
        finding.category.label,
        finding.grade.label,
    ]
    return "、".join(part for part in parts if part)


def _demand(finding: Finding) -> str:
    plan = "先报整改计划，" if finding.needs_plan else ""
    return f"{plan}按时限整改并反馈，举一反三。"


def _shown_feedback(records: CaseRecords) -> Feedback | None:
    """A feedback that nobody has signed is the department's own; others see the last signed one."""
    if records.audience is Audience.DEPARTMENT and records.waiting and records.waiting.feedback:
        return records.waiting.feedback
    return records.handed_in[-1] if records.handed_in else None


def _plan_rows(plan: RectificationPlan | None) -> list[tuple[str, str]]:
    if plan is None:
        return []
    cause = f"{plan.root_cause.label}。{plan.root_cause_text}" if plan.root_cause_text else plan.root_cause.label
    return [("症结", cause), ("责任人", plan.owner)]


def _feedback_rows(records: CaseRecords, feedback: Feedback) -> list[tuple[str, str]]:
    files = records.files_of(FileStage.FEEDBACK, feedback.round)
    proofs = proof_words(feedback.proof_link, feedback.proof_document, files)
    told = {True: "已答复", False: "还没有", None: "没有当事人"}[feedback.replied_to_source]
    named = f"{proofs}（{feedback.proof_document}）" if feedback.proof_document else proofs
    return [
        ("整改情况", feedback.work_done),
        ("整改佐证", named),
        ("举一反三", same_words(feedback.same_elsewhere) or "—"),
        ("建章立制", feedback.lasting_rule or "—"),
        ("答复当事人", told),
    ]


def _blank_rows() -> list[tuple[str, str]]:
    return [(name, "") for name in ("整改情况", "整改佐证", "举一反三", "建章立制", "答复当事人")]
