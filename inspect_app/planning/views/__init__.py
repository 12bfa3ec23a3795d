"""Routes of planning: one module a page or a kind of deed."""

from flask import Blueprint

blueprint = Blueprint("planning", __name__, url_prefix="/planning")

# The modules hang their routes on the blueprint when they are imported.
from inspect_app.planning.views import chiefs, people, placing, plans, rounds  # noqa: E402, F401
