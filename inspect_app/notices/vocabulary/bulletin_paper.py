"""What a printed bulletin is made of: one shape feeds Word, PDF, the print page and the preview."""

from dataclasses import dataclass

from inspect_app.notices.vocabulary.bulletins import NoteKind
from inspect_app.notices.vocabulary.facts import Paragraph
from inspect_app.notices.vocabulary.paper import Paper


@dataclass(frozen=True, slots=True)
class Story:
    """An article in the order it is read; `attached` names its attachments below the text (附：…)."""

    title: str
    title_lines: tuple[str, ...]
    subtitle: str
    note_kind: NoteKind
    note: tuple[str, ...]
    body: tuple[Paragraph, ...]
    attached: tuple[str, ...]
    contributor: str

    @property
    def note_above(self) -> bool:
        """Say whether the editor's words stand above the title."""
        return bool(self.note) and self.note_kind is NoteKind.EDITOR

    @property
    def note_below(self) -> bool:
        """Say whether they stand below it."""
        return bool(self.note) and self.note_kind is NoteKind.NOTE


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment on pages of its own: 附件 or 附件1, its title, its lines as in the original."""

    word: str
    title_lines: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BulletinPaper:
    """A whole bulletin; `head` is what a masthead needs, `foot` the rows of the box: (报：, names)."""

    head: Paper
    contents: tuple[str, ...]
    stories: tuple[Story, ...]
    corrections: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    mailbox: str
    foot: tuple[tuple[str, str], ...]
    copies: str
