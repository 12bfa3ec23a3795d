"""Routes of the author's pages: one module a page or a kind of deed."""

from flask import Blueprint

from inspect_app.access import Permission

blueprint = Blueprint("field", __name__)
# Authors fill in their own visits; who enters one for its author (代录) uses the same pages.
AUTHORS = (Permission.CAPTURE, Permission.ENTER_FOR_AUTHOR)

# The modules hang their routes on the blueprint when they are imported.
from inspect_app.field.views import (  # noqa: E402
    api,  # noqa: F401
    app,  # noqa: F401
    capture,  # noqa: F401
    findings,  # noqa: F401
    handing_in,  # noqa: F401
    interviews,  # noqa: F401
    mine,  # noqa: F401
    own_findings,  # noqa: F401
    photos,  # noqa: F401
    rescue,  # noqa: F401
    trials,  # noqa: F401
    worker,  # noqa: F401
)
