"""Routes of findings."""

from flask import Blueprint

blueprint = Blueprint("findings", __name__)
