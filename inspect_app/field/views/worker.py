"""The service worker: its script, and before it the list of everything it has to keep."""

import json
from pathlib import Path

from flask import Response, current_app, url_for

from inspect_app.field.queries.shell import shell_files, version_of
from inspect_app.field.views import blueprint
from inspect_app.field.views.app import app_shell, device_check
from inspect_app.web.guards import open_to_all


@blueprint.get("/field/sw.js")
@open_to_all
def worker() -> Response:
    """Serve the worker; its bytes change whenever any file of the app does."""
    static = Path(current_app.static_folder or "")
    pages = {
        url_for("field.app_shell"): app_shell().get_data(as_text=True),
        url_for("field.device_check"): device_check().get_data(as_text=True),
    }
    files = shell_files(pages, static, url_for("static", filename=""))
    given = f"const VERSION = {json.dumps(version_of(files))};\nconst ASSETS = {json.dumps(files, indent=0)};\n"
    response = Response(given + (static / "js/field-worker.js").read_text("utf-8"), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    # Its second registration serves the one page outside /field/: /device-check.
    response.headers["Service-Worker-Allowed"] = "/"
    return response
