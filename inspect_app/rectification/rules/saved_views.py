"""Views of the ledger: those everybody has, and what a name of one's own must be."""

from dataclasses import dataclass

from inspect_app.findings.vocabulary import FindingStatus, Lamp
from inspect_app.foundation.errors import Invalid, Refused
from inspect_app.foundation.text import tidy
from inspect_app.rectification.vocabulary import LedgerFilter, StatusGroup

LONGEST_NAME, MOST_VIEWS = 20, 20


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A view that everybody has."""

    label: str
    asked: LedgerFilter


ALL = BuiltIn("全部", LedgerFilter())
MINE = BuiltIn("待我处理", LedgerFilter(mine=True))
OPEN = BuiltIn("未办结", LedgerFilter(status=StatusGroup.OPEN))
NEAR = BuiltIn("临期", LedgerFilter(lamp=Lamp.NEAR))
OVER = BuiltIn("逾期", LedgerFilter(lamp=Lamp.OVER))
CLOSED = BuiltIn("已销号", LedgerFilter(status=FindingStatus.CLOSED))
BUILT_IN = (MINE, NEAR, OVER, CLOSED, OPEN, ALL)


def named(text: str, others: frozenset[str]) -> str:
    """Return a name as it is kept; raise Invalid when there is none, it is too long or taken."""
    name = tidy(text)
    if not name:
        raise Invalid("请写视图的名称。", "name")
    if len(name) > LONGEST_NAME:
        raise Invalid(f"名称最多 {LONGEST_NAME} 个字，现在 {len(name)} 个。", "name")
    if name in others or name in {view.label for view in BUILT_IN}:
        raise Invalid(f"已经有名为“{name}”的视图，请换一个名称。", "name")
    return name


def demand_room(count: int) -> None:
    """Raise Refused when somebody has as many views as there may be."""
    if count >= MOST_VIEWS:
        raise Refused(f"每人最多存 {MOST_VIEWS} 个视图，请先删掉不用的。")
