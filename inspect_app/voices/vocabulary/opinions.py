"""Words about the public opinion form (意见征集表): what is asked, of what, and what becomes of an answer."""

from dataclasses import dataclass
from datetime import date

from inspect_app.foundation.labels import Labelled

LONGEST_WORDS = 2000


class Subject(Labelled):
    """What a form asks about."""

    WINDOW = "window", "窗口"
    ITEM = "item", "事项"
    CAMPAIGN = "campaign", "专项"


class FormState(Labelled):
    """Whether a form still takes opinions; derived, but for 已停用."""

    OPEN = "open", "正在征集"
    EXPIRED = "expired", "已到期"
    CLOSED = "closed", "已停用"
    OVER = "over", "专项已结束"
    GONE = "gone", "窗口或事项已停用"


class OpinionChannel(Labelled):
    """How an opinion came in."""

    PHONE = "phone", "扫码"
    PAPER = "paper", "纸表"
    TABLET = "tablet", "平板"


class TripsSaid(Labelled):
    """几趟."""

    NONE = "none", "没跑，网上办的"
    ONE = "one", "跑了 1 趟"
    TWO = "two", "跑了 2 趟"
    MORE = "more", "3 趟或更多"
    NOT_YET = "not_yet", "还没办好"


class PapersSaid(Labelled):
    """材料带齐了吗."""

    COMPLETE = "complete", "带齐了"
    MISSING = "missing", "没带齐"
    UNTOLD = "untold", "没人讲清要带什么"


class Satisfied(Labelled):
    """满意吗."""

    GOOD = "good", "满意"
    FAIR = "fair", "基本满意"
    BAD = "bad", "不满意"


# What counts as satisfied, in every rate.
SATISFIED = (Satisfied.GOOD, Satisfied.FAIR)


class OpinionState(Labelled):
    """What the office did with an opinion."""

    NEW = "new", "待看"
    NOTED = "noted", "已看过"
    PASSED_ON = "passed_on", "已转来信办理"


class Verdict(Labelled):
    """What a challenge that came back says about who sent it."""

    GOOD = "good", "可以收"
    UNSOLVED = "unsolved", "要等一等"
    EARLY = "early", "交得太快"
    STALE = "stale", "页面已过期"


class Counted(Labelled):
    """What is counted of an address within an hour."""

    SAID = "said", "交意见"
    SOUGHT = "sought", "查回执"


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """What somebody said; a question left out is nothing. `phone` is there only with 希望回访."""

    trips: TripsSaid | None = None
    papers: PapersSaid | None = None
    satisfied: Satisfied | None = None
    words: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class FormDraft:
    """What a new form asks about; a site stands for each of its windows."""

    subject: Subject
    window_ids: tuple[int, ...] = ()
    item_id: int | None = None
    campaign_id: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a page carries to prove that a person had it before them: made at `at` (seconds), used once.

    `bits` is how much the browser reckons; `waiting` marks the page that waits instead.
    """

    code: str
    nonce: str
    at: int
    bits: int
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """An opinion that was taken: its receipt, and whether this very page had been sent before."""

    receipt: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class OpinionFilter:
    """What the list of opinions is narrowed to; nothing leaves it out."""

    set_apart: bool = False
    state: OpinionState | None = None
    channel: OpinionChannel | None = None
    trips: TripsSaid | None = None
    papers: PapersSaid | None = None
    satisfied: Satisfied | None = None
    with_words: bool = False
    wants_call: bool = False
    form_id: int | None = None
    unit_id: int | None = None
    site_id: int | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One opinion as it is compared: whose it is, trips as a number once it is done, satisfied or not."""

    key: int
    trips: int | None
    satisfied: bool | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What inspectors saw of the same unit or site: a score in hundredths, or the trips of a matter really done."""

    key: int
    score: float | None = None
    trips: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A sum and of how many; prints `n/d`."""

    part: float
    whole: int

    @property
    def value(self) -> float | None:
        """Return the quotient, or nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Gap:
    """Citizens' word beside inspectors' eyes, for one unit or site; gaps are nothing when one side is silent."""

    key: int
    satisfied: Part
    trips: Part
    once: Part
    score: Part
    tried: Part

    @property
    def points(self) -> float | None:
        """Return by how many points inspectors scored higher than citizens are satisfied."""
        return _less(self.score.value, None if self.satisfied.value is None else 100 * self.satisfied.value)

    @property
    def more_trips(self) -> float | None:
        """Return how many more trips citizens report than inspectors needed."""
        return _less(self.trips.value, self.tried.value)


def _less(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else left - right
