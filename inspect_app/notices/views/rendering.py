"""The files of a notice, made of its facts."""

from pathlib import Path

from flask import current_app

from exports.notice_word import notice_docx
from exports.notice_workbook import notice_xlsx
from exports.paper.printing import printed
from inspect_app.foundation.numbering import issue_label
from inspect_app.notices.actions.issuing import Rendered
from inspect_app.notices.rules.paper import paper_of
from inspect_app.notices.vocabulary import DocumentKind, NoticeFacts

_STYLES = ("official", "official-pdf")


def render_documents(facts: NoticeFacts) -> list[Rendered]:
    """Make the files of a notice."""
    name = file_name(facts)
    return [
        Rendered(DocumentKind.WORD, f"{name}.docx", notice_docx(facts)),
        Rendered(DocumentKind.EXCEL, f"{name}.xlsx", notice_xlsx(facts)),
    ]


def render_pdf(facts: NoticeFacts) -> bytes:
    """Make the PDF of a notice; raise Refused without pango. It needs no request."""
    page = current_app.jinja_env.get_template("notices/paper/alone.html").render(paper=paper_of(facts))
    return printed(page, [_style(name) for name in _STYLES])


def file_name(facts: NoticeFacts) -> str:
    """Return what a paper's file is called: its 文号, or series and issue."""
    if facts.look.number and facts.issue_no:
        return f"{facts.look.number}（{facts.issue_date}）"
    number = issue_label(facts.issue_no) if facts.issue_no else "草稿"
    return f"{facts.series}{number}（{facts.issue_date}）"


def _style(name: str) -> str:
    return (Path(current_app.static_folder or "") / "css" / f"{name}.css").read_text("utf-8")
