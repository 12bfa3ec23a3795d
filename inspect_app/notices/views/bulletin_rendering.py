"""The files of a bulletin, made of its facts; it needs no request."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import current_app

from exports.bulletin_word import bulletin_docx
from exports.paper.printing import missing_libraries, printed
from inspect_app.foundation.numbering import issue_label
from inspect_app.notices.actions.bulletin_issuing import RenderedBulletin
from inspect_app.notices.rules.bulletin_paper import bulletin_paper
from inspect_app.notices.vocabulary.bulletins import BulletinFacts, BulletinFile

_STYLES = ("official", "official-bulletin", "official-pdf")


def render_bulletin(facts: BulletinFacts) -> list[RenderedBulletin]:
    """Make the files that are frozen: Word, and PDF where the server can make it."""
    kinds = [BulletinFile.WORD] if missing_libraries() else list(BulletinFile)
    return [rendered_bulletin(facts, kind) for kind in kinds]


def prepared() -> Callable[[BulletinFacts], list[RenderedBulletin]]:
    """Return a renderer that makes the files of one issue once: what was drawn before the signing is taken in it."""
    return cache(render_bulletin)


def render_bulletin_pdf(facts: BulletinFacts) -> RenderedBulletin:
    """Make the PDF of a bulletin that was signed without one."""
    return rendered_bulletin(facts, BulletinFile.PDF)


def rendered_bulletin(facts: BulletinFacts, kind: BulletinFile) -> RenderedBulletin:
    """Make one file; raise Refused for PDF without pango."""
    if kind is BulletinFile.WORD:
        return RenderedBulletin(kind, f"{_name(facts)}.docx", bulletin_docx(facts))
    page = current_app.jinja_env.get_template("notices/bulletin_alone.html").render(paper=bulletin_paper(facts))
    return RenderedBulletin(kind, f"{_name(facts)}.pdf", printed(page, [_style(name) for name in _STYLES]))


def _name(facts: BulletinFacts) -> str:
    number = issue_label(facts.issue_no) if facts.issue_no else "草稿"
    return f"{facts.mark}{number}" + (f"（{facts.issue_date}）" if facts.issue_date else "")


def _style(name: str) -> str:
    return (Path(current_app.static_folder or "") / "css" / f"{name}.css").read_text("utf-8")
