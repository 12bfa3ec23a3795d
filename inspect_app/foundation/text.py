"""Cleaning of typed and pasted text."""

import re
import unicodedata

# C0 controls but tab and newline, lone surrogates and non-characters break Excel and Word files; marks that turn
# the direction of writing make a name read as another (gpj.exe).
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def clean(value: str | None) -> str:
    """Return text without control characters and outer blanks."""
    return _CONTROLS.sub("", value or "").strip()


def normalise(value: str | None) -> str:
    """Return text with full-width digits and letters made half-width and blanks folded (NFKC)."""
    return " ".join(unicodedata.normalize("NFKC", clean(value)).split())


# Full-width digits and letters; Chinese punctuation stays, because names are printed in official papers.
_WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
_FULL_WIDTH = {code: code - 0xFEE0 for code in _WIDE}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


def tidy(value: str | None) -> str:
    """Return text with half-width digits and letters and folded blanks, its Chinese punctuation kept."""
    return " ".join(clean(value).translate(_FULL_WIDTH | _INVISIBLE).split())
