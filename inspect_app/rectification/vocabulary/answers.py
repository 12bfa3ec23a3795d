"""Words about plans, feedback, signatures and verification, and the facts that forms hand over."""

from dataclasses import dataclass
from datetime import date

from inspect_app.foundation.labels import Labelled


class Stance(Labelled):
    """How a department answers the fact (解答说明)."""

    ACCEPT = "accept", "认可"
    PARTLY = "partly", "部分认可"
    NOT = "not", "不认可"


class RootCause(Labelled):
    """Why it happened."""

    RULE = "rule", "制度规定"
    PROCESS = "process", "流程设计"
    SYSTEM = "system", "系统和数据"
    TRAINING = "training", "培训和业务水平"
    STAFFING = "staffing", "人员力量"
    CONDUCT = "conduct", "作风和责任心"
    FACILITY = "facility", "场地设施"
    OTHER = "other", "其他"


class PlanState(Labelled):
    """How far a plan version is."""

    SUBMITTED = "submitted", "待审"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已通过"


class FeedbackState(Labelled):
    """How far a round of feedback is."""

    PENDING_SIGNATURE = "pending_signature", "待负责人签发"
    SUBMITTED = "submitted", "已反馈"
    ACCEPTED = "accepted", "核验通过"
    REFUSED = "refused", "退回重办"
    WITHDRAWN = "withdrawn", "负责人退回"


class SignatureState(Labelled):
    """How far a step of two people is."""

    WAITING = "waiting", "待负责人签发"
    SIGNED = "signed", "已签发"
    DECLINED = "declined", "负责人退回"


class VerificationMethod(Labelled):
    """How a claimed fix is checked."""

    REVISIT = "revisit", "复访"
    COVERT = "covert", "暗访复核"
    CALL = "call", "电话回访"
    ONLINE = "online", "网上抽查"
    PAPERS = "papers", "资料核查"


class VerificationResult(Labelled):
    """What the check showed."""

    PASSED = "passed", "核验通过"
    FAILED = "failed", "退回重办"


class SameElsewhere(Labelled):
    """Whether other windows have the same problem (举一反三)."""

    FIXED = "fixed", "有，已一并改"
    FIXING = "fixing", "有，还在改"
    NONE = "none", "没有"


class Audience(Labelled):
    """As whom somebody reads a case; a department never learns what is covert."""

    OFFICE = "office", "跑改办"
    READER = "reader", "领导"
    VERIFIER = "verifier", "核验人员"
    DEPARTMENT = "department", "责任单位"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    """A dated step as planned."""

    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as it is handed in."""

    stance: Stance
    explanation: str
    root_cause: RootCause
    root_cause_text: str
    measures: str
    owner: str
    same_elsewhere: SameElsewhere
    milestones: tuple[MilestoneDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressDraft:
    """What was done since; a milestone is marked done when one is named."""

    text: str
    milestone_id: int | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class FeedbackDraft:
    """A feedback as it is handed in; any one proof is enough, files count as proof."""

    work_done: str
    lasting_rule: str = ""
    proof_link: str = ""
    proof_document: str = ""
    same_elsewhere: SameElsewhere | None = None
    replied_to_source: bool | None = None


@dataclass(frozen=True, slots=True)
class VerificationDraft:
    """What a check showed; `satisfaction` is a citizen's 1 to 5, when one was asked."""

    method: VerificationMethod
    result: VerificationResult
    remark: str
    satisfaction: int | None = None
