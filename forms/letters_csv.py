"""Reads a table of voices from CSV, or pasted from Excel; every problem with its cell."""

from collections.abc import Iterator, Mapping
from datetime import date

from forms.catalogue_workbook.grid import letter
from forms.csv_tables import day_of, decode, rows_of, written
from inspect_app.accounts.vocabulary import SheetProblem
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import clean, tidy
from inspect_app.voices.vocabulary.letters import ENTERED, LetterLine, LetterSource, LetterTable

MAX_ROWS = 10_000
_LONGEST, _SHORT = 10_000, 200
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
    "渠道": ("渠道", "媒体或网站", "媒体", "网站", "平台", "征集渠道", "群团组织", "党组织"),
    "链接": ("链接", "网址"),
}
_DEMANDED = ("收到日期", "内容")
_FIRST_YEAR = 2000
_SOURCES = {"12345": LetterSource.PLATFORM, "投诉平台": LetterSource.PLATFORM, "网民留言": LetterSource.NETIZEN,
            "网友": LetterSource.NETIZEN, "网络": LetterSource.NETIZEN, "信件": LetterSource.LETTER,
            "电话": LetterSource.CALL, "建议": LetterSource.SUGGESTION, "案例": LetterSource.CASE}  # fmt: skip


def read_letters(data: bytes, source: LetterSource, today: date) -> LetterTable:
    """Read a table in UTF-8 (with or without a mark) or GBK; `source` is that of rows that name none."""
    try:
        return _read(decode(data), source, today)
    except Invalid as error:
        return LetterTable(problems=(SheetProblem("", error.message),))


def template() -> bytes:
    """Return a file to fill in, which Excel opens with the right characters."""
    rows = [
        tuple(HEADS),
        ("12345-0001", "统一政务咨询投诉平台", "2026-05-06", "补材料跑了三趟", "办居住证补材料，第一次没有一次讲清……",
         "张三", "13800000000", "", "", "", ""),
    ]  # fmt: skip
    return written(rows)


def _read(text: str, source: LetterSource, today: date) -> LetterTable:
    rows = rows_of(text, MAX_ROWS)
    head = next(rows, None)
    if head is None:
        raise Invalid("文件是空的。", "file")
    places = _places(head[1])
    lines: list[LetterLine] = []
    problems: list[SheetProblem] = []
    for row, cells in rows:
        _take(row, cells, places, source, today, lines, problems)
    if not lines and not problems:
        problems.append(SheetProblem("", "表里没有一行来信。"))
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
    day = day_of(raw["收到日期"])
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
    for name in ("编号", "标题", "姓名", "电话", "单位", "窗口", "渠道", "链接"):
        if len(raw.get(name, "")) > _SHORT:
            yield name, f"{name}最多 {_SHORT} 个字。"


def _line(row: int, raw: Mapping[str, str], source: LetterSource) -> LetterLine:
    cells = {name: tidy(text) for name, text in raw.items()}
    day = day_of(raw["收到日期"])
    assert day is not None  # noqa: S101 - _wrong() has looked at it
    return LetterLine(
        row=row,
        source=_source(cells.get("来源", "")) or source,
        received_on=day,
        words=clean(raw["内容"].replace("\r\n", "\n")),
        title=cells.get("标题", ""),
        outside_code=cells.get("编号", ""),
        outlet=cells.get("渠道", ""),
        link=cells.get("链接", ""),
        sender=cells.get("姓名", ""),
        phone=cells.get("电话", ""),
        unit=cells.get("单位", ""),
        window=cells.get("窗口", ""),
    )


def _source(label: str) -> LetterSource | None:
    found = LetterSource.named(label) or _SOURCES.get(label)
    return found if found in ENTERED else None
