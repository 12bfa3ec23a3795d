"""Try a table, begin its batch, and compare it in the background: a killed worker goes on where it stopped."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, select

from inspect_app.access import Actor, Permission
from inspect_app.accounts.vocabulary import SheetProblem
from inspect_app.audit.actions import record
from inspect_app.campaigns.queries import get_campaign
from inspect_app.comparison.actions.listing import list_problems
from inspect_app.comparison.actions.sources import lock_source
from inspect_app.comparison.models import ComparedCase, ComparedPromise, ComparisonBatch
from inspect_app.comparison.queries.batches import same_file
from inspect_app.comparison.queries.matching import Catalogue, Match, cases_there, promises_held
from inspect_app.comparison.rules import MOST_EACH, added_up, is_broken
from inspect_app.comparison.vocabulary import (
    IN_WORK,
    Aspect,
    BatchState,
    CaseLine,
    CaseReader,
    CaseTable,
    Grouping,
    Promise,
    TrialReport,
)
from inspect_app.config import current_sealer
from inspect_app.database import Base, db, transaction
from inspect_app.evidence.actions import forget_document
from inspect_app.evidence.queries import read_document
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Invalid, Missing, Refused
from inspect_app.tasks.actions import schedule
from inspect_app.tasks.vocabulary import TaskKind

# Under this purpose a tried table is sealed, by the page that keeps it and here where it is opened.
PURPOSE = "comparison"
_AT_ONCE = 1_000


def try_table(source_id: int, table: CaseTable) -> TrialReport:
    """Say what comparing a table would come to, and every line that can't be compared; nothing is written."""
    there = cases_there(source_id, [line.case_no for line in table.lines])
    looked = list(Catalogue().matches(table.lines))
    matches = [one for one in looked if isinstance(one, Match)]
    fresh = [one for one in matches if one.line.case_no not in there]
    broken = [one for one in fresh if is_broken(one.verdict)]
    cases, worse = (Counter(one.matter.name for one in some) for some in (fresh, broken))
    return TrialReport(
        total=len(matches),
        problems=(*table.problems, *(one for one in looked if isinstance(one, SheetProblem))),
        known=len(matches) - len(fresh),
        silent=sum(not one.verdict for one in fresh),
        broken=len(broken),
        groups=len({(one.matter.id, one.window_id) for one in broken}),
        tallies=added_up(one.verdict for one in fresh),
        by_matter=tuple((name, worse[name], cases[name]) for name, _count in worse.most_common()),
    )


