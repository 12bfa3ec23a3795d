"""The finished file: neutral properties, and the same bytes for the same facts."""

import io
from datetime import datetime

from docx.document import Document as DocumentType

from exports.paper.markup import element
from exports.repacking import repacked


def set_properties(document: DocumentType, title: str, office: str, day: str) -> None:
    """Say who made the file: the office, never a person, on the paper's own date."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = office[:255]
    properties.title, properties.comments, properties.keywords, properties.subject = title[:255], "", "", ""
    properties.created = properties.modified = datetime.fromisoformat(day)
    properties.revision = 1


def write(document: DocumentType, parts: list[str]) -> None:
    """Write paragraphs, tables and boxes behind what is there."""
    end = document.element.body.sectPr
    for part in parts:
        end.addprevious(element(part, "wp", "a", "r"))


def packed(document: DocumentType) -> bytes:
    """Return the document as bytes that depend on nothing but its content."""
    loose = io.BytesIO()
    document.save(loose)
    return repacked(loose)
