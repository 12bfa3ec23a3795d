"""Routes of rectification: one module a page or a kind of deed."""

from flask import Blueprint

blueprint = Blueprint("rectification", __name__)

# The modules hang their routes on the blueprint when they are imported.
from inspect_app.rectification.views import answers, case, ledger, sheets, verifying  # noqa: E402, F401
