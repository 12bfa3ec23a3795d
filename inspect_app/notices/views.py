"""Routes of notices."""

from flask import Blueprint

blueprint = Blueprint("notices", __name__)
