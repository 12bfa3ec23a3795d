"""Words about the review of reform schemes (二报二回, seed 004): what is handed in, reviewed and given back."""

from dataclasses import dataclass
from datetime import date, datetime

from inspect_app.accounts.vocabulary import UnitLevel
from inspect_app.foundation.labels import Labelled

MOST_RETURNS = 2


class SchemeStatus(Labelled):
    """Where the scheme of one item stands; until a round goes back only the office knows 拟通过 and 拟退回."""

    DRAFT = "draft", "未报送"
    SUBMITTED = "submitted", "待审核"
    PASSING = "passing", "拟通过"
    RETURNING = "returning", "拟退回"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "已通过"
    FINAL = "final", "已定稿"
    REJECTED = "rejected", "不采纳"


class SchemeStep(Labelled):
    """What can be done with the scheme of one item."""

    HAND_IN = "hand_in", "报送"
    PASS = "pass", "通过"
    RETURN = "return", "退回修改"
    SEND = "send", "发回审核意见"
    FINALISE = "finalise", "定稿"
    REJECT = "reject", "不采纳"


# What is noted of an item before its round goes back, and what the director decides.
MARKS = (SchemeStep.PASS, SchemeStep.RETURN)
DECISIONS = (SchemeStep.FINALISE, SchemeStep.REJECT)


class Measure(Labelled):
    """The kind of a reform measure (seeds 001 and 004)."""

    FEWER_PAPERS = "fewer_papers", "精简材料"
    NO_PROOF = "no_proof", "取消证明"
    SHARED_DATA = "shared_data", "数据共享"
    COMMITMENT = "commitment", "书面承诺"
    OWN_CHECK = "own_check", "部门自行核验"
    PROCESS = "process", "优化流程"
    ONLINE = "online", "网上办"
    NEARBY = "nearby", "就近办"
    DELEGATE = "delegate", "下放审批权限"


class Shelf(Labelled):
    """By what a list of items is narrowed; each count of a unit opens one."""

    HANDED = "handed", "已报送"
    DRAFT = "draft", "未报送"
    WAITING = "waiting", "待审核"
    MARKED = "marked", "审好待发回"
    RETURNED = "returned", "退回修改"
    DECIDE = "decide", "待主任审定"
    PASSED = "passed", "已通过"
    REJECTED = "rejected", "不采纳"
    LATE = "late", "已过期限"
    TYPICAL = "typical", "典型做法"
    SHARED = "shared", "要数据共享"


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """A review as it is opened: what is handed in, by whom, until when."""

    name: str
    asks: str
    first_due: date
    second_due: date
    unit_ids: frozenset[int]
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class SchemeContent:
    """One version of a scheme as it is written; papers are counted in pieces, trips in times."""

    text: str
    document: str = ""
    measure: Measure | None = None
    from_level: UnitLevel | None = None
    to_level: UnitLevel | None = None
    flow_before: str = ""
    flow_after: str = ""
    papers_before: int | None = None
    papers_after: int | None = None
    trips_before: int | None = None
    trips_after: int | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside a scheme; nothing chosen keeps the one that is there unless it is dropped."""

    name: str = ""
    data: bytes = b""
    drop: bool = False


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One item on a list, in the grid and in the workbook, as far as the reader may see it."""

    id: int
    unit: str
    number: int
    name: str
    measure: str
    status: SchemeStatus
    round_word: str
    due: date | None
    late: bool
    submitted_at: datetime | None
    typical: bool


@dataclass(frozen=True, slots=True)
class UnitRow:
    """How far one unit is; every number but `total` is a part of it."""

    unit_id: int
    unit: str
    total: int
    handed: int
    waiting: int
    marked: int
    returned: int
    passed: int
    rejected: int
    late: int
    silent: bool
