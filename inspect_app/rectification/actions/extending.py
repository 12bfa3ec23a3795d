"""More time (延期): asked for before the due date, granted or refused by the office; the original date stays."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from inspect_app.access import Actor, Permission
from inspect_app.calendar.queries import work_calendar
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.findings.actions.holding import hold, release
from inspect_app.findings.actions.moving import move, refresh_lamp
from inspect_app.findings.models import Finding
from inspect_app.findings.rules.clocks import day_zero
from inspect_app.findings.vocabulary import FileStage, HoldReason, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.foundation.text import clean
from inspect_app.rectification.actions.preparing import Signing, prepare
from inspect_app.rectification.actions.taking import attach, must_allow, take
from inspect_app.rectification.models import ExtensionRequest
from inspect_app.rectification.rules.requests import ExtensionDraft, check_longer
from inspect_app.rectification.vocabulary import RequestState, Upload

_PENDING = RequestState.PENDING


def request_extension(
    actor: Actor,
    number: str,
    draft: ExtensionDraft,
    uploads: Sequence[Upload] = (),
    version: int | None = None,
) -> None:
    """Prepare or sign a request for more time; it counts, and the office's clock starts, when it is signed."""
    finding = take(actor, number, version, reason=draft.reason)
    must_allow(actor, finding, Step.REQUEST_EXTENSION)
    if not draft.reason:
        raise Invalid("请写延期理由。", "reason")
    if not draft.progress:
        raise Invalid("请写目前进展。", "progress")
    check_longer(draft.wanted_due, finding.due, "wanted_due")
    files = attach(actor, finding, uploads, FileStage.REQUEST, finding.rework_count + 1)
    payload = {
        "wanted_due": draft.wanted_due.isoformat(),
        "reason": draft.reason,
        "progress": draft.progress,
        "files": [file.public_id for file in files],
    }
    prepare(actor, finding, Step.REQUEST_EXTENSION, payload, lay_extension)


def lay_extension(actor: Actor, finding: Finding, payload: dict[str, Any], signing: Signing) -> None:
    """Lay a signed request before the office; raise Refused, with the date, when the due date has passed."""
    wanted, now = date.fromisoformat(payload["wanted_due"]), clock.now()
    move(
        actor,
        finding,
        Step.REQUEST_EXTENSION,
        permission=signing.permission,
        text=payload["reason"],
        payload=payload,
        flush=False,
        wanted_due=wanted,
        reason=payload["reason"],
        progress=payload["progress"],
    )
    finding.extension_asker_id = signing.asked_by_id
    request = _row(finding, wanted, payload["reason"])
    request.asked_by_id, request.progress = signing.asked_by_id, payload["progress"]
    db.session.add(request)
    terms, calendar = current_settings().clocks, work_calendar()
    hold(finding, HoldReason.EXTENSION, day_zero(now, calendar, terms), terms.ruling)


def withdraw_extension(actor: Actor, number: str, version: int | None = None) -> None:
    """Take a request back that is not decided yet."""
    finding = take(actor, number, version)
    must_allow(actor, finding, Step.WITHDRAW_EXTENSION)
    request = _waiting(finding)
    move(actor, finding, Step.WITHDRAW_EXTENSION, permission=Permission.ANSWER, flush=False)
    request.state, finding.extension_asker_id = RequestState.WITHDRAWN, None
    release(finding, HoldReason.EXTENSION)


def grant_extension(actor: Actor, number: str, due: date, reason: str, version: int | None = None) -> ExtensionRequest:
    """Set a later date: the one asked for or another; without a request the office does it by itself."""
    return grant_taken(actor, take(actor, number, version, reason=clean(reason)), due, reason)


def grant_taken(actor: Actor, finding: Finding, due: date, reason: str) -> ExtensionRequest:
    """Set a later date for a finding that is locked already, one of many for instance."""
    words = clean(reason)
    must_allow(actor, finding, Step.GRANT_EXTENSION)
    check_longer(due, finding.due, "due")
    asked = finding.extension_asker_id is not None
    if not asked and not words:
        raise Invalid("请写延期理由。", "remark")
    request = _waiting(finding) if asked else _row(finding, due, words)
    before = finding.due
    move(
        actor,
        finding,
        Step.GRANT_EXTENSION,
        permission=_extending(finding),
        text=words,
        payload={"from": str(before), "to": due.isoformat(), "asked": asked},
        changes={"due": (str(before), due.isoformat())},
        flush=False,
        due=due,
    )
    db.session.add(request)
    _decide(actor, request, RequestState.APPROVED, words if asked else "")
    request.granted_due = due
    finding.due, finding.due_provisional = due, not work_calendar().is_known(due)
    finding.extension_count, finding.extension_asker_id = finding.extension_count + 1, None
    # Without a request the office held nothing: only the lamp has another date.
    release(finding, HoldReason.EXTENSION) if asked else refresh_lamp(finding)
    db.session.flush()
    return request


def refuse_extension(actor: Actor, number: str, remark: str, version: int | None = None) -> None:
    """Refuse more time with a remark; the date in force stays, but for the days the office took too long."""
    words = clean(remark)
    finding = take(actor, number, version, remark=words)
    must_allow(actor, finding, Step.REFUSE_EXTENSION)
    permission, request = _extending(finding), _waiting(finding)
    move(
        actor, finding, Step.REFUSE_EXTENSION, permission=permission, text=words, flush=False, remark=words
    )  # fmt: skip
    _decide(actor, request, RequestState.REJECTED, words)
    finding.extension_asker_id = None
    release(finding, HoldReason.EXTENSION)


def _row(finding: Finding, wanted: date, reason: str) -> ExtensionRequest:
    if finding.due is None:
        raise Refused("这个问题没有规定时限，不用延期。")
    last = select(func.max(ExtensionRequest.sequence)).where(ExtensionRequest.finding_id == finding.id)
    return ExtensionRequest(
        finding_id=finding.id,
        sequence=(db.session.scalar(last) or 0) + 1,
        state=_PENDING,
        asked_at=clock.now(),
        due_before=finding.due,
        wanted_due=wanted,
        reason=reason,
    )


def _waiting(finding: Finding) -> ExtensionRequest:
    query = select(ExtensionRequest).where(
        ExtensionRequest.finding_id == finding.id, ExtensionRequest.state == _PENDING
    )
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise Refused("没有待批的延期申请，可能已经有人批过，请刷新再看。")
    return found


def _decide(actor: Actor, request: ExtensionRequest, state: RequestState, remark: str) -> None:
    request.state, request.remark = state, remark
    request.decided_by_id, request.decided_at = actor.person_id, clock.now()


def _extending(finding: Finding) -> Permission:
    return Permission.RULE if finding.extension_count else Permission.REVIEW_PLAN
