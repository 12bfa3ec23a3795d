"""How a file goes out; whoever calls has checked that this person may see it where it hangs."""

from flask import Response

from inspect_app.evidence.models import StoredFile
from inspect_app.evidence.queries import published
from inspect_app.evidence.vocabulary import FileKind
from inspect_app.web.responses import download


def file_response(file: StoredFile, title: str = "", size: str = "copy") -> Response:
    """Show a photo (`size` copy or thumb) in the page, hand anything else over as a file under its title."""
    body, media_type = published(file, size)
    if file.kind is FileKind.PHOTO:
        return Response(body, mimetype=media_type)
    return download(body, file.title or title or file.kind.label, media_type)
