"""Everything a reader could find in an answer: page, headers, names of files, parts of documents."""

import html
import io
import re
import zipfile
from urllib.parse import unquote

from werkzeug.test import TestResponse


def words_of(answer: TestResponse) -> str:
    """Return all text of an answer, documents opened, entities and escapes resolved."""
    headers = "\n".join(f"{name}: {unquote(value)}" for name, value in answer.headers if name != "Date")
    return f"{headers}\n{html.unescape(_body(answer))}"


def tells(secret: str, words: str) -> bool:
    """Tell whether the words hold a secret; 05:58 is no secret within the 11:05:58 at which a file was made."""
    return re.search(rf"(?<!\d:){re.escape(secret)}", words) is not None


def _body(answer: TestResponse) -> str:
    if not answer.data.startswith(b"PK\x03\x04"):
        return bytes(answer.data).decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        return "\n".join(f"{name}\n{parts.read(name).decode(errors='replace')}" for name in parts.namelist())
