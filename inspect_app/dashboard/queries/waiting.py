"""What waits for somebody, from every room that has work: one list, the most pressing first."""

from dataclasses import dataclass

from inspect_app.access import Actor, Permission, may
from inspect_app.config import current_settings
from inspect_app.findings.queries.desk import desk_counts
from inspect_app.foundation import clock
from inspect_app.notices.queries.bulletins import waiting_bulletins
from inspect_app.notices.queries.lists import one_waiting, waiting_notices
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.projects.queries.assigned import count_waiting
from inspect_app.projects.queries.instructions import count_unassigned
from inspect_app.projects.vocabulary.assigned import TaskState
from inspect_app.rectification.queries.inbox import Waiting, waiting_for
from inspect_app.visits.queries import count_incomplete
from inspect_app.visits.queries.unsealing import count_unseal_waiting
from inspect_app.voices.queries.letters import letter_counts

_HINTS = {
    Waiting.TO_ACCEPT: "打开就算签收",
    Waiting.TO_PLAN: "写解答说明、措施和时间节点",
    Waiting.TO_FIX: "整改好后报反馈",
    Waiting.NEAR: "快到整改时限",
    Waiting.OVER: "已过整改时限，还没有反馈",
    Waiting.PREPARED: "已报，等负责人签发",
    Waiting.TO_SIGN: "联络员已报，等您签发",
    Waiting.TO_REVIEW: "看措施和节点，通过或退回",
    Waiting.TO_RULE: "看依据，改派或驳回",
    Waiting.TO_EXTEND: "看理由和进展，同意或不同意",
    Waiting.TO_RULE_DISPUTE: "部门认为事实不符，等您裁定",
    Waiting.TO_DEFER: "看缺什么、谁来推动，批准或不同意",
    Waiting.WAIT_ENDS: "7 天内到期，到期自动恢复整改",
    Waiting.TO_VERIFY: "由责任单位以外的人核验",
    Waiting.TO_CLOSE: "核验已通过，等销号",
}


# These lines show findings that another line counts already.
_SHOWN_TWICE = frozenset({Waiting.NEAR, Waiting.OVER, Waiting.WAIT_ENDS})


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One line of 等我处理; `href` opens exactly what is counted; `extra` lines don't add to the total."""

    count: int
    title: str
    text: str
    href: str
    side: str = ""
    extra: bool = False


def total_of(rows: list[WaitingRow]) -> int:
    """Return how many things wait, each counted once."""
    return sum(row.count for row in rows if not row.extra)


def waiting_rows(actor: Actor) -> list[WaitingRow]:
    """Return the lines with something in them, for this person."""
    rows = _desk(actor) + _cases(actor) + _letters(actor) + _assigned(actor) + _notices(actor) + _bulletins(actor)
    return [row for row in rows if row.count]


def _desk(actor: Actor) -> list[WaitingRow]:
    counts = desk_counts(actor)
    late, unseal = count_incomplete(actor), count_unseal_waiting(actor, clock.now())
    until = f"今天 {current_settings().clocks.triage_by:%H:%M} 前办"  # C1
    return [
        WaitingRow(counts.review, "走访待审核", "看事实和佐证，通过或退回补充", "/findings/review", until),
        WaitingRow(late, "走访照片没收齐", "超过 24 小时，请填报人打开平板的“同步”页", "/visits?arrival=incomplete"),
        WaitingRow(counts.triage, "问题待立项", "定责任单位、等次和时限，再交办", "/findings/triage", until),
        WaitingRow(unseal, "解封申请待批", "看理由，批准或不同意", "/unseal"),
        WaitingRow(counts.queued, "问题待送达", "暗访发现，到时自动送达", "/findings/queued"),
    ]


def _cases(actor: Actor) -> list[WaitingRow]:
    return [
        WaitingRow(line.count, line.label, _HINTS.get(line.kind, ""), line.url, extra=line.kind in _SHOWN_TWICE)
        for line in waiting_for(actor)
    ]


def _letters(actor: Actor) -> list[WaitingRow]:
    counts = letter_counts(actor)
    return [
        WaitingRow(counts.to_triage, "来信待分办", "列为问题、建议、点赞，或写明不办理", "/letters?state=new"),
        WaitingRow(counts.to_answer, "来信待答复", "已经分办，还没有答复来信人", "/letters?reply=no", extra=True),
    ]


def _assigned(actor: Actor) -> list[WaitingRow]:
    counts = count_waiting(actor)
    rows = [
        WaitingRow(
            counts.get(TaskState.OPEN, 0), "督办事项待办", "批示、座谈要求，按期报办理情况", "/assigned?state=open"
        ),
        WaitingRow(
            counts.get(TaskState.ANSWERED, 0), "督办事项待确认", "看佐证，确认办结或退回", "/assigned?state=answered"
        ),
    ]
    if may(actor, Permission.TRIAGE):
        words = ("批示待交办", "要求办理的批示，还没有交给单位")
        rows.append(WaitingRow(count_unassigned(), *words, "/assigned/instructions?waits=1"))
    return rows


def _notices(actor: Actor) -> list[WaitingRow]:
    words = {
        NoticeState.DRAFT: ("通报待送核稿", "您拟的稿还没有送核"),
        NoticeState.CHECKING: ("通报待核稿", "同事拟的稿，等您核"),
        NoticeState.CHECKED: ("通报待签发", "核稿无误，等您签发"),
    }
    return [
        WaitingRow(count, *words[state], _straight_to(state, count)) for state, count in waiting_notices(actor).items()
    ]


def _bulletins(actor: Actor) -> list[WaitingRow]:
    words = {
        NoticeState.DRAFT: ("简报待送核稿", "您编的稿还没有送核"),
        NoticeState.CHECKING: ("简报待核稿", "同事编的稿，等您核"),
        NoticeState.CHECKED: ("简报待签发", "核稿无误，等您签发"),
    }
    return [
        WaitingRow(len(ids), *words[state], f"/bulletins{f'/{ids[0]}' if len(ids) == 1 else f'?state={state.value}'}")
        for state, ids in waiting_bulletins(actor).items()
    ]


def _straight_to(state: NoticeState, count: int) -> str:
    """One notice to sign is opened at once: the signer needs three clicks."""
    only = one_waiting(state) if count == 1 and state is NoticeState.CHECKED else None
    return f"/notices/{only}" if only else "/notices"
