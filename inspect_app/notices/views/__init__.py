"""Routes of the daily notice and the bulletin: the papers, the lists behind their numbers, how they go out."""

from flask import Blueprint

blueprint = Blueprint("notices", __name__)

# The modules hang their routes on the blueprint when they are imported.
from inspect_app.notices.views import (  # noqa: E402, F401
    bulletin_articles,
    bulletin_files,
    bulletins,
    library,
    metrics,
    papers,
    pdf,
    proofs,
    sending,
)
from inspect_app.notices.views.bulletin_rendering import render_bulletin, render_bulletin_pdf  # noqa: E402
from inspect_app.notices.views.rendering import render_documents, render_pdf  # noqa: E402

__all__ = ["blueprint", "render_bulletin", "render_bulletin_pdf", "render_documents", "render_pdf"]
