"""Routes of citizens' voices: one module a kind of voice."""

from flask import Blueprint

blueprint = Blueprint("voices", __name__)

# The modules hang their routes on the blueprint when they are imported.
from inspect_app.voices.views import (  # noqa: E402, F401
    answers,
    handing_over,
    importing,
    letters,
    opinion_desk,
    opinion_forms,
    opinions,
    receipts,
    triage,
)
