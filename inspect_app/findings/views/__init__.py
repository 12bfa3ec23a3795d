"""Routes of findings before delivery, and of returns: the office's desk."""

from flask import Blueprint

blueprint = Blueprint("findings", __name__)

# The modules hang their routes on the blueprint when they are imported.
from inspect_app.findings.views import queues, returns, review, triage  # noqa: E402, F401
