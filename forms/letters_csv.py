"""Reads a table of voices from CSV, or pasted from Excel; every problem with its cell."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime

from forms.catalogue_workbook.grid import letter
from inspect_app.accounts.vocabulary import SheetProblem
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import clean, tidy
from inspect_app.voices.vocabulary.letters import ENTERED, LetterLine, LetterSource, LetterTable

MAX_ROWS = 10_000
_LONGEST, _SHORT = 10_000, 200
_ENCODINGS = ("utf-8-sig", "gb18030")
# The heads of our template first; the others are what complaint platforms and halls call the same.
HEADS: dict[str, tuple[str, ...]] = {
    "编号": ("编号", "工单编号", "工单号", "受理编号", "信件编号"),
    "来源": ("来源", "渠道", "诉求来源"),
    "收到日期": ("收到日期", "日期", "受理日期", "来电时间", "提交时间", "受理时间"),
    "标题": ("标题", "主题", "诉求标题"),
    "内容": ("内容", "原文", "诉求内容", "反映内容", "意见内容"),
    "姓名": ("姓名", "来信人", "反映人", "诉求人", "联系人"),
    "电话": ("电话", "联系电话", "手机号", "来电号码"),
    "单位": ("单位", "反映单位", "被反映单位", "承办单位"),
    "窗口": ("窗口", "窗口编码", "反映窗口"),
    "媒体或网站": ("媒体或网站", "媒体", "网站", "平台"),
    "链接": ("链接", "网址"),
}
_DEMANDED = ("收到日期", "内容")
_DATE_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
_FIRST_YEAR = 2000
_LONGEST_CHARACTER = 4
# What wrongly read bytes look like: UTF-8 read as GBK and written again, or characters that stood for none.
_BROKEN = ("\ufffd", "锟斤拷", "烫烫烫", "屯屯屯", "ï»¿", "锘縖")
_SOURCES = {"12345": LetterSource.PLATFORM, "投诉平台": LetterSource.PLATFORM, "网民留言": LetterSource.NETIZEN,
            "网友": LetterSource.NETIZEN, "网络": LetterSource.NETIZEN, "信件": LetterSource.LETTER,
            "电话": LetterSource.CALL, "建议": LetterSource.SUGGESTION, "案例": LetterSource.CASE}  # fmt: skip


def read_letters(data: bytes, source: LetterSource, today: date) -> LetterTable:
    """Read a table in UTF-8 (with or without a mark) or GBK; `source` is that of rows that name none."""
    try:
        return _read(decode(data), source, today)
    except Invalid as error:
        return LetterTable(problems=(SheetProblem("", error.message),))


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


def template() -> bytes:
    """Return a file to fill in, which Excel opens with the right characters."""
    rows = [
        tuple(HEADS),
        ("12345-0001", "统一政务咨询投诉平台", "2026-05-06", "补材料跑了三趟", "办居住证补材料，第一次没有一次讲清……",
         "张三", "13800000000", "", "", "", ""),
    ]  # fmt: skip
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(rows)
    return target.getvalue().encode("utf-8-sig")


def _read(text: str, source: LetterSource, today: date) -> LetterTable:
    first = text.split("\n", 1)[0]
    mark = "\t" if "\t" in first and first.count("\t") >= first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    places: dict[str, int] = {}
    lines: list[LetterLine] = []
    problems: list[SheetProblem] = []
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            if not places:
                places = _places(cells)
            elif row > MAX_ROWS + 1:
                raise Invalid(f"超过 {MAX_ROWS} 行，请分几次导入。", "file")
            else:
                _take(row, cells, places, source, today, lines, problems)
    except csv.Error as error:
        raise Invalid(f"第 {row + 1} 行附近引号不成对，读不下去。请用 Excel 另存为 CSV 再试。", "file") from error
    if not lines and not problems:
        problems.append(SheetProblem("", "文件是空的。" if not places else "表里没有一行来信。"))
    return LetterTable(tuple(lines), tuple(problems), {name: letter(place + 1) for name, place in places.items()})


def _places(cells: list[str]) -> dict[str, int]:
    heads = [tidy(cell) for cell in cells]
    found = {}
    for name, words in HEADS.items():
        known = [heads.index(word) for word in words if word in heads]
        if known:
            found[name] = known[0]
    missing = [name for name in _DEMANDED if name not in found]
    if missing:
        raise Invalid(f"表头缺少：{'、'.join(missing)}。第一行应为：{'、'.join(HEADS)}（可以只有其中几列）。", "file")
    return found


def _take(
    row: int,
    cells: list[str],
    places: Mapping[str, int],
    source: LetterSource,
    today: date,
    lines: list[LetterLine],
    problems: list[SheetProblem],
) -> None:
    raw = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
    wrong = [SheetProblem(f"{letter(places[name] + 1)}{row}", text) for name, text in _wrong(raw, today)]
    if len(cells) > len(places) and any(cell.strip() for cell in cells[max(places.values()) + 1 :]) and wrong:
        wrong.append(SheetProblem(f"{row}", "这一行的格子比表头多，可能内容里有没加引号的逗号。"))
    problems += wrong
    if not wrong:
        lines.append(_line(row, raw, source))


def _wrong(raw: Mapping[str, str], today: date) -> Iterator[tuple[str, str]]:
    day = _date(raw["收到日期"])
    if day is None:
        yield "收到日期", f"日期“{tidy(raw['收到日期'])[:20]}”读不懂，应像 2026-05-06。"
    elif day > today or day.year < _FIRST_YEAR:
        yield "收到日期", f"日期 {day} 不在 {_FIRST_YEAR} 年到今天之间。"
    if not clean(raw["内容"]):
        yield "内容", "内容是空的。"
    elif len(raw["内容"]) > _LONGEST:
        yield "内容", f"内容超过 {_LONGEST} 个字，请删减或登记后传原件。"
    yield from _wrong_beside(raw)


def _wrong_beside(raw: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if (said := tidy(raw.get("来源", ""))) and _source(said) is None:
        yield "来源", f"没有来源“{said[:20]}”，应为：{'、'.join(one.label for one in ENTERED)}。"
    if (link := tidy(raw.get("链接", ""))) and not link.startswith(("http://", "https://")):
        yield "链接", "链接要以 http:// 或 https:// 开头。"
    for name in ("编号", "标题", "姓名", "电话", "单位", "窗口", "媒体或网站", "链接"):
        if len(raw.get(name, "")) > _SHORT:
            yield name, f"{name}最多 {_SHORT} 个字。"


def _line(row: int, raw: Mapping[str, str], source: LetterSource) -> LetterLine:
    cells = {name: tidy(text) for name, text in raw.items()}
    day = _date(raw["收到日期"])
    assert day is not None  # noqa: S101 - _wrong() has looked at it
    return LetterLine(
        row=row,
        source=_source(cells.get("来源", "")) or source,
        received_on=day,
        words=clean(raw["内容"].replace("\r\n", "\n")),
        title=cells.get("标题", ""),
        outside_code=cells.get("编号", ""),
        outlet=cells.get("媒体或网站", ""),
        link=cells.get("链接", ""),
        sender=cells.get("姓名", ""),
        phone=cells.get("电话", ""),
        unit=cells.get("单位", ""),
        window=cells.get("窗口", ""),
    )


def _source(label: str) -> LetterSource | None:
    found = LetterSource.named(label) or _SOURCES.get(label)
    return found if found in ENTERED else None


def _date(text: str) -> date | None:
    """Read a day, alone or with an hour behind it as platforms export it."""
    day = tidy(text).split("T")[0].split(" ")[0]
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(day, form).date()
        except ValueError:
            continue
    return None
