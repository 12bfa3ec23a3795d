"""Any table that comes in as CSV: its code of characters, its rows as Excel counts them, days however written."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache

from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import tidy

_ENCODINGS = ("utf-8-sig", "gb18030")
_DATE_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_LONGEST_CHARACTER = 4
# What wrongly read bytes look like: UTF-8 read as GBK and written again, or characters that stood for none.
_BROKEN = ("\ufffd", "锟斤拷", "烫烫烫", "屯屯屯", "ï»¿", "锘縖")


def decode(data: bytes) -> str:
    """Return the text of a file; raise Invalid for what is no CSV, or whose characters were broken before."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Invalid("这是 Excel 工作簿，不是 CSV。请在 Excel 里“另存为”，类型选“CSV UTF-8”再上传。", "file")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise Invalid("文件是 Unicode 文本（UTF-16），请另存为“CSV UTF-8”再上传。", "file")
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_garbled(text):
            raise Invalid("文字已经乱码（编码错乱），请从原系统重新导出 CSV，不要用记事本转存。", "file")
        return text
    raise Invalid("文件的文字编码读不懂，请另存为“CSV UTF-8”或 GBK 的 CSV。", "file")


def is_garbled(text: str) -> bool:
    """Say whether a text was read with the wrong code somewhere on its way."""
    if any(broken in text for broken in _BROKEN):
        return True
    return any(_reads_again(text[:2000], encoding) for encoding in ("gb18030", "latin-1", "cp1252"))


def _reads_again(head: str, encoding: str) -> bool:
    """Say whether a text, written in a code, reads as Chinese in UTF-8: then it was UTF-8 and read in that code."""
    try:
        whole = head.encode(encoding)
    except UnicodeEncodeError:
        return False
    # The end may be cut in the middle of a character.
    for cut in range(_LONGEST_CHARACTER):
        with suppress(UnicodeDecodeError):
            return any("\u4e00" <= one <= "\u9fff" for one in whole[: len(whole) - cut].decode("utf-8"))
    return False


def rows_of(text: str, most: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with something in them, the heads first, each with its number as Excel counts.

    Raise Invalid where quotes don't pair, or when there are more than `most` rows below the heads.
    """
    first = text.split("\n", 1)[0]
    mark = "\t" if "\t" in first and first.count("\t") >= first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            if row > most + 1:
                raise Invalid(f"超过 {most} 行，请分几次导入。", "file")
            if any(cell.strip() for cell in cells):
                yield row, cells
    except csv.Error as error:
        raise Invalid(f"第 {row + 1} 行附近引号不成对，读不下去。请用 Excel 另存为 CSV 再试。", "file") from error


def written(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as a CSV which Excel opens with the right characters."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(rows)
    return target.getvalue().encode("utf-8-sig")


@lru_cache(maxsize=4096)
def day_of(text: str) -> date | None:
    """Read a day, alone or with an hour behind it as platforms export it; nothing when it can't be read."""
    day = tidy(text).split("T")[0].split(" ")[0]
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(day, form).date()
        except ValueError:
            continue
    return None
