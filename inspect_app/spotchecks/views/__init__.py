"""Routes of checks made at the desk, one module a page or a kind of deed."""

from flask import Blueprint

blueprint = Blueprint("spotchecks", __name__)

# The modules hang their routes on the blueprint when they are imported.
from inspect_app.spotchecks.views import batches, dialling, guides  # noqa: E402, F401
