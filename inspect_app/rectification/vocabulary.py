"""Words about plans, feedback, signatures and verification."""

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
