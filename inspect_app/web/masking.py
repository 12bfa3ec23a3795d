"""Every text that a template prints shows the numbers of people shortened, whatever page it stands on.

Full numbers are shown on request only, each time for a reason that is kept. A template that means to show one, or fills
a field with what is stored, escapes it itself (`|e`): what is escaped already is left alone.
"""

from flask import Flask, g, has_request_context, request

from inspect_app.foundation.masking import has_numbers, mask_numbers, numbers_in


def register_masking(app: Flask) -> None:
    """Let all templates mask what they print."""
    app.jinja_env.finalize = _shown
    app.jinja_env.filters["hides_numbers"] = has_numbers


def _shown(value: object) -> object:
    # A Markup has been printed before, and an exact str is what comes from rows.
    if type(value) is not str or not has_numbers(value):
        return value
    return mask_numbers(value, _typed())


def _typed() -> set[str]:
    """Return the numbers that somebody typed into this request: a search goes on looking for them."""
    if not has_request_context():
        return set()
    if "typed_numbers" not in g:
        g.typed_numbers = {number for text in request.values.values() for number in numbers_in(text)}
    found: set[str] = g.typed_numbers
    return found
