"""The annexes of a notice: one shape for screen, Word and Excel; at most nine columns on paper."""

from dataclasses import dataclass

from inspect_app.foundation.numbering import ratio
from inspect_app.metrics.rules import totals
from inspect_app.metrics.vocabulary import UnitCounts
from inspect_app.notices.vocabulary import FindingLine, NoticeFacts

Cell = str | int

# Millimetres on a landscape page of 247 mm; a column without a width takes an equal share of the rest.
_WIDTHS = {
    "序号": 11, "名次": 11, "编号": 32, "责任单位": 32, "发现方式": 22, "类别": 15, "整改时限": 27,
    "状态": 24, "单位": 40,
}  # fmt: skip
_WRAPPED = frozenset({"窗口/事项", "问题", "事实", "整改要求"})
_PAGE_WIDTH = 247


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A table with its title; every row has one cell a head."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def widths(self) -> tuple[float, ...]:
        """Return the columns' widths on paper, in millimetres."""
        rest = _PAGE_WIDTH - sum(_WIDTHS.get(head, 0) for head in self.heads)
        free = sum(head not in _WIDTHS for head in self.heads)
        return tuple(_WIDTHS.get(head, rest / max(free, 1)) for head in self.heads)

    @property
    def wrapped(self) -> tuple[bool, ...]:
        """Say of each column whether its text may break."""
        return tuple(head in _WRAPPED for head in self.heads)


_FINDING_HEADS = ("序号", "编号", "责任单位", "窗口/事项", "发现方式", "问题", "类别", "整改时限", "状态")
_UNIT_HEADS = ("名次", "单位", "发现问题", "应整改（到期）", "按期整改", "逾期未改", "待核验", "已销号", "按期整改率")
_FULL_UNIT_HEADS = (
    "名次", "单位", "发现问题", "已签收", "应整改（到期）", "按期整改", "逾期整改", "逾期未改", "未到期",
    "待核验", "已销号", "退回重办", "反弹", "按期整改率", "销号率",
)  # fmt: skip


def annexes(facts: NoticeFacts) -> list[TableFacts]:
    """Return what is printed behind the notice: new and overdue findings, then the units' table."""
    tables = [
        TableFacts("本期新交办问题清单", _FINDING_HEADS, _findings(facts.new_findings)),
        TableFacts("逾期未改问题清单", _FINDING_HEADS, _findings(facts.overdue_findings, noted=True)),
        *unit_tables(facts),
    ]
    return [table for table in tables if table.rows]


def unit_tables(facts: NoticeFacts, *, full: bool = False) -> list[TableFacts]:
    """Return the table of bureaus and the table of districts, each with its total row."""
    groups = (("部门整改情况统计表", False), ("区、县（市）整改情况统计表", True))
    heads = _FULL_UNIT_HEADS if full else _UNIT_HEADS
    made = []
    for title, districts in groups:
        rows = [row for row in facts.units if row.is_district is districts]
        if rows:
            cells = tuple(_unit(row, full) for row in (*rows, totals(rows)))
            made.append(TableFacts(f"{title}（截至{facts.as_of}）", heads, cells))
    return made


def full_tables(facts: NoticeFacts) -> list[TableFacts]:
    """Return every table with all columns, for Excel."""
    lists = (
        ("新交办问题", facts.new_findings, False),
        ("逾期未改", facts.overdue_findings, True),
        ("本期销号", facts.closed_findings, False),
    )
    heads = (*_FINDING_HEADS[:6], "事实", *_FINDING_HEADS[6:7], "等次", "整改要求", *_FINDING_HEADS[7:])
    made = [TableFacts(title, heads, _full_findings(lines, noted)) for title, lines, noted in lists]
    return made + unit_tables(facts, full=True)


def _findings(lines: tuple[FindingLine, ...], *, noted: bool = False) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            place, line.number, line.unit, line.place, line.method, line.title, line.kind or "—", line.due or "—",
            line.note if noted else line.status,
        )
        for place, line in enumerate(lines, start=1)
    )  # fmt: skip


def _full_findings(lines: tuple[FindingLine, ...], noted: bool) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            place, line.number, line.unit, line.place, line.method, line.title, line.fact, line.kind or "—",
            line.grade, line.demand, line.due or "—", line.note if noted else line.status,
        )
        for place, line in enumerate(lines, start=1)
    )  # fmt: skip


def _unit(row: UnitCounts, full: bool) -> tuple[Cell, ...]:
    rank: Cell = "" if row.unit == "合计" else row.rank or "—"
    on_time = ratio(row.on_time, row.due)
    if not full:
        return (rank, row.unit, row.found, row.due, row.on_time, row.overdue, row.pending, row.closed, on_time)
    return (
        rank, row.unit, row.found, row.accepted, row.due, row.on_time, row.late, row.overdue, row.not_due,
        row.pending, row.closed, row.rework, row.recurrence, on_time, ratio(row.closed, row.found),
    )  # fmt: skip
