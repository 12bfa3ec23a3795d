"""Take a case in hand: find it, lock it, see that nobody was faster and that the step may be done."""

from collections.abc import Sequence

from sqlalchemy import select, true

from inspect_app.access import Actor, Permission, may, units_of
from inspect_app.database import db
from inspect_app.evidence.actions import store_upload
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.models import Finding, FindingEvent, FindingFile
from inspect_app.findings.queries import case_facts, get_finding, lock_finding
from inspect_app.findings.rules.workflow import refusal
from inspect_app.findings.vocabulary import FileStage, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Conflict, Invalid
from inspect_app.rectification.models import PendingSignature
from inspect_app.rectification.vocabulary import SignatureState, Upload

MAX_FILES = 10
# Why a thing came back is the first a department reads on its page anyway.
_CAME_BACK = frozenset({Step.RETURN_PLAN, Step.FAIL_VERIFICATION})
_STALE = "这件事刚被别人办过，您写的还没有存。两份都留着，请对照后再办。"


def take(actor: Actor, number: str, version: int | None = None, **mine: str) -> Finding:
    """Return a finding locked for change; raise Missing when unseen, Conflict when `version` is an old one.

    `mine` are the texts just written, kept to be compared.
    """
    finding = lock_finding(get_finding(actor, number).id)
    if version is not None and version != finding.version:
        texts = {_LABELS.get(name, name): text for name, text in mine.items()} or {"办理": ""}
        raise Conflict(_STALE, mine=texts, theirs=dict.fromkeys(texts, _stored_words(actor, finding)))
    return finding


def must_allow(actor: Actor, finding: Finding, step: Step) -> None:
    """Raise what the workflow says when a step can't be done now."""
    refused = refusal(step, actor, case_facts(finding, actor), clock.today())
    if refused is not None:
        raise refused


def attach(
    actor: Actor,
    finding: Finding,
    uploads: Sequence[Upload],
    stage: FileStage,
    round_no: int,
    *,
    covert: bool = False,
) -> list[StoredFile]:
    """Keep files on a link of the chain; a refused one is hung on the field `files`."""
    if len(uploads) > MAX_FILES:
        raise Invalid(f"一次最多 {MAX_FILES} 个文件，请分次上传或合并。", "files")
    kept = []
    for upload in uploads:
        try:
            kept.append(store_upload(actor, upload.data, upload.name, covert=covert))
        except Invalid as error:
            raise Invalid(error.message, "files") from error
    for file in kept:
        db.session.add(FindingFile(finding_id=finding.id, file_id=file.id, stage=stage, round=round_no))
    db.session.flush()
    return kept


def waiting_signature(finding: Finding) -> PendingSignature | None:
    """Return what waits for the head's signature, if anything does."""
    query = select(PendingSignature).where(
        PendingSignature.finding_id == finding.id, PendingSignature.state == SignatureState.WAITING
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _stored_words(actor: Actor, finding: Finding) -> str:
    """Say what stands there now; of the office's own moves (a covert check, say) a department reads nothing."""
    waiting = waiting_signature(finding)
    if waiting is not None and waiting.feedback is not None:
        return f"{waiting.step.label}，待负责人签发：{waiting.feedback.work_done}"
    query = select(FindingEvent).where(FindingEvent.finding_id == finding.id).order_by(FindingEvent.id.desc())
    wide = may(actor, Permission.READ_ALL_FINDINGS)
    last = db.session.scalars(query.where(true() if wide else ~FindingEvent.for_office).limit(1)).one_or_none()
    if last is None:
        return f"现在是“{finding.status.label}”。"
    own = last.unit_id in units_of(actor, Permission.READ_UNIT_FINDINGS)
    text = last.text if wide or own or last.step in _CAME_BACK else ""
    return f"现在是“{finding.status.label}”。{last.step.label} {text}".strip()


_LABELS = {
    "work_done": "整改情况",
    "measures": "整改措施",
    "remark": "意见",
    "text": "进展",
    "basis": "退单依据",
    "reason": "理由",
    "grounds": "异议理由",
    "ruling": "裁定意见",
}
