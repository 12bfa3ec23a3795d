"""The files of a bulletin: the frozen ones of an issued bulletin, of a draft made now."""

from typing import Any

from flask import render_template

from exports.paper.printing import missing_libraries
from inspect_app.access import Permission
from inspect_app.evidence.queries import read_document
from inspect_app.notices.queries.bulletin_facts import bulletin_facts
from inspect_app.notices.queries.bulletins import find_file, get_bulletin
from inspect_app.notices.rules.bulletin_paper import bulletin_paper
from inspect_app.notices.views import blueprint
from inspect_app.notices.views.bulletin_rendering import rendered_bulletin
from inspect_app.notices.vocabulary.bulletins import BulletinFile
from inspect_app.web.guards import current_actor, requires
from inspect_app.web.responses import download

BULLETIN_READERS = (Permission.DRAFT_NOTICE, Permission.SIGN_NOTICE, Permission.READ_NOTICES)
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
    """Send the PDF; 409 with what to install without pango."""
    return _file(bulletin_id, BulletinFile.PDF)


@blueprint.get("/bulletins/<int:bulletin_id>/print")
@requires(*BULLETIN_READERS)
def bulletin_print(bulletin_id: int) -> Any:
    """Show the bulletin alone, to be printed from the browser."""
    bulletin = get_bulletin(current_actor(), bulletin_id)
    paper = bulletin_paper(bulletin_facts(bulletin))
    return render_template("notices/bulletin_print.html", bulletin=bulletin, paper=paper, missing=missing_libraries())


def _file(bulletin_id: int, kind: BulletinFile) -> Any:
    bulletin = get_bulletin(current_actor(), bulletin_id)
    kept = find_file(bulletin, kind)
    if kept is not None:
        return download(read_document(kept.storage_key), kept.file_name, _TYPES[kind])
    made = rendered_bulletin(bulletin_facts(bulletin), kind)
    return download(made.body, made.file_name, _TYPES[kind])
