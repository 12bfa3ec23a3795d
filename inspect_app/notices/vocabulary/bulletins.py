"""Words and facts of the bulletin (简报): an in-house periodical of several articles (rectification.md §6.6)."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from inspect_app.foundation.labels import Labelled


class NoteKind(Labelled):
    """What the editor's words are called: 按 stands below a title, 编者按 above it (seeds 002 and 004)."""

    NOTE = "note", "按"
    EDITOR = "editor", "编者按"


class ArticleSource(Labelled):
    """What an article was started from."""

    BLANK = "blank", "自拟"
    FINDING = "finding", "问题"
    PRAISE = "praise", "点赞"
    MEETING = "meeting", "一把手体验督察和座谈"
    SUGGESTION = "suggestion", "意见建议和案例"


class BulletinFile(Labelled):
    """The files of an issued bulletin."""

    WORD = "word", "Word"
    PDF = "pdf", "PDF"


class ArticlePart(Labelled):
    """The boxes of an article into which people paste."""

    NOTE = "note", "按语"
    BODY = "body", "正文"
    NEXT_STEPS = "next_steps", "下一步工作计划"


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """A masthead: the name is printed in red, `issuer` and the mailbox as they are written here."""

    name: str
    issuer: str
    mailbox: str = ""


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article as its form hands it out; a line of the body is a paragraph, `next_steps` its last section."""

    title: str
    body: str = ""
    subtitle: str = ""
    note_kind: NoteKind = NoteKind.NOTE
    note: str = ""
    contributor: str = ""
    next_steps: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentDraft:
    """A letter or paper printed verbatim; `consent` says how its writer agreed, where they can be recognised."""

    title: str
    text: str
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """The first wording of an article, from something of the tool."""

    source: ArticleSource
    source_id: int | None
    draft: ArticleDraft


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something an article can be started from: its id, what it is called and when it was."""

    id: int
    name: str
    about: str
    day: str


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """An attachment as it is printed: every sign as in the original."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """An article as it is printed, what it quotes filled in."""

    title: str
    subtitle: str
    note_kind: NoteKind
    note: tuple[str, ...]
    paragraphs: tuple[str, ...]
    contributor: str
    attachments: tuple[AttachmentFacts, ...]


@dataclass(frozen=True, slots=True)
class BulletinFacts:
    """Everything a bulletin prints; `issue_date` is ISO text, empty while a draft has no day yet.

    `day` is the date as printed, with its day left blank until it is known. `report_to`, `send_to` and `issue_to`
    are 报, 送 and 发.
    """

    mark: str
    issuer: str
    issue_no: int | None
    issue_date: str
    day: str
    articles: tuple[ArticleFacts, ...]
    corrections: tuple[str, ...]
    mailbox: str
    report_to: tuple[str, ...]
    send_to: tuple[str, ...]
    issue_to: tuple[str, ...]
    copies: int | None = None
    secrecy: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the snapshot that is frozen."""
        return asdict(self)

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Self:
        """Return the facts of a frozen snapshot."""
        lists = {name: tuple(body[name]) for name in ("corrections", "report_to", "send_to", "issue_to")}
        return cls(**{**body, **lists, "articles": tuple(_article(one) for one in body["articles"])})


def _article(body: dict[str, Any]) -> ArticleFacts:
    return ArticleFacts(
        **{
            **body,
            "note_kind": NoteKind.find(body["note_kind"]) or NoteKind.NOTE,
            "note": tuple(body["note"]),
            "paragraphs": tuple(body["paragraphs"]),
            "attachments": tuple(AttachmentFacts(**one) for one in body["attachments"]),
        }
    )
