"""Words about special inspections."""

from inspect_app.foundation.labels import Labelled


class VisitMethod(Labelled):
    """How a visit looks (seed inventory A2, A4–A7, D2)."""

    ON_SITE = "on_site", "现场走访"
    EXPERIENCE = "experience", "办事体验"
    ONLINE = "online", "网上抽查"
    DATA = "data", "数据比对"
    CROSS = "cross", "交叉互查"
    PHONE = "phone", "电话测试"


class PaperKind(Labelled):
    """Which paper the daily notice is."""

    BULLETIN = "bulletin", "专项通报（期号）"
    RED_HEAD = "red_head", "红头文件（文号）"


class RecipientKind(Labelled):
    """How a unit gets the notice."""

    MAIN = "main", "主送"
    COPY = "copy", "抄送"
