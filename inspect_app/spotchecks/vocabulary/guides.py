"""Words about online spot-checks (网上抽查): a guide online held against the one at the window, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspect_app.foundation.labels import Labelled

CHECK_HEADS = ("事项", "窗口", "抽查日期", "网址", "网上", "不一致", "结果", "问题")


class Aspect(Labelled):
    """What of a guide is held together."""

    PAPERS = "papers", "材料清单"
    LIMIT = "limit", "办理时限"
    TRIPS = "trips", "跑几趟"
    FEES = "fees", "收费"


class Kind(Labelled):
    """How two lines stand to each other; `unpublished` is a guide that isn't online at all."""

    CHANGED = "changed", "写得不一样"
    WINDOW_ONLY = "window_only", "只在窗口有"
    ONLINE_ONLY = "online_only", "只在网上有"
    UNPUBLISHED = "unpublished", "网上没有"


class Found(Labelled):
    """What the address led to."""

    FOUND = "found", "打得开，找得到指南"
    NOT_FOUND = "not_found", "打得开，找不到指南"
    NOT_OPEN = "not_open", "打不开"


class Outcome(Labelled):
    """What a spot-check comes to."""

    SAME = "same", "一致"
    DIFFERENT = "different", "不一致"
    UNPUBLISHED = "unpublished", "网上没有"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `differs` marks what the other line hasn't got."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line at the window beside its line online; nothing in `kind` when they say the same."""

    window: tuple[Piece, ...] = ()
    online: tuple[Piece, ...] = ()
    kind: Kind | None = None

    @property
    def window_text(self) -> str:
        """Return the line at the window."""
        return "".join(piece.text for piece in self.window)

    @property
    def online_text(self) -> str:
        """Return the line online."""
        return "".join(piece.text for piece in self.online)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDraft:
    """A spot-check as its form hands it out; `window` and `online` are the texts by aspect."""

    campaign_id: int
    item_id: int
    window_id: int
    url: str
    found: Found
    checked_on: date
    window: Mapping[Aspect, str] = field(default_factory=dict)
    online: Mapping[Aspect, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckFilter:
    """Which spot-checks a list shows; nothing leaves it out."""

    unit_id: int | None = None
    outcome: Outcome | None = None
    text: str = ""
