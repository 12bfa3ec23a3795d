"""Routes of the daily notice: the paper itself, the lists behind its numbers, how it goes out."""

from flask import Blueprint

blueprint = Blueprint("notices", __name__)

# The modules hang their routes on the blueprint when they are imported.
from inspect_app.notices.views import papers, pdf, proofs, sending  # noqa: E402, F401
from inspect_app.notices.views.rendering import render_documents, render_pdf  # noqa: E402

__all__ = ["blueprint", "render_documents", "render_pdf"]
