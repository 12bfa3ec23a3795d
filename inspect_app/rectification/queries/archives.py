"""Reads for archives: one's own, and a case as it is printed for one reader."""

from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl

from sqlalchemy import select

from inspect_app.access import Actor
from inspect_app.config import current_settings
from inspect_app.database import db
from inspect_app.evidence.models import StoredFile
from inspect_app.findings.models import FindingFile
from inspect_app.findings.vocabulary import FileStage
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Missing
from inspect_app.rectification.models import CaseArchive, Feedback, RectificationPlan
from inspect_app.rectification.queries.case import CaseRecords, load_case
from inspect_app.rectification.queries.chain import ChainEntry, chain_of
from inspect_app.rectification.queries.ledger import stream_ledger
from inspect_app.rectification.rules.deadlines import day_words
from inspect_app.rectification.rules.ledger_address import filter_of
from inspect_app.rectification.vocabulary import Dossier, DossierStep, LedgerRow

_SHOWN = 20


def list_archives(actor: Actor) -> Sequence[CaseArchive]:
    """Return one's own archives, the newest first."""
    query = select(CaseArchive).where(CaseArchive.asked_by_id == actor.person_id)
    return db.session.scalars(query.order_by(CaseArchive.id.desc()).limit(_SHOWN)).all()


def get_archive(actor: Actor, archive_id: int) -> CaseArchive:
    """Return one of one's own archives, or raise Missing."""
    found = db.session.get(CaseArchive, archive_id)
    if found is None or found.asked_by_id != actor.person_id:
        raise Missing()
    return found


def rows_of(actor: Actor, archive: CaseArchive) -> list[LedgerRow]:
    """Return the rows of the ledger that an archive holds, as they are now."""
    return list(stream_ledger(actor, filter_of(dict(parse_qsl(archive.query)))))


def dossier_of(records: CaseRecords, row: LedgerRow) -> Dossier:
    """Return a case as it is printed for the reader of these records."""
    finding = records.finding
    facts = (
        ("责任单位", row.unit), ("网点窗口", row.place), ("事项", row.item), ("类别", row.kind),
        ("等次", finding.grade.label), ("发现方式", row.method), ("专项", row.campaign),
        ("事实", finding.fact), ("整改要求", finding.demand),
        ("原定时限", row.original_due.isoformat() if row.original_due else ""),
        ("时限", row.due.isoformat() if row.due else ""),
        ("状态", row.status.label), ("督办级别", finding.level.label),
    )  # fmt: skip
    return Dossier(
        number=row.number,
        title=row.title,
        office=current_settings().office_name,
        day=clock.today().isoformat(),
        rows=tuple((label, text) for label, text in facts if text),
        steps=tuple(_step(entry) for entry in chain_of(records, None)),
    )


def records_of(actor: Actor, number: str) -> CaseRecords:
    """Return a case as recorded, for one reader."""
    return load_case(actor, number)


def files_in(records: CaseRecords) -> Iterator[tuple[FileStage, StoredFile]]:
    """Yield the files of a case that its reader may see, in the order of the chain."""
    shown = {file.public_id for kept in records.files.values() for file in kept}
    query = select(FindingFile.stage, StoredFile).join(StoredFile, StoredFile.id == FindingFile.file_id)
    of_case = query.where(FindingFile.finding_id == records.finding.id).order_by(FindingFile.id)
    for stage, file in db.session.execute(of_case):
        if file.public_id in shown:
            yield stage, file


def _step(entry: ChainEntry) -> DossierStep:
    when = f"{clock.local(entry.at):%Y-%m-%d %H:%M}" if entry.at else ""
    day = f"{entry.day:%Y-%m-%d}" if entry.day else ""
    plan, feedback = _plan(entry.plan), _feedback(entry.feedback)
    texts = tuple(text for text in (entry.text, *entry.small, *plan, *feedback) if text)
    return DossierStep(when or day, entry.title, entry.who, texts, tuple(file.title for file in entry.files))


def _plan(plan: RectificationPlan | None) -> tuple[str, ...]:
    if plan is None:
        return ()
    steps = tuple(
        f"节点：{one.text}，{day_words(one.due_on)}前{'，已完成' if one.done_on else ''}" for one in plan.milestones
    )
    cause = f"症结（{plan.root_cause.label}）：{plan.root_cause_text}" if plan.root_cause_text else ""
    told = (f"解答说明（{plan.stance.label}）：{plan.explanation}", cause, f"措施：{plan.measures}")
    return (*told, *steps, f"责任人：{plan.owner}")


def _feedback(feedback: Feedback | None) -> tuple[str, ...]:
    if feedback is None:
        return ()
    told = (("整改情况", feedback.work_done), ("链接", feedback.proof_link), ("文号", feedback.proof_document))
    return tuple(f"{label}：{text}" for label, text in (*told, ("建章立制", feedback.lasting_rule)) if text)
