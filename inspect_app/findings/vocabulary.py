"""Words about problems and their way to closure (rectification.md §4, §8)."""

from dataclasses import dataclass
from datetime import date

from inspect_app.foundation.labels import Labelled


class FindingStatus(Labelled):
    """The one status column. Overdue, colour, escalation and recurrence are derived, never statuses."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    DISMISSED = "dismissed", "不予立项"
    DISPATCHED = "dispatched", "待签收"
    RETURN_REQUESTED = "return_requested", "退单待裁定"
    ACCEPTED = "accepted", "已签收"
    PLAN_SUBMITTED = "plan_submitted", "计划待审"
    RECTIFYING = "rectifying", "整改中"
    PENDING_VERIFICATION = "pending_verification", "待核验"
    DEFERRED = "deferred", "暂缓"
    CLOSED = "closed", "已销号"
    TERMINATED = "terminated", "终止整改"


class Step(Labelled):
    """A move of a finding; the label is the verb on its button."""

    SUBMIT = "submit", "提交"
    SEND_BACK = "send_back", "退回补充"
    DISMISS = "dismiss", "不予立项"
    QUEUE = "queue", "立项，择时送达"
    DISPATCH = "dispatch", "立项交办"
    ACCEPT = "accept", "签收"
    AUTO_ACCEPT = "auto_accept", "超时自动签收"
    REQUEST_RETURN = "request_return", "申请退单"
    REASSIGN = "reassign", "改派"
    REFUSE_RETURN = "refuse_return", "驳回退单"
    SUBMIT_PLAN = "submit_plan", "报送计划"
    FIX_NOW = "fix_now", "立行立改"
    RETURN_PLAN = "return_plan", "退回计划"
    APPROVE_PLAN = "approve_plan", "计划通过"
    REPORT_PROGRESS = "report_progress", "报告进展"
    REQUEST_CLOSURE = "request_closure", "申请销号"
    FAIL_VERIFICATION = "fail_verification", "退回重办"
    PASS_VERIFICATION = "pass_verification", "核验通过"
    CLOSE = "close", "销号"
    DEFER = "defer", "批准暂缓"
    RESUME = "resume", "恢复整改"
    TERMINATE = "terminate", "终止整改"
    REVOKE_CLOSURE = "revoke_closure", "撤销销号"
    REQUEST_EXTENSION = "request_extension", "申请延期"
    WITHDRAW_EXTENSION = "withdraw_extension", "撤回延期申请"
    GRANT_EXTENSION = "grant_extension", "同意延期"
    REFUSE_EXTENSION = "refuse_extension", "不同意延期"
    FILE_DISPUTE = "file_dispute", "提出异议"
    UPHOLD_DISPUTE = "uphold_dispute", "异议成立，不予立项"
    CORRECT_FACT = "correct_fact", "异议成立，更正事实"
    REJECT_DISPUTE = "reject_dispute", "异议不成立"
    REQUEST_DEFERRAL = "request_deferral", "申请暂缓"
    WITHDRAW_DEFERRAL = "withdraw_deferral", "撤回暂缓申请"
    REFUSE_DEFERRAL = "refuse_deferral", "不同意暂缓"
    HAND_DOWN = "hand_down", "转办"
    PASS_UP = "pass_up", "交回办理情况"
    TAKE_BACK = "take_back", "收回转办"
    GIVE_OPINION = "give_opinion", "协办意见"
    REPLY_SOURCE = "reply_source", "答复当事人"
    REMIND = "remind", "催办"
    ASSIGN_VERIFIER = "assign_verifier", "指派核验"
    ISSUE_SLIP = "issue_slip", "发督办单"
    ANSWER_SLIP = "answer_slip", "督办回复"
    CANCEL_SLIP = "cancel_slip", "撤销督办单"
    LIST_OPENLY = "list_openly", "挂牌督办"
    UNLIST = "unlist", "摘牌"
    SUMMON = "summon", "约谈"
    LOOK_BACK = "look_back", "回头看"
    ANNOTATE = "annotate", "补充登记"
    MERGE_DUPLICATE = "merge_duplicate", "合并重复问题"


class DisputeState(Labelled):
    """How far an objection (异议) is; one a finding."""

    FILED = "filed", "正在复核"
    UPHELD = "upheld", "异议成立"
    CORRECTED = "corrected", "已更正事实"
    REJECTED = "rejected", "异议不成立"
    WITHDRAWN = "withdrawn", "不再复核"


class Level(Labelled):
    """How far supervision has gone (rectification.md §4.5); derived, but for the director's own decision."""

    NONE = "none", "正常办理"
    BLUE = "blue", "提醒"
    YELLOW = "yellow", "黄色督办"
    RED = "red", "红色督办"
    LISTED = "listed", "挂牌督办"


