"""Words about visits, trials and interviews."""

from dataclasses import dataclass
from datetime import date, datetime

from inspect_app.access import Role
from inspect_app.campaigns.vocabulary import VisitMethod
from inspect_app.foundation.labels import Labelled


class VisitMode(Labelled):
    """Whether the hall knows."""

    OPEN = "open", "明查"
    COVERT = "covert", "暗访"
    ACCOMPANY = "accompany", "随访体验"


class VisitStatus(Labelled):
    """How far a visit is, for the office; authors see the three words of VisitWord."""

    PLANNED = "planned", "待走访"
    DRAFT = "draft", "草稿"
    RECEIVED = "received", "待审核"
    RETURNED = "returned", "退回补充"
    ACCEPTED = "accepted", "已审核"


class VisitWord(Labelled):
    """The three words an author reads, everywhere (product.md)."""

    DRAFT = "draft", "草稿"
    WAITING = "waiting", "待上传"
    RECEIVED = "received", "已收到"


class SubmissionState(Labelled):
    """How far a submission from a tablet is."""

    RECEIVING = "receiving", "待收照片"
    COMPLETE = "complete", "已收到"


class UnsealState(Labelled):
    """How far the request is to see who went on a covert visit that is handed in."""

    WAITING = "waiting", "待批准"
    OPEN = "open", "可查看"
    ENDED = "ended", "已到时"
    REFUSED = "refused", "不同意"
    LAPSED = "lapsed", "逾期未批"


class DaySlot(Labelled):
    """When on the day."""

    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"
    ANY = "any", "全天"


class TrialOutcome(Labelled):
    """How a trial (具体办) ended."""

    DONE = "done", "办成"
    ABANDONED = "abandoned", "放弃"
    REFUSED = "refused", "不予受理"
    CLOSED = "closed", "窗口未开"
    NOT_YET = "not_yet", "还没办好"


class PaperOrigin(Labelled):
    """Where a paper that was asked for stands."""

    LISTED = "listed", "清单内"
    BEYOND = "beyond", "清单外"
    CANCELLED = "cancelled", "已取消证明"


class PapersFault(Labelled):
    """Why papers were not complete: the promise assumes that they are, and citizens are not always told (D8)."""

    UNTOLD = "untold", "窗口没有讲清"
    GUIDE = "guide", "指南没有写明"
    BEYOND = "beyond", "另要清单外的"
    APPLICANT = "applicant", "讲清了，本人没带"


class IntervieweeKind(Labelled):
    """Whom one talks to (跟踪问)."""

    CITIZEN = "citizen", "办事群众"
    FIRM = "firm", "企业办事人员"
    STAFF = "staff", "窗口工作人员"
    AUXILIARY = "auxiliary", "协辅人员"


class PapersInHand(Labelled):
    """What one has along when a matter is done by a script."""

    COMPLETE = "complete", "材料带齐"
    ONE_MISSING = "one_missing", "故意缺一样"


class ScriptBreak(Labelled):
    """Why a trial no longer shows what an ordinary applicant meets."""

    EXPOSED = "exposed", "身份暴露"
    DEPARTED = "departed", "未按脚本"


@dataclass(frozen=True, slots=True)
class CleanScript:
    """A script as its form hands it out; `seen` is the version its page was opened with."""

    title: str
    item_id: int | None
    persona: str
    papers: PapersInHand
    missing_paper: str
    ask: str
    must_tell: tuple[str, ...]
    steps: tuple[str, ...]
    limit_minutes: int | None
    never_reveal: str
    stop_line: str
    seen: int = 0


@dataclass(frozen=True, slots=True)
class CheckWords:
    """What a reviewer notes of a round; nothing where a question isn't answered yet."""

    facts_clear: bool | None = None
    evidence_enough: bool | None = None
    script_kept: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """What the office plans: facts from the form, before anybody has checked them against the rules.

    `version_id` is None for the latest published version of the campaign's checklist. `seen` is the version of
    the visit that a page to plan it anew was opened with.
    """

    campaign_id: int
    version_id: int | None
    person_id: int
    role: Role
    window_ids: tuple[int, ...]
    planned_on: date
    slot: DaySlot
    mode: VisitMode
    method: VisitMethod
    companions: str = ""
    note: str = ""
    script_id: int | None = None
    seen: int | None = None
    through_on: date | None = None
    activity: int | None = None
    with_petitions: bool = False


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One line of the office's list; `author` is a name, a shopper's code, or only the group."""

    public_id: str
    planned_on: date
    slot: DaySlot
    place: str
    windows: str
    campaign: str
    mode: VisitMode
    method: VisitMethod
    author: str
    status: VisitStatus
    submitted_at: datetime | None
    receipt: str | None
    self_check: bool
    entered: bool
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class VisitFilters:
    """What a list of visits is narrowed to; None or empty leaves it out.

    `incomplete` keeps those whose photos have not all come within a day.
    """

    status: VisitStatus | None = None
    mode: VisitMode | None = None
    method: VisitMethod | None = None
    campaign_id: int | None = None
    site_id: int | None = None
    planned_from: date | None = None
    planned_to: date | None = None
    activity: int | None = None
    text: str = ""
    incomplete: bool = False
