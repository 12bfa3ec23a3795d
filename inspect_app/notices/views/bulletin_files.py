"""The files of a bulletin: the frozen ones of an issued bulletin, of a draft made now."""

from typing import Any

from flask import render_template, url_for

from exports.approval_word import approval_docx
from exports.paper.printing import missing_libraries
from inspect_app.access import Permission
from inspect_app.evidence.queries import read_document
from inspect_app.foundation import clock
from inspect_app.foundation.errors import Refused
from inspect_app.notices.models import Bulletin
from inspect_app.notices.queries.bulletin_facts import bulletin_facts
from inspect_app.notices.queries.bulletins import find_file, get_bulletin
from inspect_app.notices.queries.stamps import stamps_of
from inspect_app.notices.rules.approval import bulletin_sheet
from inspect_app.notices.rules.bulletin_paper import bulletin_paper
from inspect_app.notices.views import blueprint
from inspect_app.notices.views.bulletin_rendering import rendered_bulletin
from inspect_app.notices.vocabulary import NoticeState
from inspect_app.notices.vocabulary.approval import ApprovalSheet
from inspect_app.notices.vocabulary.bulletins import BulletinFile
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import download

BULLETIN_READERS = (Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE, Permission.READ_NOTICES)
_OFFICE = (Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE)
_LATER = "签发时还不能生成 PDF，装好后自动补做，做一次就存档；Word 和打印页不受影响。"
_TYPES = {
    BulletinFile.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    BulletinFile.PDF: "application/pdf",
}


@blueprint.get("/bulletins/<int:bulletin_id>/word")
@requires(*BULLETIN_READERS)
def bulletin_word(bulletin_id: int) -> Any:
    """Send the Word file."""
    return _file(bulletin_id, BulletinFile.WORD)


@blueprint.get("/bulletins/<int:bulletin_id>/pdf")
@requires(*BULLETIN_READERS)
def bulletin_pdf(bulletin_id: int) -> Any:
    """Send the PDF; 409 while an issued one is not made yet, and with what to install without pango."""
    return _file(bulletin_id, BulletinFile.PDF)


@blueprint.get("/bulletins/<int:bulletin_id>/print")
@requires(*BULLETIN_READERS)
def bulletin_print(bulletin_id: int) -> Any:
    """Show the bulletin alone, to be printed from the browser."""
    bulletin = get_bulletin(current_actor(), bulletin_id)
    paper = bulletin_paper(bulletin_facts(bulletin))
    return render_template("notices/bulletin_print.html", bulletin=bulletin, paper=paper, missing=missing_libraries())


@blueprint.get("/bulletins/<int:bulletin_id>/approval")
@requires(*_OFFICE)
def bulletin_approval(bulletin_id: int) -> Any:
    """Show 发文稿纸: who drafted, checked and signed an issue, for the archive."""
    sheet = _sheet(get_bulletin(current_actor(), bulletin_id))
    word = url_for("notices.bulletin_approval_word", bulletin_id=bulletin_id)
    back = url_for("notices.bulletin", bulletin_id=bulletin_id)
    return render_template("notices/approval.html", back=back, word=word, sheet=sheet)


@blueprint.get("/bulletins/<int:bulletin_id>/approval/word")
@requires(*_OFFICE)
def bulletin_approval_word(bulletin_id: int) -> Any:
    """Send 发文稿纸 as Word."""
    bulletin = get_bulletin(current_actor(), bulletin_id)
    day = bulletin.issue_date or clock.today()
    body = approval_docx(_sheet(bulletin), day.isoformat())
    return download(body, f"发文稿纸（{day}）.docx", _TYPES[BulletinFile.WORD])


def _sheet(bulletin: Bulletin) -> ApprovalSheet:
    return bulletin_sheet(bulletin_paper(bulletin_facts(bulletin)), stamps_of(bulletin))


def _file(bulletin_id: int, kind: BulletinFile) -> Any:
    bulletin = get_bulletin(current_actor(), bulletin_id)
    kept = find_file(bulletin, kind)
    if kept is not None:
        return download(read_document(kept.storage_key), kept.file_name, _TYPES[kind])
    if bulletin.state is NoticeState.ISSUED:
        raise Refused(_LATER + (missing_libraries() or "正在后台制作，请过几分钟再来。"))
    made = rendered_bulletin(bulletin_facts(bulletin), kind)
    return download(made.body, made.file_name, _TYPES[kind])
