"""What an archive may hold, and how its folders and files are called on every computer."""

import re

from inspect_app.foundation.errors import Invalid, Refused

MOST_CASES = 5_000
_LONGEST = 60
# Windows takes none of these in a name, nor a dot or a space at its end.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def demand_size(total: int) -> None:
    """Raise Invalid when there is nothing to put together, Refused when there is too much for one file."""
    if not total:
        raise Invalid("按现在的筛选没有问题，请改筛选后再做。")
    if total > MOST_CASES:
        raise Refused(f"一份最多 {MOST_CASES} 件，现在 {total} 件。请按专项或交办日期分几份做。")


def safe_name(text: str) -> str:
    """Return a text as part of a file name, short enough to be unpacked anywhere."""
    return _FORBIDDEN.sub("_", " ".join(text.split()))[:_LONGEST].rstrip(". ") or "未命名"


def numbered_name(place: int, title: str, extension: str) -> str:
    """Return the name of the n-th file of a folder; a title that already ends so keeps one ending."""
    stem = safe_name(title)
    if extension and stem.lower().endswith(extension):
        stem = stem[: -len(extension)]
    return f"{place:02d} {stem}{extension}"
