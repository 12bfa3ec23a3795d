"""Routes of rectification."""

from flask import Blueprint

blueprint = Blueprint("rectification", __name__)
