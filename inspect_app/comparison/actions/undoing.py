"""Take a batch back as a whole, as long as nobody has worked on one of its problems."""

from collections.abc import Sequence

from sqlalchemy import delete

from inspect_app.access import Actor, Permission
from inspect_app.audit.actions import record
from inspect_app.comparison.actions.comparing import demand_standing, lock_batch
from inspect_app.comparison.models import ComparedCase, ComparedPromise
from inspect_app.comparison.queries.batches import problems_of, touched_in
from inspect_app.comparison.vocabulary import BatchState
from inspect_app.database import db
from inspect_app.findings.actions.moving import move_all
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import lock_finding
from inspect_app.findings.vocabulary import FindingStatus, Step
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.foundation.text import clean

_NAMED = 5


def undo_batch(actor: Actor, batch_id: int, reason: str) -> tuple[int, str]:
    """Take a batch back: its problems aren't taken up, its cases may be compared anew.

    Return how many problems went, and what the storage need no longer keep.
    """
    batch = lock_batch(batch_id)
    demand_standing(batch)
    waiting = [lock_finding(one.id) for one in problems_of(batch_id) if one.status is FindingStatus.SUBMITTED]
    if touched := touched_in(batch_id):
        raise Refused(_why(touched))
    words = clean(reason) or f"撤销第 {batch.id} 批数据比对"
    move_all(
        actor, waiting, Step.DISMISS, permission=Permission.TRIAGE, text=words, given=lambda _one: {"reason": words}
    )
    for table in (ComparedCase, ComparedPromise):
        db.session.execute(delete(table).where(table.batch_id == batch_id))
    key, batch.storage_key = batch.storage_key, ""
    batch.state, batch.undone_at = BatchState.UNDONE, clock.now()
    record(
        actor, "comparison_batch.undone", "comparison_batch", batch.id, permission=Permission.TRIAGE,
        count=len(waiting), reason=words,
    )  # fmt: skip
    db.session.flush()
    return len(waiting), key


def _why(touched: Sequence[Finding]) -> str:
    named = "；".join(f"“{one.title}”（{one.status.label}）" for one in touched[:_NAMED])
    more = f"等 {len(touched)} 个" if len(touched) > _NAMED else ""
    return f"这一批里有问题已经在办，不能整批撤销：{named}{more}。请逐个“不予立项”。"
