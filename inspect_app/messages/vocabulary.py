"""Words about messages: what they are about, how they go out, and how far one is."""

from dataclasses import dataclass

from inspect_app.foundation.labels import Labelled


class MessageKind(Labelled):
    """What a message is about; a digest counts by it."""

    DISPATCHED = "dispatched", "交办"
    NEAR = "near", "临期提醒"
    OVER = "over", "逾期提醒"
    REMIND = "remind", "催办"
    RETURNED = "returned", "退回重办"
    TO_SIGN = "to_sign", "待审签"
    TO_REVIEW = "to_review", "待审核"
    TO_VERIFY = "to_verify", "待核验"
    EXTENSION = "extension", "延期结果"
    DISPUTE = "dispute", "异议裁定"
    DEFERRAL = "deferral", "暂缓"
    SLIP = "slip", "督办单"
    ESCALATED = "escalated", "督办升级"
    DUE_CHANGED = "due_changed", "时限变动"
    REPLY = "reply", "答复请求"
    HANDED_DOWN = "handed_down", "转办"
    OPINION = "opinion", "协办意见"
    LOOK_BACK = "look_back", "回头看"
    AUTHORED = "authored", "我提的问题"
    SYSTEM = "system", "系统"


# The minute at which a check failed would tell a department when somebody was there.
TOLD_BY_DAY = frozenset({MessageKind.RETURNED})


class Channel(Labelled):
    """How a digest reaches a person."""

    INBOX = "inbox", "站内"
    MAIL = "mail", "邮件"
    WEBHOOK = "webhook", "群机器人"


class OutgoingState(Labelled):
    """How far a digest in the outbox is."""

    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"


@dataclass(frozen=True, slots=True)
class Telling:
    """One message to one person.

    `text` is for the inbox only. What leaves the installation is the label of `kind`, `ref` (a finding's number,
    or nothing) and `link`, a path inside the installation. The same `key` is never told twice to one person.
    """

    person_id: int
    kind: MessageKind
    text: str
    link: str
    key: str
    ref: str = ""
