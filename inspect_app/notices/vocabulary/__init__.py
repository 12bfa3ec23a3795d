"""Words and facts of the daily notice."""

from inspect_app.notices.vocabulary.facts import (
    CheckedSum,
    FindingLine,
    KindCounts,
    MethodCount,
    NoticeFacts,
    Paragraph,
    Piece,
    Practice,
    PromiseRate,
    WeekCount,
)
from inspect_app.notices.vocabulary.look import PaperFont, PaperLook
from inspect_app.notices.vocabulary.paper import Annex, Bar, Chart, Paper, Shade, TableFacts
from inspect_app.notices.vocabulary.words import DocumentKind, ListKind, NoticeState, Section

__all__ = [
    "Annex",
    "Bar",
    "Chart",
    "CheckedSum",
    "DocumentKind",
    "FindingLine",
    "KindCounts",
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
    "PromiseRate",
    "Section",
    "Shade",
    "TableFacts",
    "WeekCount",
]
