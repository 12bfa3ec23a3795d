"""Words about visits, trials and interviews."""

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


class IntervieweeKind(Labelled):
    """Whom one talks to (跟踪问)."""

    CITIZEN = "citizen", "办事群众"
    FIRM = "firm", "企业办事人员"
    STAFF = "staff", "窗口工作人员"
    AUXILIARY = "auxiliary", "协辅人员"
