"""Routes of citizens' voices: one module a kind of voice."""

from flask import Blueprint

blueprint = Blueprint("voices", __name__)
