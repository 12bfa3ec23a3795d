"""The PDF of a notice: sent when it is made, else the page that says how far it is."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from exports.paper.printing import missing_libraries
from forms.notices import StepForm
from inspect_app.access import Permission, may
from inspect_app.evidence.queries import read_document
from inspect_app.foundation.errors import Refused
from inspect_app.notices.actions.printing import ask_print_again
from inspect_app.notices.models import Notice
from inspect_app.notices.queries.facts import facts_of
from inspect_app.notices.queries.lists import get_notice
from inspect_app.notices.queries.printing import find_print
from inspect_app.notices.views import blueprint
from inspect_app.notices.views.papers import READERS
from inspect_app.notices.views.rendering import file_name, render_pdf
from inspect_app.notices.vocabulary import NoticeFacts
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import attempt, download

_PDF = "application/pdf"
_MAKERS = (Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE)
# A request draws what takes about a second; a longer draft is read on the print page.
_MOST_ROWS_OF_A_DRAFT = 60


@blueprint.get("/notices/<int:notice_id>/pdf")
@requires(*READERS)
def pdf(notice_id: int) -> Any:
    """Send the PDF that was made once of an issued notice, or lead to how far it is; a short draft is drawn now."""
    notice = get_notice(current_actor(), notice_id)
    made = find_print(notice)
    if made is None:
        return _draft(notice)
    if made.storage_key is None:
        return redirect(url_for("notices.pdf_state", notice_id=notice_id))
    return download(read_document(made.storage_key), _name(facts_of(notice)), _PDF)


@blueprint.get("/notices/<int:notice_id>/pdf/state")
@requires(*READERS)
def pdf_state(notice_id: int) -> Any:
    """Show how far the PDF of an issued notice is; a draft has none to wait for."""
    actor = current_actor()
    notice = get_notice(actor, notice_id)
    made = find_print(notice)
    if made is None:
        return redirect(url_for("notices.one", notice_id=notice_id))
    return render_template(
        "notices/pdf_state.html",
        notice=notice,
        made=made,
        missing=missing_libraries() if made.storage_key is None else "",
        maker=any(may(actor, power) for power in _MAKERS),
    )


@blueprint.post("/notices/<int:notice_id>/pdf/again")
@requires(*_MAKERS)
def pdf_again(notice_id: int) -> Any:
    """Have a PDF made now that was not."""
    actor = current_actor()
    get_notice(actor, notice_id)
    if attempt(StepForm(), lambda: ask_print_again(actor, notice_id)):
        flash("已开始制作 PDF。")
    return redirect(url_for("notices.pdf_state", notice_id=notice_id), 303)


def _draft(notice: Notice) -> Any:
    facts = facts_of(notice)
    rows = len(facts.new_findings) + len(facts.overdue_findings)
    if rows > _MOST_ROWS_OF_A_DRAFT:
        raise Refused(
            f"这一期草稿的附件有 {rows} 行，PDF 要做较久：请看打印页或下载 Word，签发后 PDF 在后台制作，做好就能下载。"
        )
    return download(render_pdf(facts), _name(facts), _PDF)


def _name(facts: NoticeFacts) -> str:
    return f"{file_name(facts)}.pdf"
