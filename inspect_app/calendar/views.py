"""Routes of calendar."""

from flask import Blueprint

blueprint = Blueprint("calendar", __name__)
