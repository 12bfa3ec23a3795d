"""The charts of a notice: bars and shades in a table of the same numbers, each below one sentence."""

from collections.abc import Iterable
from datetime import date

from inspect_app.findings.vocabulary import PainType
from inspect_app.foundation.numbering import ratio
from inspect_app.metrics.vocabulary import UnitCounts
from inspect_app.notices.vocabulary import Bar, Chart, NoticeFacts, Shade, TableFacts
from inspect_app.notices.vocabulary.paper import Cell

KINDS = (*(kind.label for kind in PainType), "未分类")
MARKS = ("5 分", "4 分", "3 分", "2 分", "1 分")
SATISFIED_MARKS = 2
_LABEL, _NUMBER, _BAR = 50, 35, 140
_SHADES = 4


def charts(facts: NoticeFacts) -> tuple[Chart, ...]:
    """Return the charts that have something to show."""
    bureaus = _ranking("按期整改率：市级部门", [row for row in facts.units if not row.is_district])
    districts = _ranking("按期整改率：区、县（市）", [row for row in facts.units if row.is_district])
    made = (_trend(facts), bureaus, districts, _marks(facts), _heat(facts))
    shown = [chart for chart in made if chart is not None]
    return tuple(
        Chart(chart.sentence, _titled(chart.table, f"图{place}　{chart.table.title}"))
        for place, chart in enumerate(shown, start=1)
    )


def plain_tables(facts: NoticeFacts) -> list[TableFacts]:
    """Return the same numbers without bars and shades, for Excel."""
    return [_plain(chart.table) for chart in charts(facts)]


def _trend(facts: NoticeFacts) -> Chart | None:
    most = max((max(week.found, week.closed) for week in facts.weeks), default=0)
    if not most:
        return None
    rows: list[tuple[Cell, ...]] = []
    for week in facts.weeks:
        days = f"{_day(week.first)}—{_day(week.last)}"
        rows.append((days, f"发现 {week.found}", Bar(week.found / most)))
        rows.append((days, f"销号 {week.closed}", Bar(week.closed / most, 1)))
    last = facts.weeks[-1]
    found, closed = sum(week.found for week in facts.weeks), sum(week.closed for week in facts.weeks)
    span = f"近{len(facts.weeks)}周发现{found}个、销号{closed}个；"
    return _chart("每七天发现和销号", f"{span}最近七天发现{last.found}个、销号{last.closed}个。", "日期", rows)


def _ranking(title: str, rows: list[UnitCounts]) -> Chart | None:
    due = [row for row in rows if row.due]
    if not due:
        return None
    lines = [(row.unit, ratio(row.on_time, row.due), Bar(row.on_time / row.due)) for row in due]
    best = [row.unit for row in due if row.rank == 1]
    first = f"按期整改率排第一的是{'、'.join(best)}；" if best else ""
    return _chart(title, f"{first}应整改不满3个的不排名，没有到期问题的不列。", "单位", lines)


def _marks(facts: NoticeFacts) -> Chart | None:
    rated = sum(facts.marks)
    if not rated:
        return None
    lines = [
        (name, count, Bar(count / max(facts.marks), int(place >= SATISFIED_MARKS)))
        for place, (name, count) in enumerate(zip(MARKS, facts.marks, strict=True))
    ]
    share = ratio(sum(facts.marks[:SATISFIED_MARKS]), rated)
    return _chart("群众评价", f"评价4分以上的算满意，满意率{share}。", "评价", lines)


def _heat(facts: NoticeFacts) -> Chart | None:
    most = max((count for row in facts.kinds for count in row.counts), default=0)
    if not most:
        return None
    rows: list[tuple[Cell, ...]] = [
        (row.unit, *(Shade(count, _level(count, most)) for count in row.counts), sum(row.counts))
        for row in facts.kinds
    ]
    sums = [sum(row.counts[place] for row in facts.kinds) for place in range(len(KINDS))]
    rows.append(("合计", *sums, sum(sums)))
    top = max(range(len(KINDS)), key=lambda place: sums[place])
    share = ratio(sums[top], sum(sums))
    heads = ("单位", *KINDS, "合计")
    widths = (_LABEL, *([(_NUMBER + _BAR) / (len(heads) - 1)] * (len(heads) - 1)))
    table = TableFacts("各单位问题的类别", heads, tuple(rows), widths, (True, *[False] * (len(heads) - 1)))
    return Chart(f"最多的是{KINDS[top]}，{share}；颜色越深，问题越多。", table)


def _chart(title: str, sentence: str, head: str, rows: Iterable[tuple[Cell, ...]]) -> Chart:
    heads, widths = (head, "数量" if head != "单位" else "按期/应整改", "图"), (_LABEL, _NUMBER, _BAR)
    return Chart(sentence, TableFacts(title, heads, tuple(rows), widths, (True, False, True)))


def _level(count: int, most: int) -> int:
    return -(-count * _SHADES // most)


def _plain(table: TableFacts) -> TableFacts:
    keep = [place for place, head in enumerate(table.heads) if head != "图"]
    rows = tuple(tuple(_number(row[place]) for place in keep) for row in table.rows)
    return TableFacts(table.title.split("　", 1)[1], tuple(table.heads[place] for place in keep), rows)


def _number(cell: Cell) -> Cell:
    return cell.count if isinstance(cell, Shade) else cell


def _titled(table: TableFacts, title: str) -> TableFacts:
    return TableFacts(title, table.heads, table.rows, table.widths, table.wrapped)


def _day(day: str) -> str:
    value = date.fromisoformat(day)
    return f"{value.month}月{value.day}日"
