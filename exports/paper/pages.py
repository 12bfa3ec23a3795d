"""Sections: pages upright and on their side, their grid of lines, and the page numbers outside."""

from docx.document import Document as DocumentType
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.section import Section

from exports.paper import geometry as g
from exports.paper.markup import Shape, element, page_number, paragraph
from exports.paper.numbers_aside import number_aside
from exports.paper.styles import FOOTER

_NOTHING = [paragraph("", FOOTER, Shape(line=g.NUMBER_LINE))]


def upright(section: Section, *, numbered: bool = True) -> None:
    """Make a section of A4 upright with `— 1 —` outside: right on odd pages, left on even ones."""
    _set_page(section, (g.PAGE_WIDTH, g.PAGE_HEIGHT), (g.TOP, g.RIGHT, g.BOTTOM, g.LEFT))
    _fill(section.footer, [_number("right")] if numbered else _NOTHING)
    _fill(section.even_page_footer, [_number("left")] if numbered else _NOTHING)
    _fill(section.header, _NOTHING)
    _fill(section.even_page_header, _NOTHING)


def on_its_side(section: Section) -> None:
    """Make a section whose pages lie on their side, their left edge up: the number stays where it is on the paper."""
    _set_page(section, (g.PAGE_HEIGHT, g.PAGE_WIDTH), (g.LEFT, g.TOP, g.RIGHT, g.BOTTOM), landscape=True)
    _fill(section.footer, _NOTHING)
    _fill(section.even_page_footer, _NOTHING)
    _fill(section.header, number_aside(odd=True))
    _fill(section.even_page_header, number_aside(odd=False))


def new_section(document: DocumentType, start: WD_SECTION = WD_SECTION.NEW_PAGE) -> Section:
    """Begin a section on a new page, its heads and feet its own."""
    section: Section = document.add_section(start)
    for part in (section.footer, section.even_page_footer, section.header, section.even_page_header):
        part.is_linked_to_previous = False
    return section


def _set_page(
    section: Section, size: tuple[int, int], margins: tuple[int, int, int, int], *, landscape: bool = False
) -> None:
    """Write size and margins (top, right, bottom, left) in whole twips, and the grid of lines."""
    properties = section._sectPr
    for name in ("w:pgSz", "w:pgMar", "w:docGrid", "w:cols"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    top, right, bottom, left = margins
    turned = ' w:orient="landscape"' if landscape else ""
    for markup in (
        f'<w:pgSz w:w="{size[0]}" w:h="{size[1]}"{turned}/>',
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851"'
        f' w:footer="{g.FOOTER}" w:gutter="0"/>',
        f'<w:docGrid w:type="lines" w:linePitch="{g.LINE}"/>',
    ):
        properties.append(element(markup))


def _number(side: str) -> str:
    shape = Shape(line=g.NUMBER_LINE, em=g.CHARACTER_4, align=side, **{side: 100})  # type: ignore[arg-type]
    return paragraph(page_number(g.SIZE_4), FOOTER, shape)


def _fill(part: object, content: list[str]) -> None:
    """Put something into a head or foot of its own."""
    part.is_linked_to_previous = False  # type: ignore[attr-defined]
    owner = part._element  # type: ignore[attr-defined]
    for old in list(owner):
        owner.remove(old)
    for markup in content:
        owner.append(element(markup))
