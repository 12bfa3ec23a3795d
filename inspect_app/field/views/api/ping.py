"""Is this really our server? A captive portal answers too, but not this."""

from flask import Response

from inspect_app.field.views import blueprint
from inspect_app.field.views.api.guard import answer
from inspect_app.foundation import clock
from inspect_app.web.guards import open_to_all


@blueprint.get("/api/ping")
@open_to_all
def ping() -> Response:
    """Answer with the name of the app and the server's time."""
    return answer({"app": "inspect_app", "time": clock.now()})
