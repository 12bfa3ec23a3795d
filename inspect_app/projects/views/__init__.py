"""Routes of projects: one module a kind of work."""

from flask import Blueprint

blueprint = Blueprint("projects", __name__)

# The modules hang their routes on the blueprint when they are imported; so does open work on accounts.
from inspect_app.projects.actions import handing_over  # noqa: E402, F401
from inspect_app.projects.views import (  # noqa: E402, F401
    assigned,
    instructions,
    meetings,
    registers,
    scheme,
    scheme_units,
    schemes,
    tough,
)
