"""Check and sign a notice: the number is taken and everything is frozen in one transaction."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import mark_head, record
from inspect_app.audit.rules import canonical
from inspect_app.database import db
from inspect_app.evidence.actions import keep_document
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.notices.actions.drafting import lock_notice
from inspect_app.notices.actions.numbering import take_number
from inspect_app.notices.actions.printing import begin_print
from inspect_app.notices.models import Notice, NoticeCorrection, NoticeDelivery, NoticeDocument, NoticeProof
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.queries.linting import complaints_of
from inspect_app.notices.queries.papers import look_of, settings_of
from inspect_app.notices.queries.proofs import proofs_of
from inspect_app.notices.queries.recipients import units_sent_to
from inspect_app.notices.rules.linting import blocking
from inspect_app.notices.rules.steps import WORKFLOW, NoticePosition, NoticeStep, refusal
from inspect_app.notices.vocabulary import DocumentKind, NoticeFacts, NoticeState
from inspect_app.notices.vocabulary.complaints import Complaint


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file made from the facts of a notice."""

    kind: DocumentKind
    file_name: str
    body: bytes


class Blocked(Refused):
    """A notice with something to mend; the complaints name each place."""

    def __init__(self, complaints: list[Complaint]) -> None:
        super().__init__("这期通报还不能往下走：" + " ".join(one.text for one in complaints))
        self.complaints = complaints


Renderer = Callable[[NoticeFacts], list[Rendered]]


def move_notice(actor: Actor, notice_id: int, step: NoticeStep) -> Notice:
    """Send a notice to be checked, pass it on to be signed, or return it to its drafter."""
    notice = lock_notice(notice_id)
    _check(actor, notice, step)
    before = notice.state
    row = WORKFLOW.find(notice.state, step)
    assert row is not None  # noqa: S101 - _check() has looked it up
    if step is not NoticeStep.RETURN_TO_DRAFT:
        _refuse_faults(notice)
    notice.state = row.target
    _note_checker(actor, notice, step)
    record(actor, f"notice.{step.value}", "notice", notice.id, state=(before.value, notice.state.value))
    db.session.flush()
    return notice


def sign_notice(actor: Actor, notice_id: int, render: Renderer) -> Notice:
    """Sign a notice: take the next number of its series and freeze facts and files for ever.

    Raise Refused while a number of the text differs from its table, naming both.
    """
    notice = lock_notice(notice_id)
    _check(actor, notice, NoticeStep.SIGN)
    notice.cut_off_at = min(notice.cut_off_at, clock.now())
    _refuse_faults(notice)
    live, proofs = facts_of(notice), proofs_of(notice)
    issue_no = take_number(notice, settings_of(notice.campaign, notice.id))
    facts = replace(live, series=notice.campaign.series, issue_no=issue_no, look=look_of(notice, issue_no))
    documents = [_keep(notice, rendered) for rendered in render(facts)]
    body = facts.to_json()
    notice.issue_no, notice.facts = facts.issue_no, body
    notice.facts_digest = hashlib.sha256(canonical(body)).hexdigest()
    notice.signed_by_id, notice.signed_at = actor.person_id, clock.now()
    notice.state = NoticeState.ISSUED
    _print_corrections(notice)
    db.session.add_all(documents)
    db.session.add_all(NoticeProof(notice_id=notice.id, figure=name, ids=ids) for name, ids in proofs.items())
    _deliver(notice)
    begin_print(notice)
    record(
        actor,
        "notice.sign",
        "notice",
        notice.id,
        permission=Permission.SIGN_NOTICE,
        issue_no=notice.issue_no,
        digest=notice.facts_digest,
    )
    mark_head(f"notice {notice.id}")
    db.session.flush()
    return notice


def _check(actor: Actor, notice: Notice, step: NoticeStep) -> None:
    refused = refusal(step, actor, NoticePosition(notice.state, notice.drafted_by_id))
    if refused is not None:
        raise refused


def _refuse_faults(notice: Notice) -> None:
    found = blocking(complaints_of(notice))
    if found:
        raise Blocked(found)


def _note_checker(actor: Actor, notice: Notice, step: NoticeStep) -> None:
    if step is NoticeStep.PASS_CHECK:
        notice.checked_by_id, notice.checked_at = actor.person_id, clock.now()
    elif step is NoticeStep.RETURN_TO_DRAFT:
        notice.checked_by_id = notice.checked_at = None


def _keep(notice: Notice, rendered: Rendered) -> NoticeDocument:
    return NoticeDocument(
        notice_id=notice.id,
        kind=rendered.kind,
        file_name=rendered.file_name,
        storage_key=keep_document(rendered.body),
        sha256=hashlib.sha256(rendered.body).hexdigest(),
        size=len(rendered.body),
    )


def _deliver(notice: Notice) -> None:
    """Log which units got the issue; whoever signs in there finds it from now on."""
    for unit_id in sorted(units_sent_to(notice)):
        db.session.add(NoticeDelivery(notice_id=notice.id, unit_id=unit_id, delivered_at=clock.now()))


def _print_corrections(notice: Notice) -> None:
    waiting = db.session.scalars(
        select(NoticeCorrection)
        .join(Notice, NoticeCorrection.corrects_id == Notice.id)
        .where(NoticeCorrection.notice_id.is_(None), Notice.campaign_id == notice.campaign_id)
    )
    for correction in waiting:
        correction.notice_id = notice.id
