"""Reads for many findings at once: what was chosen, what of it can be done, what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from inspect_app.access import Actor, may
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.findings.models import Finding, FindingEvent
from inspect_app.findings.queries import case_facts, list_to_triage
from inspect_app.findings.rules.workflow import refusal
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing, NotAllowed
from inspect_app.rectification.models.saved_views import BulkBatch
from inspect_app.rectification.queries.ledger_conditions import conditions
from inspect_app.rectification.queries.ledger_counts import ledger_totals
from inspect_app.rectification.rules.bulk import (
    BULK,
    MOST_ROWS,
    NO_UNIT,
    REMINDED,
    STALE,
    BulkList,
    BulkVerb,
    demand_size,
)
from inspect_app.rectification.vocabulary import LedgerFilter

Versions = dict[int, int]
_REGISTERING = frozenset(verb for verb, rule in BULK.items() if rule.rows is BulkList.TRIAGE)


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One row of a batch as its page shows it; `reason` says why it can't be done, or wasn't."""

    number: str
    title: str
    unit: str
    status: str
    href: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch in two parts: what can be done (or was) and what can't (or was refused); `gone` isn't seen any more."""

    taken: tuple[BatchLine, ...]
    left: tuple[BatchLine, ...]
    gone: int = 0


def demand_verb(actor: Actor, verb: BulkVerb) -> None:
    """Raise NotAllowed when somebody may not do this to any finding."""
    if not may(actor, BULK[verb].permission):
        raise NotAllowed(f"您不能“{verb.label}”。需要时请联系跑改办。")


def chosen_of(actor: Actor, rows: BulkList, asked: LedgerFilter, ticked: Sequence[str] | None) -> Versions:
    """Return ids and versions of the ticked rows, or of all in the filter; raise when there are too many."""
    if ticked is not None:
        demand_size(len(set(ticked)))
    if rows is BulkList.TRIAGE:
        wanted = [row for row in list_to_triage(actor) if ticked is None or str(row.id) in ticked]
        demand_size(len(wanted))
        return {row.id: row.version for row in wanted}
    if ticked is None:
        demand_size(ledger_totals(actor, asked).total)
        narrowed = conditions(actor, asked)
    else:
        narrowed = [*conditions(actor, LedgerFilter()), Finding.number.in_(ticked)]
    found = db.session.execute(select(Finding.id, Finding.version).where(*narrowed).limit(MOST_ROWS))
    versions = {finding_id: version for finding_id, version in found}
    if not versions:
        raise Missing()
    return versions


def get_batch(actor: Actor, token: str, *, lock: bool = False) -> BulkBatch:
    """Return a batch this person has put together, or raise Missing: nobody else's is there."""
    query = select(BulkBatch).where(BulkBatch.token == token, BulkBatch.person_id == actor.person_id)
    batch = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if batch is None:
        raise Missing()
    return batch


def findings_of(actor: Actor, batch: BulkBatch, *, lock: bool = False) -> Sequence[Finding]:
    """Return the findings of a batch in the order of their ids, as far as this person sees them."""
    seen = [] if batch.verb in _REGISTERING else conditions(actor, LedgerFilter())
    query = select(Finding).where(Finding.id.in_([int(key) for key in batch.versions]), *seen)
    query = query.order_by(Finding.id).execution_options(populate_existing=True).options(*_loaded())
    return db.session.scalars(query.with_for_update() if lock else query).all()


def refusals_of(actor: Actor, batch: BulkBatch, findings: Iterable[Finding]) -> Mapping[int, str]:
    """Return why findings of a batch can't be done now, by id: stale, by the workflow, or for the verb's own reason."""
    step, today, rows = BULK[batch.verb].step, clock.today(), list(findings)
    reminded = reminded_today([row.id for row in rows]) if step is Step.REMIND else frozenset()
    found: dict[int, str] = {}
    for row in rows:
        refused = refusal(step, actor, case_facts(row, actor), today)
        if row.version != batch.versions[str(row.id)]:
            found[row.id] = STALE
        elif refused is not None:
            found[row.id] = refused.message
        elif row.id in reminded:
            found[row.id] = REMINDED
        elif row.lead_unit_id is None:
            found[row.id] = NO_UNIT
    return found


def reminded_today(ids: Sequence[int]) -> frozenset[int]:
    """Return which findings were reminded of today already."""
    begun = clock.at(clock.today(), time(0))
    query = select(FindingEvent.finding_id).where(
        FindingEvent.finding_id.in_(ids), FindingEvent.step == Step.REMIND, FindingEvent.at >= begun
    )
    return frozenset(db.session.scalars(query))


def batch_view(actor: Actor, batch: BulkBatch) -> BatchView:
    """Return a batch as its confirmation shows it, or, once done, its result."""
    findings = findings_of(actor, batch)
    reasons = refusals_of(actor, batch, findings) if batch.done_at is None else _kept(batch)
    lines = [_line(finding, reasons.get(finding.id, "")) for finding in findings]
    return BatchView(
        taken=tuple(line for line in lines if not line.reason),
        left=tuple(line for line in lines if line.reason),
        gone=len(batch.versions) - len(lines),
    )


def _kept(batch: BulkBatch) -> Mapping[int, str]:
    return {int(key): str(reason) for key, reason in batch.refusals.items()}


def _loaded() -> tuple[ExecutableOption, ...]:
    window = selectinload(Finding.window).selectinload(Window.site)
    return (*(selectinload(part) for part in (Finding.assists, Finding.visit, Finding.lead_unit)), window)


def _line(finding: Finding, reason: str) -> BatchLine:
    delivered = finding.number is not None
    return BatchLine(
        number=finding.number or "",
        title=finding.title,
        unit=finding.lead_unit.short_name if finding.lead_unit else "未定",
        status=finding.status.label,
        href=f"/case/{finding.number}" if delivered else f"/findings/{finding.id}",
        reason=reason,
    )
