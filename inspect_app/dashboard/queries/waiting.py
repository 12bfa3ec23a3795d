"""What waits for somebody, from every room that has work: one list, the most pressing first."""

from dataclasses import dataclass

from inspect_app.access import Actor
from inspect_app.config import current_settings
from inspect_app.findings.queries.desk import desk_counts
from inspect_app.notices.queries.lists import waiting_notices
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.rectification.queries.inbox import Waiting, waiting_for

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
    Waiting.TO_VERIFY: "由责任单位以外的人核验",
    Waiting.TO_CLOSE: "核验已通过，等销号",
}


# These lines show findings that another line counts already.
_SHOWN_TWICE = frozenset({Waiting.NEAR, Waiting.OVER})


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
    rows = _desk(actor) + _cases(actor) + _notices(actor)
    return [row for row in rows if row.count]


def _desk(actor: Actor) -> list[WaitingRow]:
    counts = desk_counts(actor)
    until = f"今天 {current_settings().clocks.triage_by:%H:%M} 前办"  # C1
    return [
        WaitingRow(counts.review, "走访待审核", "看事实和佐证，通过或退回补充", "/findings/review", until),
        WaitingRow(counts.triage, "问题待立项", "定责任单位、等次和时限，再交办", "/findings/triage", until),
        WaitingRow(counts.queued, "问题待送达", "暗访发现，到时自动送达", "/findings/queued"),
    ]


def _cases(actor: Actor) -> list[WaitingRow]:
    return [
        WaitingRow(line.count, line.label, _HINTS.get(line.kind, ""), line.url, extra=line.kind in _SHOWN_TWICE)
        for line in waiting_for(actor)
    ]


def _notices(actor: Actor) -> list[WaitingRow]:
    words = {
        NoticeState.DRAFT: ("通报待送核稿", "您拟的稿还没有送核"),
        NoticeState.CHECKING: ("通报待核稿", "同事拟的稿，等您核"),
        NoticeState.CHECKED: ("通报待签发", "核稿无误，等您签发"),
    }
    return [
        WaitingRow(count, *words[state], "/notices") for state, count in waiting_notices(actor).items()
    ]
