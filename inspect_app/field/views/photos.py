"""Photos of a visit: sent one at a time, served only through the visit."""

from typing import Any

from flask import Response, jsonify, redirect, request, url_for
from werkzeug.datastructures import FileStorage, MultiDict

from inspect_app.database import transaction
from inspect_app.evidence.queries import published
from inspect_app.field import actions, queries
from inspect_app.field.actions.photos import Upload
from inspect_app.field.views import AUTHORS, blueprint
from inspect_app.field.views.frame import saved_facts
from inspect_app.foundation.errors import Invalid
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import file_of_visit
from inspect_app.web.guards import current_actor, requires

_PREFIX = "photo-"


def wants_json() -> bool:
    """Say whether a script asks, not a browser for a page."""
    return request.accept_mimetypes.best == "application/json"


def read_uploads(files: MultiDict[str, FileStorage]) -> dict[str, list[Upload]]:
    """Return the photos a page sends along, by item; empty controls are left out."""
    found: dict[str, list[Upload]] = {}
    for name, file in files.items(multi=True):
        if name.startswith(_PREFIX) and file.filename:
            found.setdefault(name[len(_PREFIX) :], []).append(Upload(file.read(), file.filename))
    return found


@blueprint.post("/field/visits/<public_id>/photos")
@requires(*AUTHORS)
def add_photo(public_id: str) -> Any:
    """Keep one photo of one item."""
    actor, key, sent = current_actor(), request.form.get("item", ""), request.files.get("photo")
    if sent is None or not sent.filename:
        raise Invalid("没有收到照片，请重拍。", "photo")
    upload = Upload(sent.read(), sent.filename, request.form.get("taken_at", "")[:40] or None)
    with transaction():
        files = actions.add_photos(actor, public_id, key, [upload])
    if not wants_json():
        return redirect(_item_url(queries.get_own(actor, public_id), key), 303)
    facts = saved_facts(queries.get_own(actor, public_id), {})
    url = url_for("field.photo", public_id=public_id, file_id=files[0].public_id)
    return jsonify(facts | {"file": files[0].public_id, "url": url}), 201


@blueprint.get("/field/visits/<public_id>/files/<file_id>")
@requires(*AUTHORS)
def photo(public_id: str, file_id: str) -> Response:
    """Serve a photo to who took it."""
    visit = queries.get_own(current_actor(), public_id)
    body, media_type = published(file_of_visit(visit.id, file_id), request.args.get("size", "copy"))
    return Response(body, mimetype=media_type)


@blueprint.post("/field/visits/<public_id>/files/<file_id>/remove")
@requires(*AUTHORS)
def remove_photo(public_id: str, file_id: str) -> Any:
    """Take a photo away."""
    actor = current_actor()
    with transaction():
        key = actions.remove_photo(actor, public_id, file_id)
    return redirect(_item_url(queries.get_own(actor, public_id), key or ""), 303)


def _item_url(visit: Visit, key: str) -> str:
    part = queries.body_of(visit.checklist_version).part_of(key)
    if part is None:
        return url_for("field.open_visit", public_id=visit.public_id)
    anchor = {"part": part.key.value, "edit": key, "_anchor": key}
    return url_for("field.show_part", public_id=visit.public_id, **anchor)  # type: ignore[arg-type]
