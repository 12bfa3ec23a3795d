"""Words about letters (来信来电网民): what comes in, what becomes of it, what is told to whom."""

from dataclasses import dataclass, field
from datetime import date

from inspect_app.accounts.vocabulary import SheetProblem
from inspect_app.findings.vocabulary import Category, PainType
from inspect_app.foundation.labels import Labelled
from inspect_app.rectification.vocabulary import ReplyChannel


class LetterSource(Labelled):
    """How a voice reached the office (rectification.md A13–A18)."""

    LETTER = "letter", "来信"
    CALL = "call", "来电"
    NETIZEN = "netizen", "网民"
    MEDIA = "media", "媒体"
    PLATFORM = "platform", "统一政务咨询投诉平台"
    SUGGESTION = "suggestion", "意见建议"
    CASE = "case", "具体案例"
    OPINION = "opinion", "意见征集表"
    TOOL = "tool", "对本系统的投诉建议"


# What somebody of the office enters; the others come in by themselves.
ENTERED = tuple(one for one in LetterSource if one not in (LetterSource.OPINION, LetterSource.TOOL))


class LetterState(Labelled):
    """What became of a voice; answered, rectified and published are dates beside it, never states."""

    NEW = "new", "待分办"
    FINDING = "finding", "已列为问题"
    SUGGESTION = "suggestion", "已列为建议"
    PRAISE = "praise", "已转点赞"
    NO_ACTION = "no_action", "不办理"
    MERGED = "merged", "已并入"


class LetterStep(Labelled):
    """What is done with a voice; the label is the verb on its button."""

    REGISTER = "register", "登记"
    CORRECT = "correct", "更正登记"
    ATTACH = "attach", "添加原件"
    LIST_FINDING = "list_finding", "列为问题"
    LIST_SUGGESTION = "list_suggestion", "列为建议"
    PRAISE = "praise", "转点赞"
    NO_ACTION = "no_action", "不办理"
    MERGE = "merge", "并入"
    SEPARATE = "separate", "取消并入"
    REOPEN = "reopen", "重新分办"
    ANSWER = "answer", "答复"
    EXCUSE = "excuse", "无法答复"
    RECTIFY = "rectify", "登记落实"
    PUBLISH = "publish", "登记公示"
    READ_CONTACT = "read_contact", "查看联系方式"


class Replied(Labelled):
    """Whether whoever spoke was answered."""

    NO = "no", "未答复"
    YES = "yes", "已答复"
    EXCUSED = "excused", "无法答复"


@dataclass(frozen=True, slots=True)
class Private:
    """Who spoke and who is spoken of: sealed, read by the office alone and only when asked for."""

    sender: str = ""
    phone: str = ""
    named: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name that must not leave the office."""
        return tuple(name for name in (self.sender, *self.named) if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """A voice as it is registered; `words` is verbatim, `title` what lists show, masked when it is kept."""

    source: LetterSource
    received_on: date
    words: str
    title: str = ""
    outside_code: str = ""
    outlet: str = ""
    link: str = ""
    alias: str = ""
    unit_id: int | None = None
    window_id: int | None = None
    item_id: int | None = None
    category: Category | None = None
    trips: int | None = None
    outcome: str = ""
    private: Private = Private()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDraft:
    """What a voice says as a problem: words that leave the office, `checked` that somebody looked at them."""

    campaign_id: int
    title: str
    fact: str
    suggestion: str = ""
    category: Category = Category.OTHER
    pain_type: PainType | None = None
    unit_id: int | None = None
    window_id: int | None = None
    item_id: int | None = None
    checked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PraiseNote:
    """What a voice praises, as the register of praise takes it."""

    unit_id: int
    window_id: int | None = None
    campaign_id: int | None = None
    words: str
    typical: bool = False
    paper_words: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What whoever spoke was told; `also_merged` tells it to those whose voices were merged into this one."""

    text: str
    channel: ReplyChannel
    on: date
    also_merged: bool = False


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """What the inbox is narrowed to; nothing leaves it out."""

    source: LetterSource | None = None
    state: LetterState | None = None
    replied: Replied | None = None
    category: Category | None = None
    unit_id: int | None = None
    batch_id: int | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """One of the three that close a suggestion: 整改, 答复, 公示."""

    label: str
    on: date | None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One line of a table of voices; unit and window as written there, `row` as Excel counts it."""

    row: int
    source: LetterSource
    received_on: date
    words: str
    title: str = ""
    outside_code: str = ""
    outlet: str = ""
    link: str = ""
    sender: str = ""
    phone: str = ""
    unit: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class LetterTable:
    """What a table says, which column holds what (a letter as in Excel), and every cell that can't be read."""

    lines: tuple[LetterLine, ...] = ()
    problems: tuple[SheetProblem, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What importing a table would do: how many of which source, or what is wrong with it."""

    total: int
    problems: tuple[SheetProblem, ...]
    by_source: tuple[tuple[str, int], ...] = ()
    likely_twice: int = 0

    @property
    def is_clean(self) -> bool:
        """Say whether it can be imported."""
        return not self.problems and self.total > 0
