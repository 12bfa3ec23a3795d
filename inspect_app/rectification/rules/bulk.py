"""Many findings at once: the verbs, how many there may be, and what is said of those that can't."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspect_app.access import Actor, Permission, may
from inspect_app.findings.vocabulary import Step
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.foundation.labels import Labelled

MOST_ROWS = 500
STALE = "刚被别人办过，这一条没有动，请打开看过再办。"
REMINDED = "今天已催办。"
NO_UNIT = "还没有定责任单位，请先打开定好再交办。"


class BulkVerb(Labelled):
    """What may be done to many at once; the label is the verb on its button."""

    REMIND = "remind", "催办"
    EXTEND = "extend", "延期"
    ASSIGN = "assign", "指派核验"
    DISPATCH = "dispatch", "立项交办"
    QUEUE = "queue", "立项，择时送达"


class BulkList(Labelled):
    """Which list the rows are ticked in."""

    LEDGER = "ledger", "问题台账"
    TRIAGE = "triage", "待立项"


@dataclass(frozen=True, slots=True)
class BulkRule:
    """A verb in the workflow's words: the step, the power it needs, its list, and what its confirmation asks for."""

    step: Step
    permission: Permission
    rows: BulkList
    fields: tuple[str, ...] = ()
    effect: str = ""


BULK: Mapping[BulkVerb, BulkRule] = {
    BulkVerb.REMIND: BulkRule(
        Step.REMIND, Permission.TRIAGE, BulkList.LEDGER, ("note",), "责任单位联络员会收到催办消息，办理过程里记一笔。"
    ),
    BulkVerb.EXTEND: BulkRule(
        Step.GRANT_EXTENSION,
        Permission.REVIEW_PLAN,
        BulkList.LEDGER,
        ("due", "reason"),
        "时限改到同一天，原定时限仍然保留。",
    ),
    BulkVerb.ASSIGN: BulkRule(
        Step.ASSIGN_VERIFIER,
        Permission.TRIAGE,
        BulkList.LEDGER,
        ("person",),
        "核验人员会收到待核验消息，责任单位不知道。",
    ),
    BulkVerb.DISPATCH: BulkRule(
        Step.DISPATCH, Permission.TRIAGE, BulkList.TRIAGE, (), "系统编号、送达责任单位，时限从现在起算。"
    ),
    BulkVerb.QUEUE: BulkRule(
        Step.QUEUE, Permission.TRIAGE, BulkList.TRIAGE, (), "到下一个工作日的送达时间由系统交办，时限从送达起算。"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a confirmation asks for, the same for all rows."""

    note: str = ""
    due: date | None = None
    reason: str = ""
    person_id: int | None = None


def verbs_for(actor: Actor, rows: BulkList) -> tuple[BulkVerb, ...]:
    """Return what somebody may do to many in a list, in the order of their buttons."""
    return tuple(verb for verb, rule in BULK.items() if rule.rows is rows and may(actor, rule.permission))


def demand_size(count: int) -> None:
    """Raise when nothing is chosen, or more than one batch takes."""
    if count == 0:
        raise Invalid("还没有选中问题。请返回勾选，或者勾“选中全部”。")
    if count > MOST_ROWS:
        raise Refused(
            f"选中了 {count} 条，一次最多办 {MOST_ROWS} 条。请先按责任单位、状态或到期日期缩小范围，再分几次办。"
        )
