"""Read a Word file again and say what stands where, in the units of the standard."""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from lxml import etree

_W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
FONT_SIDES = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")


def opened(body: bytes) -> DocumentType:
    """Open a file as Word would."""
    return Document(io.BytesIO(body))


def mm(twips: int) -> float:
    """Return twips as millimetres, to a tenth."""
    return round(twips * 25.4 / 1440, 1)


def page(document: DocumentType, number: int) -> dict[str, Any]:
    """Return the numbers of a section in twips."""
    properties = document.sections[number]._sectPr
    size, margin, grid = (properties.find(qn(name)) for name in ("w:pgSz", "w:pgMar", "w:docGrid"))
    return {
        "size": (_int(size, "w"), _int(size, "h")),
        "margins": tuple(_int(margin, side) for side in ("top", "right", "bottom", "left")),
        "footer": _int(margin, "footer"),
        "grid": (grid.get(qn("w:type")), _int(grid, "linePitch")),
        "orient": size.get(qn("w:orient"), "portrait"),
    }


def lines(document: DocumentType) -> dict[str, dict[str, Any]]:
    """Return how each paragraph of the body stands, by its text."""
    return {paragraph.text: shape(paragraph._p) for paragraph in document.paragraphs if paragraph.text.strip()}


def shape(paragraph: Any) -> dict[str, Any]:
    """Return a paragraph's pitch, indents, size, font, colour and squeeze."""
    spacing, indent = paragraph.find("w:pPr/w:spacing", _W), paragraph.find("w:pPr/w:ind", _W)
    run = paragraph.find("w:r/w:rPr", _W)
    found = {
        "line": (_int(spacing, "line"), spacing.get(qn("w:lineRule"))),
        "before": _int(spacing, "before"),
        "align": paragraph.find("w:pPr/w:jc", _W).get(qn("w:val")),
        "indent": {} if indent is None else {key.split("}")[1]: int(value) for key, value in indent.attrib.items()},
    }
    if run is not None:
        colour, squeeze = run.find("w:color", _W), run.find("w:spacing", _W)
        found |= {
            "font": run.find("w:rFonts", _W).get(qn("w:eastAsia")),
            "points": _int(run.find("w:sz", _W), "val") / 2,
            "colour": None if colour is None else colour.get(qn("w:val")),
            "squeeze": 0 if squeeze is None else _int(squeeze, "val"),
        }
    rule = paragraph.find("w:pPr/w:pBdr/w:bottom", _W)
    if rule is not None:
        found["rule"] = (_int(rule, "sz"), _int(rule, "space"), rule.get(qn("w:color")))
    return found


def all_runs(body: bytes) -> Iterator[Any]:
    """Return every run of every part: text, tables, heads, feet, boxes."""
    with ZipFile(io.BytesIO(body)) as parts:
        for name in parts.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                yield from etree.fromstring(parts.read(name)).iter(qn("w:r"))


def fonts_of(owner: Any) -> dict[str, str | None]:
    """Return the four names of a run's or a style's fonts."""
    fonts = owner.find("w:rPr/w:rFonts", _W)
    return {} if fonts is None else {side: fonts.get(qn(side)) for side in FONT_SIDES}


def _int(element: Any, name: str) -> int:
    return int(element.get(qn(f"w:{name}")))
