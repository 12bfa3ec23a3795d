"""The shell of the tablet's app and of 设备自检: one page for everybody, kept for days without network."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from inspect_app.field.views import blueprint
from inspect_app.web.guards import open_to_all


@blueprint.get("/field/app")
@open_to_all
def app_shell() -> Response:
    """Serve the page that the app draws itself in; it holds nothing of anybody."""
    return _shell()


@blueprint.get("/device-check")
@open_to_all
def device_check() -> Response:
    """Serve the same page, which opens on 设备自检 at this address."""
    return _shell()


def _shell() -> Response:
    response = make_response(render_template("field/app.html"))
    response.headers["Cache-Control"] = "no-cache"
    return response
