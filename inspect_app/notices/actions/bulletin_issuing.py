"""Check and sign a bulletin: the number is taken and everything is frozen in one transaction."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.audit.rules import canonical
from inspect_app.database import db
from inspect_app.evidence.actions import keep_document
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.notices.actions.bulletins import lock_bulletin
from inspect_app.notices.actions.numbering import next_number
from inspect_app.notices.models import Bulletin, BulletinCorrection, BulletinDelivery, BulletinDocument
from inspect_app.notices.queries.bulletin_facts import bulletin_facts, instructions_quoted, recipients_of
from inspect_app.notices.queries.bulletin_linting import bulletin_complaints_of
from inspect_app.notices.rules.bulletins import bulletin_refusal
from inspect_app.notices.rules.linting import blocking
from inspect_app.notices.rules.steps import WORKFLOW, NoticeStep
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.notices.vocabulary.bulletins import BulletinFacts, BulletinFile
from inspect_app.projects.actions.instructing import mark_quoted
from inspect_app.tasks.actions import schedule
from inspect_app.tasks.vocabulary import TaskKind


@dataclass(frozen=True, slots=True)
class RenderedBulletin:
    """A file made from the facts of a bulletin."""

    kind: BulletinFile
    file_name: str
    body: bytes


BulletinRenderer = Callable[[BulletinFacts], Sequence[RenderedBulletin]]


class BulletinBlocked(Refused):
    """A bulletin with something to mend; its page names each place."""


def move_bulletin(actor: Actor, bulletin_id: int, step: NoticeStep) -> Bulletin:
    """Send a bulletin to be checked, pass it on to be signed, or return it to its drafters."""
    bulletin = lock_bulletin(bulletin_id)
    _check(actor, bulletin, step)
    before = bulletin.state
    row = WORKFLOW.find(before, step)
    assert row is not None  # noqa: S101 - _check() has looked it up
    if step is not NoticeStep.RETURN_TO_DRAFT:
        _refuse_faults(bulletin, bulletin_facts(bulletin), signing=False)
    bulletin.state = row.target
    if step is NoticeStep.SEND_TO_CHECK:
        bulletin.drafted_by_id = actor.person_id
        bulletin.hands = list({*bulletin.hands, actor.person_id})
    elif step is NoticeStep.PASS_CHECK:
        bulletin.checked_by_id, bulletin.checked_at = actor.person_id, clock.now()
    else:
        bulletin.checked_by_id = bulletin.checked_at = None
    record(actor, f"bulletin.{step.value}", "bulletin", bulletin.id, state=(before.value, row.target.value))
    db.session.flush()
    return bulletin


def sign_bulletin(actor: Actor, bulletin_id: int, render: BulletinRenderer) -> Bulletin:
    """Sign a bulletin: take the next number of its masthead and freeze facts and files for ever.

    Raise BulletinBlocked while something is to be mended, its blank date too.
    """
    bulletin = lock_bulletin(bulletin_id)
    _check(actor, bulletin, NoticeStep.SIGN)
    _refuse_faults(bulletin, bulletin_facts(bulletin), signing=True)
    assert bulletin.issue_date is not None  # noqa: S101 - a blank date has just been refused
    quoted = instructions_quoted(bulletin)
    year = bulletin.issue_date.year
    facts = bulletin_facts(bulletin, next_number(bulletin.series.counted_as, year))
    documents = [kept_file(bulletin.id, rendered) for rendered in render(facts)]
    body = facts.to_json()
    bulletin.year, bulletin.issue_no, bulletin.facts = year, facts.issue_no, body
    bulletin.facts_digest = hashlib.sha256(canonical(body)).hexdigest()
    bulletin.signed_by_id, bulletin.signed_at = actor.person_id, clock.now()
    bulletin.state = NoticeState.ISSUED
    _print_corrections(bulletin)
    db.session.add_all(documents)
    if all(one.kind is not BulletinFile.PDF for one in documents):
        schedule(TaskKind.PRINT_BULLETIN, bulletin.id, clock.now())
    _deliver(bulletin)
    record(
        actor, "bulletin.sign", "bulletin", bulletin.id, permission=Permission.SIGN_NOTICE,
        issue_no=bulletin.issue_no, digest=bulletin.facts_digest,
    )  # fmt: skip
    mark_quoted(actor, quoted)
    db.session.flush()
    return bulletin


def _check(actor: Actor, bulletin: Bulletin, step: NoticeStep) -> None:
    refused = bulletin_refusal(step, actor, bulletin.state, bulletin.hands)
    if refused is not None:
        raise refused


def _refuse_faults(bulletin: Bulletin, facts: BulletinFacts, *, signing: bool) -> None:
    found = blocking(bulletin_complaints_of(bulletin, facts, signing=signing))
    if found:
        raise BulletinBlocked("这期简报还不能往下走：" + " ".join(one.text for one in found))


def kept_file(bulletin_id: int, rendered: RenderedBulletin) -> BulletinDocument:
    """Store a file for ever and return the row that names it."""
    return BulletinDocument(
        bulletin_id=bulletin_id,
        kind=rendered.kind,
        file_name=rendered.file_name,
        storage_key=keep_document(rendered.body),
        sha256=hashlib.sha256(rendered.body).hexdigest(),
        size=len(rendered.body),
    )


def _deliver(bulletin: Bulletin) -> None:
    """Log which units got the issue; whoever signs in there finds it from now on."""
    units = {one.unit_id for way in recipients_of(bulletin).values() for one in way if one.unit_id is not None}
    for unit_id in sorted(units):
        db.session.add(BulletinDelivery(bulletin_id=bulletin.id, unit_id=unit_id, delivered_at=clock.now()))


def _print_corrections(bulletin: Bulletin) -> None:
    waiting = db.session.scalars(
        select(BulletinCorrection)
        .join(Bulletin, BulletinCorrection.corrects_id == Bulletin.id)
        .where(BulletinCorrection.bulletin_id.is_(None), Bulletin.series_id == bulletin.series_id)
    )
    for correction in waiting:
        correction.bulletin_id = bulletin.id
