"""Photos by their hash, before or after the submission they belong to."""

import hashlib
import re

from flask import Response

from inspect_app.config import current_settings
from inspect_app.database import transaction
from inspect_app.evidence.actions import open_original
from inspect_app.field import actions, queries
from inspect_app.field.views import blueprint
from inspect_app.field.views.api.guard import answer, current_tablet, on_tablet, read_bytes
from inspect_app.foundation.errors import Missing

_SHA256 = re.compile(r"[0-9a-f]{64}")
_WRONG = "照片在路上损坏了，会再传一次。"


@blueprint.put("/api/field/files/<sha256>")
@on_tablet
def api_keep_file(sha256: str) -> Response:
    """Keep a photo under its hash, on disk before this answers; the same one again is the same."""
    if _SHA256.fullmatch(sha256) is None:
        raise Missing()
    tablet = current_tablet()
    data = read_bytes(current_settings().upload_megabytes * 1024 * 1024)
    if hashlib.sha256(data).hexdigest() != sha256:
        return answer({"error": "hash_mismatch", "message": _WRONG}, 422)
    known = queries.find_upload(tablet.actor, sha256)
    if known is None:
        kept = actions.keep_photo(tablet.actor, sha256, data)
        with transaction():
            actions.note_photo(tablet.actor, kept)
    return answer({"sha256": sha256, "size": len(data)}, 201 if known is None else 200)


@blueprint.get("/api/field/files/<sha256>")
@on_tablet
def api_file(sha256: str) -> Response:
    """Give an author's own photo back, to another tablet that goes on with the draft."""
    upload = queries.find_upload(current_tablet().actor, sha256)
    if upload is None:
        raise Missing("服务器上没有这张照片。")
    response = Response(open_original(upload.storage_key), mimetype=upload.media_type)
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["Content-Disposition"] = "attachment"
    return response
