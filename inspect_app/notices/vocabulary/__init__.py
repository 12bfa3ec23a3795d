"""Words and facts of the daily notice."""

from inspect_app.notices.vocabulary.facts import (
    CheckedSum,
    FindingLine,
    MethodCount,
    NoticeFacts,
    Paragraph,
    Piece,
)
from inspect_app.notices.vocabulary.words import DocumentKind, NoticeState, Section

__all__ = [
    "CheckedSum",
    "DocumentKind",
    "FindingLine",
    "MethodCount",
    "NoticeFacts",
    "NoticeState",
    "Paragraph",
    "Piece",
    "Section",
]
