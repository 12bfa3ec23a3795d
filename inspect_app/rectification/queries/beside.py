"""How the approvals beside the status are told on the chain: what was asked, what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from inspect_app.calendar.queries import work_calendar
from inspect_app.findings.models import FindingEvent
from inspect_app.findings.vocabulary import DisputeState, Step
from inspect_app.rectification.queries.case import CaseRecords, FileView
from inspect_app.rectification.rules.requests import marked_day


@dataclass(frozen=True, slots=True)
class Beside:
    """One link as words; `files` hang on it."""

    title: str
    text: str = ""
    small: tuple[str, ...] = ()
    files: Sequence[FileView] = ()


def beside_entry(event: FindingEvent, records: CaseRecords) -> Beside:
    """Return the words of a move that has no record of its own in the chain."""
    tell = _TOLD.get(event.step)
    return tell(event, records) if tell else Beside(event.step.label, event.text)


def fact_at_first(records: CaseRecords) -> str:
    """Return the fact as it was delivered, before an objection corrected it."""
    corrected = [one for one in records.disputes if one.state is DisputeState.CORRECTED]
    return corrected[0].old_fact if corrected else records.finding.fact


def _asked_extension(event: FindingEvent, records: CaseRecords) -> Beside:
    wanted = _date(event, "wanted_due")
    small = _named(event, ("目前进展", "progress"))
    return Beside(f"申请延期到 {wanted}", event.text, small, _files(event, records))


def _granted(event: FindingEvent, _records: CaseRecords) -> Beside:
    asked = event.payload.get("asked", True)
    return Beside(
        f"{'同意延期' if asked else '延长时限'}，时限改为 {_date(event, 'to')}",
        event.text,
        (f"原来是 {_date(event, 'from')}",),
    )


def _asked_deferral(event: FindingEvent, records: CaseRecords) -> Beside:
    small = _named(
        event, ("缺什么", "missing"), ("期间措施", "interim"), ("攻坚项目", "project"), ("已上报", "reported_to")
    )
    title = f"申请暂缓到 {_date(event, 'until')}"
    return Beside(title, event.text, small, _files(event, records))


def _deferred(event: FindingEvent, _records: CaseRecords) -> Beside:
    return Beside(f"批准暂缓到 {_date(event, 'until')}", event.text)


def _terminated(event: FindingEvent, records: CaseRecords) -> Beside:
    small = _named(event, ("批准依据", "approval"))
    return Beside(event.step.label, event.text, small, _files(event, records))


def _corrected(event: FindingEvent, records: CaseRecords) -> Beside:
    """Tell what the fact became: the next correction's old words, or what it is now."""
    corrections = [one.id for one in records.events if one.step is Step.CORRECT_FACT]
    olds = [one.old_fact for one in records.disputes if one.state is DisputeState.CORRECTED]
    later = olds[corrections.index(event.id) + 1 :]
    return Beside(event.step.label, event.text, (f"更正后：{later[0] if later else records.finding.fact}",))


_TOLD: dict[Step, Callable[[FindingEvent, CaseRecords], Beside]] = {
    Step.REQUEST_EXTENSION: _asked_extension,
    Step.GRANT_EXTENSION: _granted,
    Step.REQUEST_DEFERRAL: _asked_deferral,
    Step.DEFER: _deferred,
    Step.TERMINATE: _terminated,
    Step.CORRECT_FACT: _corrected,
}


def _date(event: FindingEvent, name: str) -> str:
    stored = str(event.payload.get(name) or "")
    return marked_day(date.fromisoformat(stored), work_calendar()) if stored and stored != "None" else "—"


def _named(event: FindingEvent, *names: tuple[str, str]) -> tuple[str, ...]:
    return tuple(f"{label}：{event.payload[name]}" for label, name in names if event.payload.get(name))


def _files(event: FindingEvent, records: CaseRecords) -> Sequence[FileView]:
    return records.named_files(event.payload.get("files", ()))
