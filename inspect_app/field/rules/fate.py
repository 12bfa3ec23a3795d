"""What became of a problem, as its author reads it: one word and one sentence (我提的问题)."""

from dataclasses import dataclass
from datetime import date

from inspect_app.findings.vocabulary import FindingStatus
from inspect_app.foundation.labels import Labelled


class Fate(Labelled):
    """The words an author follows a problem by."""

    WAITING = "waiting", "已收到"
    HANDED_OVER = "handed_over", "已交办"
    RECTIFYING = "rectifying", "整改中"
    CLOSED = "closed", "已销号"
    ENDED = "ended", "已了结"


@dataclass(frozen=True, slots=True)
class FateFacts:
    """What the sentence is made of; `merged` says that somebody else's finding stands for this one."""

    status: FindingStatus
    unit: str = ""
    due: date | None = None
    closed_on: date | None = None
    merged: bool = False


_HANDED_OVER = frozenset({FindingStatus.DISPATCHED, FindingStatus.RETURN_REQUESTED})
_DOING = {
    FindingStatus.ACCEPTED: "责任单位已签收，正在办。",
    FindingStatus.PLAN_SUBMITTED: "责任单位已报整改计划，跑改办在审。",
    FindingStatus.RECTIFYING: "责任单位正在整改。",
    FindingStatus.PENDING_VERIFICATION: "责任单位说已改好，等人去核验。",
    FindingStatus.DEFERRED: "眼下条件不够，经批准暂缓，到期接着改。",
}


def fate_of(facts: FateFacts) -> tuple[Fate, str]:
    """Return the word and the sentence; a day is told, never a person."""
    status = facts.status
    if facts.merged:
        return _merged(facts)
    if status is FindingStatus.CLOSED:
        day = f"{facts.closed_on.month}月{facts.closed_on.day}日" if facts.closed_on else ""
        return Fate.CLOSED, f"{day}核验通过，已经改好。"
    if status in _DOING:
        return Fate.RECTIFYING, _DOING[status]
    if status in _HANDED_OVER:
        until = f"，{facts.due.month}月{facts.due.day}日前反馈" if facts.due else ""
        return Fate.HANDED_OVER, f"已交给{facts.unit}办理{until}。"
    if status is FindingStatus.DISMISSED:
        return Fate.ENDED, "跑改办研究后没有立项。"
    if status is FindingStatus.TERMINATED:
        return Fate.ENDED, "经批准终止整改。"
    return Fate.WAITING, "跑改办正在审核。"


def _merged(facts: FateFacts) -> tuple[Fate, str]:
    """Tell what became of the earlier finding that stands for this one."""
    if facts.status is FindingStatus.CLOSED:
        return Fate.CLOSED, "此前已有人提出同样的问题，已经改好。"
    if facts.status in (FindingStatus.DISMISSED, FindingStatus.TERMINATED):
        return Fate.ENDED, "此前已有人提出同样的问题，已经了结。"
    return Fate.RECTIFYING, "此前已有人提出同样的问题，您的发现已并过去一起办。"
