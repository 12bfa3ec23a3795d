"""The daily notice as a Word file in official layout: the same facts as the screen."""

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_SECTION

from exports.paper.annexes import annex
from exports.paper.bars import Bars
from exports.paper.body import main_part
from exports.paper.colophon import colophon
from exports.paper.masthead import masthead
from exports.paper.packing import packed, set_properties, write
from exports.paper.pages import new_section, on_its_side, upright
from exports.paper.styles import dress
from inspect_app.notices.rules.paper import paper_of
from inspect_app.notices.vocabulary import NoticeFacts, Paper


def notice_docx(facts: NoticeFacts) -> bytes:
    """Return the notice as .docx: head, main part, annexes on landscape pages, and the 版记 on the last page."""
    paper = paper_of(facts)
    document = Document()
    dress(document)
    set_properties(document, facts.title, facts.issuer, facts.issue_date)
    write(document, [*masthead(paper), *main_part(paper)])
    upright(document.sections[0])
    if paper.annexes:
        _write_annexes(document, paper)
    write(document, [colophon(paper)])
    return packed(document)


def _write_annexes(document: DocumentType, paper: Paper) -> None:
    on_its_side(new_section(document))
    bars = Bars(document)
    for number, facts in enumerate(paper.annexes, start=1):
        write(document, annex(number, len(paper.annexes), facts, bars))
    # The 版记 is the outside of the last sheet: an even page, unnumbered as a blank one before it would be.
    upright(new_section(document, WD_SECTION.EVEN_PAGE), numbered=False)
