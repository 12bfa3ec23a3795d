"""Routes of visits at the office's desk: one module a page or a kind of deed."""

from flask import Blueprint

blueprint = Blueprint("visits", __name__)

# The modules hang their routes on the blueprint when they are imported.
from inspect_app.visits.views import planning, reading, scripts, unsealing  # noqa: E402, F401
