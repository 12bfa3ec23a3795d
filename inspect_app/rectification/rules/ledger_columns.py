"""Which columns the ledger has, who may have which, and how wide its rows stand."""

from collections.abc import Iterable

from inspect_app.foundation.labels import Labelled
from inspect_app.rectification.vocabulary import Audience


class LedgerColumn(Labelled):
    """A column of the ledger in its usual place; the screen and Excel share them."""

    NUMBER = "number", "编号"
    TITLE = "title", "问题"
    UNIT = "unit", "责任单位"
    PLACE = "place", "网点窗口"
    ITEM = "item", "事项"
    KIND = "kind", "类别"
    METHOD = "method", "发现方式"
    SOURCE = "source", "来源"
    CAMPAIGN = "campaign", "专项"
    STATUS = "status", "状态"
    DELIVERED = "delivered", "交办"
    ORIGINAL_DUE = "original_due", "原定时限"
    DUE = "due", "时限"
    LAMP = "lamp", "灯（按工作日）"
    ANSWERED = "answered", "最近反馈"
    REWORK = "rework", "重办次数"
    CLOSED = "closed", "销号日期"


class Density(Labelled):
    """How much air the rows have."""

    COMFORTABLE = "comfortable", "宽松"
    COMPACT = "compact", "紧凑"


class LedgerList(Labelled):
    """The same rows as one of the three lists (清单式、项目化、责任制, seed 001)."""

    ISSUES = "issues", "问题清单"
    TASKS = "tasks", "任务清单"
    DUTIES = "duties", "责任清单"


_C = LedgerColumn
# What stands first and can't be left out: by it everybody speaks of a problem.
FIXED = _C.NUMBER
_USUAL: dict[Audience, tuple[LedgerColumn, ...]] = {
    Audience.OFFICE: (_C.TITLE, _C.UNIT, _C.KIND, _C.STATUS, _C.DELIVERED, _C.DUE, _C.LAMP),
    Audience.READER: (_C.TITLE, _C.UNIT, _C.KIND, _C.STATUS, _C.DUE, _C.LAMP),
    Audience.VERIFIER: (_C.TITLE, _C.UNIT, _C.PLACE, _C.STATUS, _C.ANSWERED, _C.LAMP),
    Audience.DEPARTMENT: (_C.TITLE, _C.PLACE, _C.KIND, _C.STATUS, _C.DELIVERED, _C.DUE, _C.LAMP),
}
_LISTS: dict[LedgerList, tuple[LedgerColumn, ...]] = {
    LedgerList.ISSUES: (_C.TITLE, _C.KIND, _C.PLACE, _C.ITEM, _C.METHOD, _C.UNIT, _C.STATUS),
    LedgerList.TASKS: (_C.TITLE, _C.STATUS, _C.DELIVERED, _C.DUE, _C.LAMP, _C.ANSWERED, _C.REWORK),
    LedgerList.DUTIES: (_C.UNIT, _C.TITLE, _C.ORIGINAL_DUE, _C.DUE, _C.LAMP, _C.CLOSED),
}
# How a problem came up in a visit: of a covert one a department reads nothing of the kind.
_KEPT_FROM_DEPARTMENTS = frozenset({_C.SOURCE})


def offered(audience: Audience) -> tuple[LedgerColumn, ...]:
    """Return the columns somebody may have, in their usual order."""
    hidden = _KEPT_FROM_DEPARTMENTS if audience is Audience.DEPARTMENT else frozenset()
    return tuple(column for column in LedgerColumn if column not in hidden)


def usual(audience: Audience) -> tuple[LedgerColumn, ...]:
    """Return the columns somebody sees who has chosen none."""
    return (FIXED, *_USUAL[audience])


def columns_in(chosen: LedgerList) -> list[str]:
    """Return the columns that make the ledger one of the three lists."""
    return [column.value for column in _LISTS[chosen]]


def columns_of(audience: Audience, chosen: Iterable[str]) -> tuple[LedgerColumn, ...]:
    """Return the chosen columns in the chosen order, the number first; what may not be had is left out."""
    allowed = offered(audience)
    found = [column for column in map(LedgerColumn.find, dict.fromkeys(chosen)) if column in allowed]
    kept = tuple(column for column in found if column is not None and column is not FIXED)
    return (FIXED, *kept) if kept else usual(audience)
