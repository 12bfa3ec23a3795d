"""The bulletin (简报) as a Word file: masthead, contents, articles, verbatim attachments, the box 报 送 发."""

from docx import Document

from exports.paper import geometry as g
from exports.paper.body import body_text, centred_title
from exports.paper.colophon import at_the_right, foot, listed
from exports.paper.markup import PLAIN, Shape, paragraph, run
from exports.paper.masthead import masthead
from exports.paper.packing import packed, set_properties, write
from exports.paper.pages import upright
from exports.paper.styles import BODY, HEAD_2, dress
from inspect_app.notices.rules.bulletin_paper import bulletin_paper
from inspect_app.notices.vocabulary import PaperFont
from inspect_app.notices.vocabulary.bulletin_paper import BulletinPaper, Enclosure, Story
from inspect_app.notices.vocabulary.bulletins import BulletinFacts

_INDENT = 200
# A draft has no day yet; a file's properties need one.
_NO_DAY = "2000-01-01"


def bulletin_docx(facts: BulletinFacts) -> bytes:
    """Return the bulletin as .docx; the same facts give the same bytes."""
    paper = bulletin_paper(facts)
    document = Document()
    dress(document)
    set_properties(document, paper.head.mark, paper.head.issuer, facts.issue_date or _NO_DAY)
    write(document, [*_secrecy(paper), *masthead(paper.head), *_contents(paper)])
    for story in paper.stories:
        write(document, _story(story))
    write(document, _corrections(paper))
    for enclosure in paper.enclosures:
        write(document, _enclosure(enclosure))
    write(document, [*_mailbox(paper), *_foot(paper)])
    upright(document.sections[0])
    return packed(document)


def _secrecy(paper: BulletinPaper) -> list[str]:
    text = paper.head.look.secrecy
    return [paragraph(run(text, PaperFont.HEAD), BODY)] if text else []


def _contents(paper: BulletinPaper) -> list[str]:
    """● titles below the red line, where there are several articles (seed 003)."""
    return [
        paragraph(
            run(f"●{title}", PaperFont.KAI), BODY,
            Shape(before=0 if place else g.LINE, left=300, hanging=100),
        )
        for place, title in enumerate(paper.contents)
    ]  # fmt: skip


def _story(story: Story) -> list[str]:
    above = _note(story, before=g.LINE) if story.note_above else []
    below = _note(story, before=g.LINE) if story.note_below else []
    return [
        *above,
        *centred_title(story.title_lines, before=g.LINE),
        *_subtitle(story.subtitle),
        *below,
        *_body(story),
        *(paragraph(run(text), BODY, Shape(first=_INDENT)) for text in story.attached),
        *_contributor(story.contributor),
    ]


def _note(story: Story, *, before: int) -> list[str]:
    """按：… in 楷体, its word in 黑体."""
    word = run(f"{story.note_kind.label}：", PaperFont.HEAD)
    return [
        paragraph(
            (word if place == 0 else "") + run(text, PaperFont.KAI), HEAD_2,
            Shape(before=0 if place else before, first=_INDENT),
        )
        for place, text in enumerate(story.note)
    ]  # fmt: skip


def _subtitle(text: str) -> list[str]:
    if not text:
        return []
    return [paragraph(run(f"——{text}", PaperFont.KAI), BODY, Shape(align="center", keep_next=True))]


def _body(story: Story) -> list[str]:
    blank = paragraph("", BODY, PLAIN)
    return [blank, *(body_text(told) for told in story.body)] if story.body else []


def _contributor(name: str) -> list[str]:
    return [paragraph(run(f"（{name}供稿）"), BODY, Shape(align="right", right=100))] if name else []


def _corrections(paper: BulletinPaper) -> list[str]:
    return [
        paragraph(run(f"更正：{text}"), BODY, Shape(before=0 if place else g.LINE, first=_INDENT))
        for place, text in enumerate(paper.corrections)
    ]


def _enclosure(enclosure: Enclosure) -> list[str]:
    """An original on pages of its own: 附件 top left, its title on the third line, its lines as they are."""
    return [
        paragraph(run(enclosure.word, PaperFont.HEAD), BODY, Shape(new_page=True)),
        *centred_title(enclosure.title_lines, before=g.LINE),
        paragraph("", BODY, PLAIN),
        *(paragraph(run(line) if line else "", BODY, Shape(first=_indent(line))) for line in enclosure.lines),
    ]


def _indent(line: str) -> int:
    """A salutation stands at the edge; whatever brings blanks of its own keeps them."""
    return 0 if line.endswith(("：", ":")) or line.startswith(("　", " ")) else _INDENT


def _mailbox(paper: BulletinPaper) -> list[str]:
    if not paper.mailbox:
        return []
    return [paragraph(run(f"本刊邮箱：{paper.mailbox}"), BODY, Shape(before=g.LINE, align="left"))]


def _foot(paper: BulletinPaper) -> list[str]:
    rows = [listed(word, names) for word, names in paper.foot]
    copies = [at_the_right(paper.copies)] if paper.copies else []
    return [foot([*rows, *copies])] if rows or copies else []
