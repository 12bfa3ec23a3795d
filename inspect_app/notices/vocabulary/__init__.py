"""Words and facts of the daily notice."""

from inspect_app.notices.vocabulary.facts import (
    CheckedSum,
    FindingLine,
    MethodCount,
    NoticeFacts,
    Paragraph,
    Piece,
    Practice,
)
from inspect_app.notices.vocabulary.look import PaperFont, PaperLook
from inspect_app.notices.vocabulary.paper import Annex, Paper, TableFacts
from inspect_app.notices.vocabulary.words import DocumentKind, ListKind, NoticeState, Section

__all__ = [
    "Annex",
    "CheckedSum",
    "DocumentKind",
    "FindingLine",
    "ListKind",
    "MethodCount",
    "NoticeFacts",
    "NoticeState",
    "Paper",
    "PaperFont",
    "PaperLook",
    "Paragraph",
    "Piece",
    "Practice",
    "Section",
    "TableFacts",
]
