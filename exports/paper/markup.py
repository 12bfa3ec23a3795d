"""WordprocessingML as text: runs, paragraphs and fields; every run names its fonts, East-Asian ones too."""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from exports.paper.geometry import CHARACTER, LINE, SIZE_3, SQUEEZE
from inspect_app.foundation.masking import mask_numbers
from inspect_app.foundation.text import clean
from inspect_app.notices.vocabulary import PaperFont


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a paragraph stands: lengths in twips, indents in hundredths of a character of `em` twips."""

    line: int = LINE
    before: int = 0
    first: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    em: int = CHARACTER
    align: str = "both"
    borders: str = ""
    tabs: str = ""
    keep_next: bool = False
    new_page: bool = False


PLAIN = Shape()
# No extra blanks between Chinese and digits: a line has 28 characters.
FLOW = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'


def fonts(font: PaperFont) -> str:
    """Return the fonts of a run or a style: one name for every script, so that no theme can step in."""
    name = quoteattr(font.label)
    return f'<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name} w:hint="eastAsia"/>'


def run(
    text: str, font: PaperFont = PaperFont.BODY, size: int = SIZE_3, *, color: str = "", squeeze: int = SQUEEZE
) -> str:
    """Return a run of text; size in half-points. Control characters go, everything else is kept as it is."""
    return f"<w:r>{_properties(font, size, color, squeeze)}{_text(clean_inside(text))}</w:r>"


def page_number(size: int, font: PaperFont = PaperFont.DIGITS) -> str:
    """Return the field — 1 —."""
    look = _properties(font, size, "", 0)
    parts = ("begin", " PAGE \\* MERGEFORMAT ", "separate", "1", "end")
    field = "".join(f"<w:r>{look}{_field_part(part)}</w:r>" for part in parts)
    return run("— ", font, size, squeeze=0) + field + run(" —", font, size, squeeze=0)


def paragraph(runs: str, style: str = "Normal", shape: Shape = PLAIN) -> str:
    """Return a paragraph; the order of its properties is the schema's."""
    keep = "<w:keepNext/>" if shape.keep_next else ""
    keep += "<w:pageBreakBefore/>" if shape.new_page else ""
    borders = f"<w:pBdr>{shape.borders}</w:pBdr>" if shape.borders else ""
    tabs = f"<w:tabs>{shape.tabs}</w:tabs>" if shape.tabs else ""
    spacing = f'<w:spacing w:before="{shape.before}" w:after="0" w:line="{shape.line}" w:lineRule="exact"/>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{borders}{tabs}{FLOW}<w:snapToGrid w:val="0"/>{spacing}'
        f'{_indent(shape)}<w:jc w:val="{shape.align}"/></w:pPr>{runs}</w:p>'
    )


def element(markup: str, *prefixes: str) -> BaseOxmlElement:
    """Return markup as an element of a document."""
    at = next(place for place, sign in enumerate(markup) if sign in " />" and place)
    parsed: BaseOxmlElement = parse_xml(f"{markup[:at]} {nsdecls('w', *prefixes)}{markup[at:]}")
    return parsed


def clean_inside(text: str) -> str:
    """Return text without control characters, its outer blanks kept: they may be part of a sentence."""
    kept = clean(f"|{text}|")
    return kept[1:-1]


def hundredths(text: str) -> int:
    """Return the width of a text in hundredths of a character; half-width signs are half of one."""
    return sum(50 if sign.isascii() else 100 for sign in text)


def _properties(font: PaperFont, size: int, color: str, squeeze: int) -> str:
    tint = f'<w:color w:val="{color}"/>' if color else ""
    spacing = f'<w:spacing w:val="{squeeze}"/>' if squeeze else ""
    return f'<w:rPr>{fonts(font)}{tint}{spacing}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'


def _text(text: str) -> str:
    text = mask_numbers(text)
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    pieces: list[str] = []
    for line_no, line in enumerate(text.split("\n")):
        if line_no:
            pieces.append(marks["\n"])
        for tab_no, part in enumerate(line.split("\t")):
            if tab_no:
                pieces.append(marks["\t"])
            pieces.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "")
    return "".join(pieces)


def _field_part(part: str) -> str:
    if part in {"begin", "separate", "end"}:
        return f'<w:fldChar w:fldCharType="{part}"/>'
    if part.startswith(" "):
        return f'<w:instrText xml:space="preserve">{part}</w:instrText>'
    return f"<w:t>{part}</w:t>"


def _indent(shape: Shape) -> str:
    sides = {"left": shape.left, "right": shape.right, "hanging": shape.hanging, "firstLine": shape.first}
    given = "".join(
        f' w:{side}Chars="{hundredths}" w:{side}="{hundredths * shape.em // 100}"'
        for side, hundredths in sides.items()
        if hundredths
    )
    return f"<w:ind{given}/>" if given else ""