class HoldReason(Labelled):
    """Why the office holds a file, so that the department's days don't count."""

    VERIFICATION = "verification", "核验"
    RETURN_RULING = "return_ruling", "裁定退单"
    PLAN_REVIEW = "plan_review", "审核计划"
    EXTENSION = "extension", "审批延期"
    DISPUTE = "dispute", "复核异议"
    DEFERRAL = "deferral", "审批暂缓"


class Grade(Labelled):
    """How heavy a problem is (product.md)."""

    SUGGESTION = "suggestion", "建议"
    FIX_NOW = "fix_now", "立行立改"
    ORDINARY = "ordinary", "一般"
    MAJOR = "major", "重大"


class PainType(Labelled):
    """痛点, 堵点, 难点; set at triage."""

    PAIN = "pain", "痛点"
    BLOCKAGE = "blockage", "堵点"
    DIFFICULTY = "difficulty", "难点"


class Category(Labelled):
    """What a problem is about."""

    ATTITUDE = "attitude", "态度"
    TELLING = "telling", "告知"
    GUIDE = "guide", "指南"
    PAPERS = "papers", "材料"
    PROCESS = "process", "流程"
    TIME_LIMIT = "time_limit", "时限"
    PHONE = "phone", "电话"
    SYSTEM = "system", "系统"
    FACILITY = "facility", "设施"
    PROMISE = "promise", "承诺未兑现"
    OTHER = "other", "其他"


class SourceKind(Labelled):
    """Where a problem comes from."""

    ANSWER = "answer", "现场看"
    TRIAL = "trial", "具体办"
    INTERVIEW = "interview", "跟踪问"
    PHONE_TEST = "phone_test", "电话测试"
    OFFICE = "office", "跑改办登记"
    LETTER = "letter", "来信来电网民"
    DATA = "data", "数据比对"


class Lamp(Labelled):
    """The lamp of a deadline: colour, shape and word; derived."""

    OK = "ok", "正常"
    NEAR = "near", "临期"
    OVER = "over", "逾期"
    DONE = "done", "已销号"
    NONE = "none", "无时限"


class FileStage(Labelled):
    """On which link of the chain a file hangs."""

    FOUND = "found", "发现"
    PLAN = "plan", "计划"
    FEEDBACK = "feedback", "整改佐证"
    VERIFICATION = "verification", "核验"
    SIGNATURE = "signature", "签字扫描件"
    REQUEST = "request", "申请材料"
    HANDED_DOWN = "handed_down", "转办办理材料"
    APPROVAL = "approval", "批准文件"
    REPLY = "reply", "答复材料"


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What the office settles about a problem before it is delivered.

    `due` is a fixed date, nothing means the grade's term. `needs_plan` is nothing when the grade decides.
    `file_ids` are the photos passed on. `checked` says that somebody looked at words that may name people.
    `version` is the one the page was opened with. `recurrence_of` is the number of a closed finding that this
    one is again; `kept_reason` says why the grade isn't raised for it. `found_lately` lets the department read 近期
    instead of the day.
    """

    title: str
    fact: str
    suggestion: str
    demand: str
    category: Category
    pain_type: PainType | None
    grade: Grade
    lead_unit_id: int | None
    assist_unit_ids: frozenset[int] = frozenset()
    window_id: int | None = None
    item_id: int | None = None
    due: date | None = None
    needs_plan: bool | None = None
    file_ids: frozenset[int] = frozenset()
    checked: bool = False
    version: int = 1
    recurrence_of: str = ""
    kept_reason: str = ""
    found_lately: bool = False
