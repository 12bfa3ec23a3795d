"""PDF by WeasyPrint: a page of HTML and its sheets of style in, bytes out; nothing is fetched from anywhere.

WeasyPrint needs pango, a system library. Without it everything else works, and
`missing_libraries` says what to install.
"""

import hashlib
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from html import escape
from io import StringIO
from threading import get_ident

from inspect_app.foundation.errors import Refused

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_INSTALL = (
    f"生成 PDF 需要系统库 pango，请管理员安装：apt-get install {PACKAGES}，再重启服务。Word、Excel 和打印页不受影响。"
)
_UNKNOWN = re.compile(r"\.notdef.{0,200}\(U\+([0-9A-F]{4,6})\)$")
_LOG = logging.getLogger("weasyprint")


def missing_libraries() -> str:
    """Return what to install, or nothing when PDF works."""
    try:
        # Without pango the import prints advice for programmers and raises OSError.
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return _INSTALL
    return ""


def printed(page: str, styles: Sequence[str]) -> bytes:
    """Return a page as PDF; raise Refused without pango. The same page gives the same bytes.

    A character that no installed font knows is spelled out as 〔U+1F600〕: a reader sees that something stands there.
    """
    missing = missing_libraries()
    if missing:
        raise Refused(missing)
    with _warnings() as told:
        body = _render(page, styles)
    unknown = {chr(int(code, 16)) for line in told for code in _UNKNOWN.findall(line)}
    return _render(_spelled_out(page, unknown), styles) if unknown else body


def _render(page: str, styles: Sequence[str]) -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    class Nothing(URLFetcher):  # type: ignore[misc]
        """Fetch nothing: a paper is made of what is handed in."""

        def fetch(self, url: str, headers: object = None) -> object:
            raise ValueError(f"a paper fetches nothing: {url[:80]}")

    fonts, nothing = FontConfiguration(), Nothing()
    sheets = [CSS(string=style, font_config=fonts, url_fetcher=nothing) for style in styles]
    key = hashlib.sha256("\0".join((page, *styles)).encode()).digest()[:16]
    source = HTML(string=page, base_url="about:blank", url_fetcher=nothing)
    body: bytes = source.write_pdf(stylesheets=sheets, font_config=fonts, pdf_identifier=key)
    return body


def _spelled_out(page: str, unknown: set[str]) -> str:
    for sign in unknown:
        page = page.replace(sign, escape(f"〔U+{ord(sign):04X}〕"))
    return page


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what WeasyPrint warns of; it says which characters no font knows."""
    told: list[str] = []
    mine = get_ident()

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == mine:
                told.append(record.getMessage())

    collector = Collector(logging.WARNING)
    _LOG.addHandler(collector)
    try:
        yield told
    finally:
        _LOG.removeHandler(collector)
