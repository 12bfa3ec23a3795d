"""Everything recorded on one case, read in a fixed number of queries, and who may see which file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inspect_app.access import Actor
from inspect_app.catalogue.models import Window
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.vocabulary import CopyState, FileKind
from inspect_app.findings.models import Finding, FindingAssist, FindingEvent, FindingFile, OfficeHold
from inspect_app.findings.queries import get_finding
from inspect_app.findings.vocabulary import FileStage
from inspect_app.foundation.errors import Missing
from inspect_app.rectification.models import (
    Deferral,
    Dispute,
    ExtensionRequest,
    Feedback,
    PendingSignature,
    RectificationPlan,
    Verification,
)
from inspect_app.rectification.rules.privacy import audience_of, may_see_file
from inspect_app.rectification.vocabulary import (
    Audience,
    FeedbackState,
    SignatureState,
    VerificationMethod,
)
from inspect_app.visits.models import Visit

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as it is shown: a picture, or a document with its name."""

    public_id: str
    is_photo: bool
    ready: bool
    title: str
    size: int


@dataclass(frozen=True, slots=True)
class CaseRecords:
    """A case as recorded, limited to one audience; lists are in the order things happened."""

    finding: Finding
    audience: Audience
    events: Sequence[FindingEvent]
    plans: Sequence[RectificationPlan]
    feedbacks: Sequence[Feedback]
    checks: Mapping[int, Verification]
    signatures: Sequence[PendingSignature]
    files: Mapping[tuple[FileStage, int], Sequence[FileView]]
    extensions: Sequence[ExtensionRequest]
    disputes: Sequence[Dispute]
    deferrals: Sequence[Deferral]
    holds: Sequence[OfficeHold]

    @property
    def waiting(self) -> PendingSignature | None:
        """Return what waits for a signature."""
        return next((one for one in self.signatures if one.state is SignatureState.WAITING), None)

    @property
    def declined(self) -> PendingSignature | None:
        """Return what the head gave back last, as long as nothing was prepared since."""
        last = self.signatures[-1] if self.signatures and self.is_own(self.signatures[-1].asked_at) else None
        by_head = last is not None and last.state is SignatureState.DECLINED and last.decided_by_id is not None
        return last if by_head else None

    @property
    def last_plan(self) -> RectificationPlan | None:
        """Return the newest version of the plan of the department in charge."""
        return self.plans[-1] if self.plans and self.is_own(self.plans[-1].submitted_at) else None

    @property
    def last_feedback(self) -> Feedback | None:
        """Return the newest feedback of the department in charge, also one that waits for its signature."""
        return self.feedbacks[-1] if self.feedbacks and self.is_own(self.feedbacks[-1].written_at) else None

    def is_own(self, moment: datetime) -> bool:
        """Say whether something was done by the department in charge, not by one that had it before."""
        return self.finding.term_from is None or moment >= self.finding.term_from

    @property
    def handed_in(self) -> Sequence[Feedback]:
        """Return the feedbacks that were signed, one a round."""
        unsigned = (FeedbackState.PENDING_SIGNATURE, FeedbackState.WITHDRAWN)
        return [one for one in self.feedbacks if one.state not in unsigned]

    def files_of(self, stage: FileStage, round_no: int) -> Sequence[FileView]:
        """Return the files on a link of the chain."""
        return self.files.get((stage, round_no), ())

    def named_files(self, public_ids: Iterable[str]) -> Sequence[FileView]:
        """Return some of the files that this person may see."""
        wanted = set(public_ids)
        return [file for kept in self.files.values() for file in kept if file.public_id in wanted]


def load_case(actor: Actor, number: str) -> CaseRecords:
    """Return a case somebody may see, or raise Missing."""
    finding = get_finding(actor, number)
    _load_surroundings(finding)
    audience = audience_of(actor)
    checks = {check.round: check for check in _all(Verification, finding)}
    return CaseRecords(
        finding=finding,
        audience=audience,
        events=_events(finding, audience),
        plans=_all(RectificationPlan, finding, selectinload(RectificationPlan.milestones)),
        feedbacks=_all(Feedback, finding),
        checks=checks,
        signatures=_all(PendingSignature, finding, joinedload(PendingSignature.asked_by)),
        files=_files(finding, audience, checks),
        extensions=_all(ExtensionRequest, finding),
        disputes=_all(Dispute, finding),
        deferrals=_all(Deferral, finding, joinedload(Deferral.project)),
        holds=_all(OfficeHold, finding),
    )


def get_case_file(actor: Actor, number: str, public_id: str) -> StoredFile:
    """Return a file that hangs on a case and that this person may see, or raise Missing."""
    finding, audience = get_finding(actor, number), audience_of(actor)
    query = (
        select(FindingFile)
        .join(StoredFile)
        .where(FindingFile.finding_id == finding.id, StoredFile.public_id == public_id)
    )
    row = db.session.scalars(query.options(joinedload(FindingFile.file))).one_or_none()
    if row is None:
        raise Missing()
    checked = select(Verification).where(Verification.finding_id == finding.id, Verification.round == row.round)
    if not may_see_file(row.stage, _is_covert(db.session.scalars(checked).one_or_none()), audience):
        raise Missing()
    return row.file


def _is_covert(check: Verification | None) -> bool:
    """An unknown check counts as covert: nothing is shown that might have to be hidden."""
    return check is None or check.method is VerificationMethod.COVERT


def _load_surroundings(finding: Finding) -> None:
    """Read what hangs on the finding together, so that nothing is read one by one later."""
    query = (
        select(Finding)
        .where(Finding.id == finding.id)
        .options(
            joinedload(Finding.campaign),
            joinedload(Finding.window).joinedload(Window.site),
            joinedload(Finding.visit).joinedload(Visit.checklist_version),
            selectinload(Finding.assists).joinedload(FindingAssist.unit),
        )
    )
    db.session.scalars(query.execution_options(populate_existing=True)).unique().one()


def _events(finding: Finding, audience: Audience) -> Sequence[FindingEvent]:
    """Return the moves; a department sees those since delivery."""
    query = select(FindingEvent).where(FindingEvent.finding_id == finding.id)
    if audience is not Audience.OFFICE:
        query = query.where(FindingEvent.for_office.is_(False))
    return db.session.scalars(query.options(joinedload(FindingEvent.unit)).order_by(FindingEvent.id)).all()


def _all(kind: type[Row], finding: Finding, *options: Any) -> Sequence[Row]:
    table: Any = kind
    query = select(table).where(table.finding_id == finding.id).options(*options).order_by(table.id)
    return db.session.scalars(query).unique().all()


def _files(
    finding: Finding, audience: Audience, checks: Mapping[int, Verification]
) -> Mapping[tuple[FileStage, int], Sequence[FileView]]:
    query = select(FindingFile).where(FindingFile.finding_id == finding.id)
    rows = db.session.scalars(query.options(joinedload(FindingFile.file)).order_by(FindingFile.id)).all()
    found: dict[tuple[FileStage, int], list[FileView]] = defaultdict(list)
    for row in rows:
        if may_see_file(row.stage, _is_covert(checks.get(row.round)), audience):
            found[(row.stage, row.round)].append(_view(row.file))
    return found


def _view(file: StoredFile) -> FileView:
    photo = file.kind is FileKind.PHOTO
    ready = file.copy_state is CopyState.READY
    return FileView(file.public_id, photo, ready, file.title or file.kind.label, file.size)
