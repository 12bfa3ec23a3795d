"""Routes of field."""

from flask import Blueprint

blueprint = Blueprint("field", __name__)