def begin(
    actor: Actor,
    source_id: int,
    table: CaseTable,
    *,
    campaign_id: int,
    grouping: Grouping,
    file_name: str,
    digest: str,
    storage_key: str,
) -> ComparisonBatch:
    """Take a table that was tried to be compared in the background; the same file is compared once only."""
    source = lock_source(source_id)
    get_campaign(campaign_id)
    demand_new_file(source_id, digest)
    report = try_table(source_id, table)
    demand_use(report, grouping)
    now = clock.now()
    batch = ComparisonBatch(
        source_id=source.id, campaign_id=campaign_id, made_at=now, made_by_id=actor.person_id or 0,
        made_by=actor.name, file_name=file_name, digest=digest, storage_key=storage_key, grouping=grouping,
        total=len(table.lines), skipped=len(table.problems),
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    schedule(TaskKind.COMPARE_DATA, batch.id, now)
    record(
        actor, "comparison_batch.started", "comparison_batch", batch.id, permission=Permission.TRIAGE,
        name=source.name, count=batch.total, digest=digest,
    )  # fmt: skip
    return batch


def demand_new_file(source_id: int, digest: str) -> None:
    """Refuse a file that was compared before, however it is called."""
    if (before := same_file(source_id, digest)) is not None:
        day = clock.day_of(before.made_at)
        raise Invalid(f"这个文件 {day} 已经比对过（第 {before.id} 批），不重复列问题。要重来，先撤销那一批。", "file")


def demand_use(report: TrialReport, grouping: Grouping) -> None:
    """Refuse a table of which nothing is to be compared, or that would make more single problems than one reads."""
    if not report.fresh:
        raise Invalid("没有一行可以比对，什么都没有写入。", "file")
    if grouping is Grouping.EACH and report.broken > MOST_EACH:
        raise Invalid(
            f"每件单列会有 {report.broken} 个问题，超过 {MOST_EACH} 个没法逐个立项。请选“{Grouping.GROUPED.label}”。",
            "grouping",
        )


def compare(batch_id: int, read: CaseReader) -> None:
    """Compare a batch and list its problems, some at a time, each part with how far it is: nothing is done twice."""
    batch = db.session.get(ComparisonBatch, batch_id, populate_existing=True)
    if batch is None:
        return
    if batch.state in (BatchState.WAITING, BatchState.COMPARING):
        data = current_sealer().open(read_document(batch.storage_key), PURPOSE)
        table, catalogue = read(data, clock.day_of(batch.made_at)), Catalogue()
        while _compare_some(batch_id, table.lines, catalogue):
            pass
    while list_problems(batch_id):
        pass
    _forget_file(batch_id)


def lock_batch(batch_id: int) -> ComparisonBatch:
    """Return a batch locked for change, behind its source."""
    found = db.session.get(ComparisonBatch, batch_id)
    if found is None:
        raise Missing()
    lock_source(found.source_id)
    query = select(ComparisonBatch).where(ComparisonBatch.id == batch_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def demand_standing(batch: ComparisonBatch) -> None:
    """Refuse a batch that was undone."""
    if batch.state is BatchState.UNDONE:
        raise Refused("这一批已经撤销过了。")


def _compare_some(batch_id: int, lines: Sequence[CaseLine], catalogue: Catalogue) -> bool:
    """Compare the next lines in one transaction; say whether there may be more."""
    with transaction():
        batch = lock_batch(batch_id)
        if batch.state not in (BatchState.WAITING, BatchState.COMPARING):
            return False
        part = lines[batch.done : batch.done + _AT_ONCE]
        there, held = cases_there(batch.source_id, [line.case_no for line in part]), promises_held(batch_id)
        matches = [one for one in catalogue.matches(part, held) if isinstance(one, Match)]
        fresh = [one for one in matches if one.line.case_no not in there]
        _keep(batch, fresh, held)
        batch.skipped += len(part) - len(matches)
        batch.known += len(matches) - len(fresh)
        batch.done += len(part)
        batch.state = BatchState.COMPARING if batch.done < len(lines) else BatchState.LISTING
        return batch.state is BatchState.COMPARING


def _keep(batch: ComparisonBatch, fresh: Sequence[Match], held: Mapping[int, Promise]) -> None:
    promises = {one.matter.id: one.promise for one in fresh if one.matter.id not in held}
    rows: tuple[tuple[type[Base], list[dict[str, Any]]], ...] = (
        (ComparedPromise, [{"batch_id": batch.id, "item_id": key, **asdict(one)} for key, one in promises.items()]),
        (ComparedCase, [_row(batch, one) for one in fresh]),
    )
    for table, new in rows:
        if new:
            db.session.connection().execute(insert(table), new)


def _row(batch: ComparisonBatch, match: Match) -> dict[str, Any]:
    line, verdict = match.line, match.verdict
    return {
        "source_id": batch.source_id, "batch_id": batch.id, "row": line.row, "case_no": line.case_no,
        "item_id": match.matter.id, "window_id": match.window_id, "day": line.day, "trips": line.trips,
        "minutes": line.minutes, "workdays": line.workdays, "papers": line.papers, "online": line.online,
        "broken": is_broken(verdict), **{f"{aspect}_kept": verdict.get(aspect) for aspect in Aspect},
    }  # fmt: skip


def _forget_file(batch_id: int) -> None:
    """Take the table away once nothing needs it; done again after a kill between the two steps."""
    batch = db.session.get(ComparisonBatch, batch_id, populate_existing=True)
    if batch is None or batch.state in IN_WORK or not batch.storage_key:
        return
    forget_document(batch.storage_key)
    with transaction():
        lock_batch(batch_id).storage_key = ""
