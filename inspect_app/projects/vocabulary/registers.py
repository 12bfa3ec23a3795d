"""Words about the registers: 承诺, 点赞, 公布批次, 文件, 成效数字, 媒体报道, 试点, 窗口人员, 专项筹备, 培训, 专题组."""

from dataclasses import dataclass, field
from datetime import date

from inspect_app.foundation.labels import Labelled


class Register(Labelled):
    """A register; the value stands in the address."""

    PLEDGES = "pledges", "承诺"
    PRAISE = "praise", "点赞"
    ANNOUNCEMENTS = "announcements", "公布批次"
    DOCUMENTS = "documents", "文件"
    FIGURES = "figures", "成效数字"
    MEDIA = "media", "媒体报道"
    PILOTS = "pilots", "试点"
    STAFFING = "staffing", "窗口人员"
    PREPARATIONS = "preparations", "专项筹备"
    TRAININGS = "trainings", "培训"
    GROUPS = "groups", "专题组"


class PledgeState(Labelled):
    """What became of a pledge."""

    RUNNING = "running", "履行中"
    KEPT = "kept", "已兑现"
    BROKEN = "broken", "未兑现"


class PraiseSource(Labelled):
    """Who praised."""

    VISIT = "visit", "走访"
    CITIZEN = "citizen", "群众"
    OFFICE = "office", "跑改办"
    MEDIA = "media", "媒体"


class PraiseDeed(Labelled):
    """What a praised window did (D19; seed 000)."""

    AT_ONCE = "at_once", "立等可取"
    ERRAND = "errand", "委托代办"
    COURIER = "courier", "快递送达"
    PHOTO = "photo", "拍到满意"


class Trained(Labelled):
    """Who was trained (C1)."""

    OBSERVERS = "observers", "民情观察团"
    INSPECTORS = "inspectors", "督察员"
    CHIEFS = "chiefs", "一把手"
    LIAISONS = "liaisons", "责任单位联络员"
    WINDOWS = "windows", "窗口人员"


class MediaKind(Labelled):
    """Where something was reported."""

    PAPER = "paper", "报刊"
    BROADCAST = "broadcast", "广播电视"
    SITE = "site", "网站"
    CHANNEL = "channel", "微信公众号"


class PreparationStep(Labelled):
    """What a campaign is set up with (seed 001)."""

    GROUP = "group", "领导小组"
    PLAN = "plan", "实施方案"
    KICK_OFF = "kick_off", "动员部署会"


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeDraft:
    """A pledge of a unit as it was made."""

    unit_id: int
    words: str
    made_by: str
    pledged_on: date
    due_on: date | None = None
    outlet: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PraiseDraft:
    """Praise of a unit or window; `person_name` is for the office alone and never printed."""

    unit_id: int
    window_id: int | None = None
    campaign_id: int | None = None
    praised_on: date
    source: PraiseSource
    source_text: str = ""
    words: str
    paper_words: str = ""
    person_name: str = ""
    typical: bool = False
    deeds: list[str] = field(default_factory=list)
    promised_time: str = ""
    real_time: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementDraft:
    """One batch as it was announced (F13)."""

    batch: str
    announced_on: date
    channel: str
    items: str
    count: int
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDraft:
    """A policy document with its number (F14)."""

    number: str
    title: str
    issuer: str
    issued_on: date
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureDraft:
    """A figure with scope, as-of date and source (F15); a ratio is computed from its two numbers."""

    name: str
    value: str = ""
    unit: str = ""
    numerator: str = ""
    denominator: str = ""
    scope: str
    as_of: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaDraft:
    """A report of the media (F12), as it was published."""

    title: str
    outlet: str
    kind: MediaKind
    published_on: date
    unit_id: int | None = None
    campaign_id: int | None = None
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotDraft:
    """A place where something is tried first (F20)."""

    name: str
    unit_id: int
    matter: str
    started_on: date
    ended_on: date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingDraft:
    """Who works at the windows of a unit on a day (F21): numbers only, never a name."""

    unit_id: int
    window_id: int | None = None
    as_of: date
    regular: int
    contracted: int
    windows: int
    handled: int | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationDraft:
    """A step of setting a campaign up (F19); each is noted once."""

    campaign_id: int
    step: PreparationStep
    done_on: date
    words: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingDraft:
    """A training before people go out (C1): how many came, never who."""

    held_on: date
    subject: str
    trained: Trained
    attended: int
    hours: int
    words: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDraft:
    """A working group (专题组, C7) with its lead unit (C8), its matters, and which of the three powers it has."""

    name: str
    unit_id: int
    members: str = ""
    matter: str
    coordinates: bool = False
    reviews: bool = False
    urges: bool = False
    set_up_on: date
    ended_on: date | None = None
    number: str = ""


Draft = (
    PledgeDraft
    | PraiseDraft
    | AnnouncementDraft
    | DocumentDraft
    | FigureDraft
    | MediaDraft
    | PilotDraft
    | StaffingDraft
    | PreparationDraft
    | TrainingDraft
    | GroupDraft
)


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What a register is narrowed to; each register heeds what it has."""

    unit_id: int | None = None
    state: PledgeState | None = None
    source: PraiseSource | None = None
    kind: MediaKind | None = None
    typical: bool = False
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class TypicalPractice:
    """Praise as a notice prints it in 四、典型做法: unit, window and words, no person."""

    praise_id: int
    unit: str
    window: str
    words: str
    praised_on: date
