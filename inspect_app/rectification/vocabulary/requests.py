"""Words about what stands beside the status: requests, slips, looking back, hands inside a department."""

from dataclasses import dataclass
from datetime import date

from inspect_app.foundation.labels import Labelled


class RequestState(Labelled):
    """How far a request beside the status is; `ended` is a wait that is over."""

    PENDING = "pending", "待批"
    APPROVED = "approved", "已同意"
    REJECTED = "rejected", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"
    ENDED = "ended", "已结束"


class SlipState(Labelled):
    """How far a slip (督办单) is."""

    PROPOSED = "proposed", "待发"
    ISSUED = "issued", "已发"
    SIGNED = "signed", "已签收"
    ANSWERED = "answered", "已回复"
    CANCELLED = "cancelled", "已撤销"


class OrderState(Labelled):
    """How far an ordered check is."""

    PLANNED = "planned", "待核验"
    DONE = "done", "已核验"
    NOT_POSSIBLE = "not_possible", "无法核验"
    CANCELLED = "cancelled", "已取消"


class LookBackState(Labelled):
    """How far looking again is, and what it showed."""

    PLANNED = "planned", "待回头看"
    FINE = "fine", "没有反弹"
    REBOUNDED = "rebounded", "反弹"
    CANCELLED = "cancelled", "已取消"


class HandoverState(Labelled):
    """How far a finding handed down is."""

    OPEN = "open", "转办中"
    ANSWERED = "answered", "已交回"
    TAKEN_BACK = "taken_back", "已收回"


class ReplyState(Labelled):
    """How far the reply to a citizen, netizen or complainant is."""

    PENDING = "pending", "待答复"
    REPLIED = "replied", "已答复"
    SATISFIED = "satisfied", "当事人满意"
    UNSATISFIED = "unsatisfied", "当事人不满意"


class ReplyChannel(Labelled):
    """How the reply was given."""

    PHONE = "phone", "电话"
    LETTER = "letter", "书面"
    ONLINE = "online", "网上"
    IN_PERSON = "in_person", "当面"


class DataNeedState(Labelled):
    """How far shared data is."""

    ASKED = "asked", "已提出"
    AGREED = "agreed", "供方已同意"
    PROVIDED = "provided", "已提供"
    REFUSED = "refused", "供方不同意"


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """What the office notes on a finding: a fixed date (硬任务), 容错, and the one field for 问责."""

    hard_task: bool = False
    due: date | None = None
    tolerance: bool = False
    accountability: str = ""
