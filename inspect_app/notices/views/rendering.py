"""The files of a notice, made of its facts."""

from exports.notice_word import notice_docx
from exports.notice_workbook import notice_xlsx
from inspect_app.foundation.numbering import issue_label
from inspect_app.notices.actions.issuing import Rendered
from inspect_app.notices.vocabulary import DocumentKind, NoticeFacts


def render_documents(facts: NoticeFacts) -> list[Rendered]:
    """Make the files of a notice."""
    name = file_name(facts)
    return [
        Rendered(DocumentKind.WORD, f"{name}.docx", notice_docx(facts)),
        Rendered(DocumentKind.EXCEL, f"{name}.xlsx", notice_xlsx(facts)),
    ]


def file_name(facts: NoticeFacts) -> str:
    """Return what a paper's file is called: its 文号, or series and issue."""
    if facts.look.number and facts.issue_no:
        return f"{facts.look.number}（{facts.issue_date}）"
    number = issue_label(facts.issue_no) if facts.issue_no else "草稿"
    return f"{facts.series}{number}（{facts.issue_date}）"
