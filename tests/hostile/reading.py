"""Everything a reader could find in an answer: page, headers, names of files, parts of documents."""

import html
import io
import zipfile
from urllib.parse import unquote

from werkzeug.test import TestResponse


def words_of(answer: TestResponse) -> str:
    """Return all text of an answer, documents opened, entities and escapes resolved."""
    headers = "\n".join(f"{name}: {unquote(value)}" for name, value in answer.headers if name != "Date")
    return f"{headers}\n{html.unescape(_body(answer))}"


def _body(answer: TestResponse) -> str:
    if not answer.data.startswith(b"PK\x03\x04"):
        return bytes(answer.data).decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        return "\n".join(f"{name}\n{parts.read(name).decode(errors='replace')}" for name in parts.namelist())
