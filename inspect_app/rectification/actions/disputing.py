"""An objection to the facts (异议): filed once, ruled on by a director who didn't write the finding."""

from typing import Any

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.actions.holding import hold, release
from inspect_app.findings.actions.moving import move
from inspect_app.findings.actions.recurring import index_words
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.clocks import day_zero
from inspect_app.findings.vocabulary import DisputeState, HoldReason, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.foundation.text import clean
from inspect_app.rectification.actions.preparing import Signing, prepare
from inspect_app.rectification.actions.taking import must_allow, take
from inspect_app.rectification.models import Dispute

_ONCE = "异议只能提一次，本单位已经提过。"


def file_dispute(actor: Actor, number: str, grounds: str, version: int | None = None) -> None:
    """Prepare or sign an objection; it counts when it is signed."""
    words = clean(grounds)
    finding = take(actor, number, version, grounds=words)
    must_allow(actor, finding, Step.FILE_DISPUTE)
    if not words:
        raise Invalid("请写异议理由：哪一处与事实不符。", "grounds")
    _only_once(finding)
    prepare(actor, finding, Step.FILE_DISPUTE, {"grounds": words}, lay_dispute)


def lay_dispute(actor: Actor, finding: Finding, payload: dict[str, Any], signing: Signing) -> None:
    """Lay a signed objection before the director; raise Refused, with the date, after C5."""
    words, now = str(payload["grounds"]), clock.now()
    _only_once(finding)
    move(
        actor,
        finding,
        Step.FILE_DISPUTE,
        permission=signing.permission,
        text=words,
        flush=False,
        grounds=words,
    )
    finding.dispute = DisputeState.FILED
    db.session.add(
        Dispute(
            finding_id=finding.id,
            unit_id=finding.lead_unit_id,
            filed_by_id=signing.asked_by_id,
            filed_at=now,
            grounds=words,
        )
    )
    terms, calendar = current_settings().clocks, work_calendar()
    hold(finding, HoldReason.DISPUTE, day_zero(now, calendar, terms), terms.ruling)


def uphold_dispute(actor: Actor, number: str, ruling: str, version: int | None = None) -> None:
    """Rule that it is no problem: it ends, keeps its number and stands outside all rates."""
    finding, dispute, words = _take_filed(actor, number, Step.UPHOLD_DISPUTE, ruling, version)
    finding.stage_due = None
    _move(actor, finding, Step.UPHOLD_DISPUTE, words)
    _rule(actor, finding, dispute, DisputeState.UPHELD, words)
    release(finding)


def correct_fact(actor: Actor, number: str, ruling: str, title: str, fact: str, version: int | None = None) -> None:
    """Correct what the finding says; the old words stay on the objection."""
    finding, dispute, words = _take_filed(actor, number, Step.CORRECT_FACT, ruling, version)
    title, fact = clean(title) or finding.title, clean(fact)
    if not fact:
        raise Invalid("请填写更正后的事实。", "fact")
    if (title, fact) == (finding.title, finding.fact):
        raise Invalid("更正后的内容和原来一样，请改正，或者选“异议不成立”。", "fact")
    old = (finding.title, finding.fact)
    changes = {"title": (old[0], title), "fact": (old[1], fact)}
    _move(actor, finding, Step.CORRECT_FACT, words, changes, fact=fact)
    dispute.old_title, dispute.old_fact = old
    finding.title, finding.fact = title, fact
    index_words(finding)
    _rule(actor, finding, dispute, DisputeState.CORRECTED, words)
    release(finding, HoldReason.DISPUTE)


def reject_dispute(actor: Actor, number: str, ruling: str, version: int | None = None) -> None:
    """Rule that the facts stand."""
    finding, dispute, words = _take_filed(actor, number, Step.REJECT_DISPUTE, ruling, version)
    _move(actor, finding, Step.REJECT_DISPUTE, words)
    _rule(actor, finding, dispute, DisputeState.REJECTED, words)
    release(finding, HoldReason.DISPUTE)


def _move(
    actor: Actor,
    finding: Finding,
    step: Step,
    words: str,
    changes: dict[str, Any] | None = None,
    **given: Any,
) -> None:
    move(
        actor,
        finding,
        step,
        permission=Permission.RULE,
        text=words,
        changes=changes,
        flush=False,
        ruling=words,
        **given,
    )


def _take_filed(
    actor: Actor, number: str, step: Step, ruling: str, version: int | None
) -> tuple[Finding, Dispute, str]:
    words = clean(ruling)
    finding = take(actor, number, version, ruling=words)
    must_allow(actor, finding, step)
    query = select(Dispute).where(Dispute.finding_id == finding.id, Dispute.state == DisputeState.FILED)
    dispute = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if dispute is None:
        raise Refused("没有待裁定的异议，可能已经有人裁定，请刷新再看。")
    if not words:
        raise Invalid("请写裁定意见。", "ruling")
    return finding, dispute, words


def _rule(actor: Actor, finding: Finding, dispute: Dispute, state: DisputeState, words: str) -> None:
    dispute.state, dispute.ruling = state, words
    dispute.ruled_by_id, dispute.ruled_at = actor.person_id, clock.now()
    finding.dispute = state


def _only_once(finding: Finding) -> None:
    """A department that had the finding before has objected already, though another had it since."""
    mine = (Dispute.finding_id == finding.id, Dispute.unit_id == finding.lead_unit_id)
    if db.session.scalar(select(Dispute.id).where(*mine)) is not None:
        raise Refused(_ONCE)
