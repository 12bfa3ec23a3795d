"""What the tablet's app is made of: every file its pages load, found by following what they name."""

import hashlib
import posixpath
import re
from functools import lru_cache
from pathlib import Path

_APP = "vendor/field"
# A page names its files by address, a module by `import`, a style sheet by `url()`; scripts also name pictures.
_NAMED = {
    ".html": re.compile(r"""(?:href|src)="([^"#?]+)"""),
    ".js": re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"'#?]+)|["'`](/static/[\w./-]+\.\w+)"""),
    ".css": re.compile(r"""url\(\s*["']?(?!data:)([^"')#?]+)"""),
}


def shell_files(pages: dict[str, str], static_folder: Path, static_address: str) -> dict[str, str]:
    """Return address → SHA-256 (hex) of the pages and of every static file they need, sorted by address.

    The bundled app is kept whole, whichever of its files a page names. `pages` are address → HTML. A file
    that is named but missing raises FileNotFoundError: a list with a hole would leave a tablet without
    network with half an app.
    """
    found = {address: hashlib.sha256(html.encode()).hexdigest() for address, html in pages.items()}
    waiting = [f"{static_address}{_APP}/{file.name}" for file in (static_folder / _APP).glob("*.js")]
    waiting += [named for address, html in pages.items() for named in _named(html, ".html", address)]
    while waiting:
        address = waiting.pop()
        if address in found or not address.startswith(static_address):
            continue
        file = static_folder / address.removeprefix(static_address)
        found[address], more = _facts(file, file.stat().st_mtime_ns, address)
        waiting.extend(more)
    return dict(sorted(found.items()))


def version_of(files: dict[str, str]) -> str:
    """Return a short name that changes with any byte of any file."""
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:16]


@lru_cache(maxsize=512)
def _facts(file: Path, changed_ns: int, address: str) -> tuple[str, tuple[str, ...]]:
    """Return a file's hash and what it names; read again only when the file has changed."""
    data = file.read_bytes()
    text = data.decode("utf-8") if file.suffix in _NAMED else ""
    return hashlib.sha256(data).hexdigest(), tuple(_named(text, file.suffix, address))


def _named(text: str, suffix: str, address: str) -> list[str]:
    pattern = _NAMED.get(suffix)
    if pattern is None:
        return []
    names = ("".join(match.groups(default="")) for match in pattern.finditer(text))
    return [posixpath.normpath(posixpath.join(posixpath.dirname(address), name)) for name in names]
