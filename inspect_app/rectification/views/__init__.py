"""Routes of rectification: one module a page or a kind of deed."""

from flask import Blueprint

blueprint = Blueprint("rectification", __name__)

# The modules hang their routes on the blueprint when they are imported; so does open work on accounts.
from inspect_app.rectification.actions import dropping, escalating, handing_over, telling  # noqa: E402, F401
from inspect_app.rectification.queries import for_projects  # noqa: E402, F401
from inspect_app.rectification.views import (  # noqa: E402, F401
    answers,
    archives,
    assigning,
    bulk,
    case,
    due_calendar,
    elsewhere,
    hands,
    ledger,
    look_backs,
    replies,
    requests,
    rulings,
    saved_views,
    sheets,
    slips,
    supervision,
    verifying,
)
