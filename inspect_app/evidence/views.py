"""How a file goes out, to whoever may see it where it hangs; and how one that was tried waits for a yes."""

from typing import Any

from flask import Response, current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from inspect_app.access import Actor
from inspect_app.config import current_sealer
from inspect_app.evidence.actions import forget_document, keep_document
from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import published, read_document
from inspect_app.evidence.vocabulary import FileKind
from inspect_app.foundation.errors import Invalid, Missing
from inspect_app.web.responses import download

_ONE_HOUR = 3600
_EXPIRED = "试读结果已过期，请重新上传。"


def file_response(file: StoredFile, title: str = "", size: str = "copy") -> Response:
    """Show a photo (`size` copy or thumb) in the page, hand anything else over as a file under its title."""
    body, media_type = published(file, size)
    if file.kind is FileKind.PHOTO:
        return Response(body, mimetype=media_type)
    return download(body, file.title or title or file.kind.label, media_type)


def keep_tried(data: bytes, purpose: str, actor: Actor, facts: dict[str, str] | None = None) -> str:
    """Keep a file that was tried, sealed, and return a ticket for whoever tried it to confirm within the hour."""
    key = keep_document(current_sealer().seal(data, purpose))
    return str(_tickets(purpose).dumps({"key": key, "person": actor.person_id, "facts": facts or {}}))


def open_tried(ticket: str, purpose: str, actor: Actor) -> tuple[bytes, dict[str, str]]:
    """Return the file behind a ticket and its facts; raise Invalid when it is another's, or too old."""
    held = _held(ticket, purpose)
    if held is None or held["person"] != actor.person_id:
        raise Invalid(_EXPIRED, "file")
    try:
        sealed = read_document(held["key"])
    except Missing as error:
        raise Invalid(_EXPIRED, "file") from error
    return current_sealer().open(sealed, purpose), held["facts"] | {"key": held["key"]}


def forget_tried(ticket: str, purpose: str) -> None:
    """Take away a file that was confirmed: what it said is in the books now."""
    held = _held(ticket, purpose)
    if held is not None:
        forget_document(held["key"])


def _held(ticket: str, purpose: str) -> dict[str, Any] | None:
    try:
        held: dict[str, Any] = _tickets(purpose).loads(ticket, max_age=_ONE_HOUR)
    except BadData:
        return None
    return held


def _tickets(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"tried-{purpose}")
