"""Handing a finding to another department without a return (改派, T20)."""

from datetime import date

from inspect_app.access import Actor
from inspect_app.findings.actions import returning
from inspect_app.findings.models import Finding
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import clean
from inspect_app.rectification.actions.taking import must_allow, take


def reassign(
    actor: Actor,
    number: str,
    lead_unit_id: int,
    reason: str,
    due: date | None = None,
    version: int | None = None,
) -> Finding:
    """Give a finding to the department it belongs to; that one gets the full term from its own delivery."""
    words = clean(reason)
    finding = take(actor, number, version, reason=words)
    must_allow(actor, finding, Step.REASSIGN)
    if not words:
        raise Invalid("请写改派理由。", "reason")
    return returning.reassign(actor, finding.id, lead_unit_id=lead_unit_id, remark=words, due=due)
