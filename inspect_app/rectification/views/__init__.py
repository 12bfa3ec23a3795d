"""Routes of rectification: one module a page or a kind of deed."""

from flask import Blueprint

blueprint = Blueprint("rectification", __name__)

# The modules hang their routes on the blueprint when they are imported; so does open work on accounts.
from inspect_app.rectification.actions import handing_over  # noqa: E402, F401
from inspect_app.rectification.views import answers, case, ledger, sheets, verifying  # noqa: E402, F401
