"""Words about background work."""

from dataclasses import dataclass
from datetime import datetime, time

from inspect_app.foundation.labels import Labelled


class TaskKind(Labelled):
    """What a row of work does; each kind has one handler in jobs."""

    DELIVER_FINDING = "deliver_finding", "送达暗访问题"
    MAKE_COPIES = "make_copies", "生成照片副本"
    AUTO_ACCEPT = "auto_accept", "超时自动签收"
    END_SESSIONS = "end_sessions", "清理过期登录"
    TIDY_FIELD = "tidy_field", "清理平板草稿和照片"
    ESCALATE = "escalate", "计算督办级别"
    RESUME_DEFERRED = "resume_deferred", "暂缓到期恢复整改"
    PLAN_LOOK_BACKS = "plan_look_backs", "安排回头看"
    REMIND = "remind", "生成到期提醒"
    SEND_DIGEST = "send_digest", "汇总每日消息"
    SEND_MESSAGE = "send_message", "发送消息"
    MAKE_ARCHIVE = "make_archive", "制作一案一档"
    PRINT_NOTICE = "print_notice", "制作通报 PDF"
    REMIND_REPORT = "remind_report", "提醒交走访记录"
    CHECK_CHAIN = "check_chain", "核对审计链"
    ERASE_EXPIRED = "erase_expired", "清除到期数据"
    PRINT_BULLETIN = "print_bulletin", "制作简报 PDF"
    COMPARE_DATA = "compare_data", "比对办件数据"


class TaskState(Labelled):
    """How far a row of work is."""

    WAITING = "waiting", "待办"
    CLAIMED = "claimed", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row of work in the hands of one worker."""

    id: int
    kind: TaskKind
    object_ref: str


@dataclass(frozen=True, slots=True)
class Daily:
    """When a daily job is due on the office's wall clock, and whether only on working days."""

    at: time
    workdays_only: bool = False


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One daily job as the administrator reads it; `late` says why it is red, or nothing."""

    kind: TaskKind
    due: datetime
    last_ok_at: datetime | None
    milliseconds: int | None
    late: str
