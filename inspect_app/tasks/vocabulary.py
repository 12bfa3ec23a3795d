"""Words about background work."""

from inspect_app.foundation.labels import Labelled


class TaskKind(Labelled):
    """What a row of work does; each kind has one handler in jobs.py."""

    DELIVER_FINDING = "deliver_finding", "送达暗访问题"
    MAKE_COPIES = "make_copies", "生成照片副本"
    AUTO_ACCEPT = "auto_accept", "超时自动签收"
    END_SESSIONS = "end_sessions", "清理过期登录"


class TaskState(Labelled):
    """How far a row of work is."""

    WAITING = "waiting", "待办"
    CLAIMED = "claimed", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"
