"""Words about special inspections."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from inspect_app.catalogue.vocabulary import Feature
from inspect_app.foundation.labels import Labelled


class VisitMethod(Labelled):
    """How a visit looks (seed inventory A2, A4–A7, D2)."""

    ON_SITE = "on_site", "现场走访"
    EXPERIENCE = "experience", "办事体验"
    ONLINE = "online", "网上抽查"
    DATA = "data", "数据比对"
    CROSS = "cross", "交叉互查"
    PHONE = "phone", "电话测试"
    VOICE = "voice", "群众反映"


# How somebody goes to look; what citizens tell by themselves is no visit.
VISITED = tuple(method for method in VisitMethod if method is not VisitMethod.VOICE)


class PaperKind(Labelled):
    """Which paper the daily notice is."""

    BULLETIN = "bulletin", "专项通报（期号）"
    RED_HEAD = "red_head", "红头文件（文号）"


class RecipientKind(Labelled):
    """How a unit gets the notice."""

    MAIN = "main", "主送"
    COPY = "copy", "抄送"


class CampaignPreset(Labelled):
    """What kind of campaign it is; each fills in a new form (seed inventory A8, B5, C1, D1)."""

    SPECIAL = "special", "专项督察"
    EXPERIENCE_WEEK = "experience_week", "体验周"
    CLEARING = "clearing", "除痛点疏堵点克难点"
    OBSERVERS_IN = "observers_in", "民情观察团进中心"
    TEN_ONES = "ten_ones", "优化服务十个一"
    LOOK_BACK = "look_back", "回头看"


@dataclass(frozen=True, slots=True)
class PresetFacts:
    """What a new campaign of a kind opens with; `checklist` is the code of a preset checklist."""

    days: int
    methods: tuple[VisitMethod, ...]
    series: str
    checklist: str = ""


class CampaignState(Labelled):
    """Whether a campaign runs today; derived from its dates."""

    RUNNING = "running", "进行中"
    COMING = "coming", "未开始"
    OVER = "over", "已结束"


@dataclass(frozen=True, slots=True)
class CleanCampaign:
    """A campaign as its form hands it out; recipients as they are printed."""

    code: str
    name: str
    starts_on: date
    ends_on: date
    issuer_id: int
    series: str
    basis_title: str = ""
    basis_number: str = ""
    methods: tuple[VisitMethod, ...] = ()
    target_ids: frozenset[int] = frozenset()
    checklist_id: int | None = None
    paper_kind: PaperKind = PaperKind.BULLETIN
    cut_off: time = time(17, 0)
    main_recipients: tuple[str, ...] = ()
    copy_recipients: tuple[str, ...] = ()
    preset: CampaignPreset = CampaignPreset.SPECIAL
    goals: Mapping[Feature, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal of a campaign: how many matters of its units have the feature today, of how many that shall have it."""

    feature: Feature
    now: int
    goal: int
    units: frozenset[int]

    @property
    def words(self) -> str:
        """Return n/d as it is read."""
        return f"{self.now}/{self.goal}"

    @property
    def over(self) -> str:
        """Return the units as the address of the list of matters asks for them."""
        return ",".join(str(unit_id) for unit_id in sorted(self.units))
