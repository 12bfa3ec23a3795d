"""Cleaning of typed and pasted text."""

import re
import unicodedata

# C0 controls but tab and newline; they break Excel and Word files.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def clean(value: str | None) -> str:
    """Return text without control characters and outer blanks."""
    return _CONTROLS.sub("", value or "").strip()


def normalise(value: str | None) -> str:
    """Return text with full-width digits and letters made half-width and blanks folded (NFKC)."""
    return " ".join(unicodedata.normalize("NFKC", clean(value)).split())
