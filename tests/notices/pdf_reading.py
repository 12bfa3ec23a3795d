"""What a PDF says: the characters its glyphs stand for, read from the file itself, and how many pages it has."""

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_CHAR = re.compile(rb"<[0-9a-fA-F]+>\s+<([0-9a-fA-F]+)>")


def characters(body: bytes) -> set[str]:
    """Return every character that a drawn glyph stands for (ToUnicode): what is not here was not drawn."""
    found: set[str] = set()
    for stream in _streams(body):
        if b"beginbfchar" in stream or b"beginbfrange" in stream:
            for code in _CHAR.findall(stream):
                found |= set(bytes.fromhex(code.decode()).decode("utf-16-be", "ignore"))
    return found


def count_pages(body: bytes) -> int:
    """Return how many pages a PDF has."""
    everything = b"".join((body, *_streams(body)))
    return len(re.findall(rb"/Type\s*/Page(?![s\w])", everything))


def _streams(body: bytes) -> list[bytes]:
    found = []
    for raw in _STREAM.findall(body):
        try:
            found.append(zlib.decompress(raw))
        except zlib.error:
            found.append(raw)
    return found
