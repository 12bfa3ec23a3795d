"""Routes of the numbers: the rates and what they mean, and promise against reality."""

from flask import Blueprint

blueprint = Blueprint("metrics", __name__)

# The modules hang their routes on the blueprint when they are imported.
from inspect_app.metrics.views import matters, phones, promise, rates  # noqa: E402, F401

__all__ = ["blueprint"]
