"""Routes of checklists."""

from flask import Blueprint

blueprint = Blueprint("checklists", __name__)
