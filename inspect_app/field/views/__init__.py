"""Routes of the author's pages: one module a page or a kind of deed."""

from flask import Blueprint

blueprint = Blueprint("field", __name__)
