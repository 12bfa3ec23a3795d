"""Routes of 数据比对: sources, tables that are tried, batches."""

from flask import Blueprint

blueprint = Blueprint("comparison", __name__, url_prefix="/comparison")

# The modules hang their routes on the blueprint when they are imported.
from inspect_app.comparison.views import batches, sources, tables  # noqa: E402, F401
