"""The annexes of a notice: one shape for screen, Word, PDF and Excel; at most nine columns on paper."""

from inspect_app.foundation.numbering import ratio
from inspect_app.metrics.rules import totals
from inspect_app.metrics.vocabulary import UnitCounts
from inspect_app.notices.rules.charts import charts, plain_tables
from inspect_app.notices.vocabulary import Annex, FindingLine, NoticeFacts, TableFacts
from inspect_app.notices.vocabulary.paper import Cell

# Millimetres of a page on its side, which is 225 mm wide; a column without a width shares the rest.
PAGE_WIDTH = 225
_WIDTHS = {
    "序号": 12, "名次": 12, "编号": 26, "责任单位": 25, "窗口/事项": 38, "窗口": 38, "发现方式": 19, "类别": 12,
    "整改时限": 24, "备注": 25, "单位": 44, "按期整改率": 36,
}  # fmt: skip
_WRAPPED = frozenset({"责任单位", "窗口/事项", "问题", "事实", "整改要求", "备注", "单位", "更正", "做法"})
IN_REVIEW = "复核中"
UNRANKED = "注：部门有异议、正在复核的问题计入各项数字，不影响名次。"

_FINDING_HEADS = ("序号", "编号", "责任单位", "窗口/事项", "发现方式", "问题", "类别", "整改时限", "备注")
_UNIT_HEADS = ("名次", "单位", "发现问题", "应整改（到期）", "按期整改", "逾期未改", "待核验", "已销号", "按期整改率")
_FULL_FINDING_HEADS = (
    "序号", "编号", "责任单位", "窗口/事项", "发现方式", "问题", "事实", "类别", "等次", "整改要求", "整改时限", "状态",
    "备注",
)  # fmt: skip
_FULL_UNIT_HEADS = (
    "名次", "单位", "发现问题", "已签收", "应整改（到期）", "按期整改", "逾期整改", "逾期未改", "未到期",
    "待核验", "已销号", "退回重办", "反弹", "按期整改率", "销号率",
)  # fmt: skip
_DIGITS = "〇一二三四"


def annexes(facts: NoticeFacts) -> list[Annex]:
    """Return what is printed behind the notice: new and overdue findings; units, bureaus and districts apart."""
    lists = (("本期新交办问题", facts.new_findings), ("逾期未改问题", facts.overdue_findings))
    findings = [
        _paper_table(f"{title}（{len(lines)}个）", _FINDING_HEADS, _findings(lines)) for title, lines in lists if lines
    ]
    units = [_paper_table(*parts) for parts in _unit_parts(facts, ("市级部门", "区、县（市）"), full=False)]
    note = UNRANKED if any(row.in_review for row in facts.units) else ""
    of_units = Annex(f"整改情况统计表（截至{facts.as_of}）", _as_parts(units), note, charts(facts))
    return [annex for annex in (Annex("问题清单", _as_parts(findings)), of_units) if annex.tables]


def told_apart(left_out: NoticeFacts) -> list[Annex]:
    """Return the annexes of the practices and corrections that a body has no room for."""
    return [Annex(parts[0], (_paper_table(*parts),)) for parts in _texts(left_out)]


def full_tables(facts: NoticeFacts) -> list[TableFacts]:
    """Return every table with all columns, for Excel."""
    lists = (
        ("新交办问题", facts.new_findings),
        ("逾期未改", facts.overdue_findings),
        ("本期销号", facts.closed_findings),
    )
    titles = (f"部门整改情况统计表（截至{facts.as_of}）", f"区、县（市）整改情况统计表（截至{facts.as_of}）")
    made = [TableFacts(title, _FULL_FINDING_HEADS, _full_findings(lines)) for title, lines in lists]
    made += [TableFacts(*parts) for parts in _unit_parts(facts, titles, full=True)]
    return made + plain_tables(facts) + [TableFacts(*parts) for parts in _texts(facts)]


def _texts(facts: NoticeFacts) -> list[tuple[str, tuple[str, ...], tuple[tuple[Cell, ...], ...]]]:
    praised = tuple((place, one.unit, one.window, one.words) for place, one in enumerate(facts.practices, start=1))
    mended = tuple(enumerate(facts.corrections, start=1))
    made = (("典型做法", ("序号", "责任单位", "窗口", "做法"), praised), ("更正", ("序号", "更正"), mended))
    return [parts for parts in made if parts[2]]


def _unit_parts(
    facts: NoticeFacts, titles: tuple[str, str], *, full: bool
) -> list[tuple[str, tuple[str, ...], tuple[tuple[Cell, ...], ...]]]:
    heads: tuple[str, ...] = _FULL_UNIT_HEADS if full else _UNIT_HEADS
    made = []
    for title, districts in zip(titles, (False, True), strict=True):
        rows = [row for row in facts.units if row.is_district is districts]
        if rows:
            made.append((title, heads, tuple(_unit(row, full) for row in (*rows, totals(rows)))))
    return made


def _paper_table(title: str, heads: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> TableFacts:
    rest = PAGE_WIDTH - sum(_WIDTHS.get(head, 0) for head in heads)
    free = max(sum(head not in _WIDTHS for head in heads), 1)
    widths = tuple(_WIDTHS.get(head, rest / free) for head in heads)
    return TableFacts(title, heads, rows, widths, tuple(head in _WRAPPED for head in heads))


def _as_parts(tables: list[TableFacts]) -> tuple[TableFacts, ...]:
    """Number the parts of an annex: 一、二、; one alone needs no number."""
    if len(tables) == 1:
        return tuple(tables)
    return tuple(
        TableFacts(f"{_DIGITS[place]}、{table.title}", table.heads, table.rows, table.widths, table.wrapped)
        for place, table in enumerate(tables, start=1)
    )


def _findings(lines: tuple[FindingLine, ...]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            place, line.number, line.unit, line.place, line.method, line.title, line.kind or "—", line.due or "—",
            _remark(line) or line.status,
        )
        for place, line in enumerate(lines, start=1)
    )  # fmt: skip


def _full_findings(lines: tuple[FindingLine, ...]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            place, line.number, line.unit, line.place, line.method, line.title, line.fact, line.kind or "—",
            line.grade, line.demand, line.due or "—", line.status, _remark(line),
        )
        for place, line in enumerate(lines, start=1)
    )  # fmt: skip


def _remark(line: FindingLine) -> str:
    """An objection that waits comes before the days a finding is late."""
    return "；".join(part for part in (IN_REVIEW if line.disputed else "", line.note) if part)


def _unit(row: UnitCounts, full: bool) -> tuple[Cell, ...]:
    rank: Cell = "" if row.unit == "合计" else row.rank or "—"
    on_time = ratio(row.on_time, row.due)
    if not full:
        return (rank, row.unit, row.found, row.due, row.on_time, row.overdue, row.pending, row.closed, on_time)
    return (
        rank, row.unit, row.found, row.accepted, row.due, row.on_time, row.late, row.overdue, row.not_due,
        row.pending, row.closed, row.rework, row.recurrence, on_time, ratio(row.closed, row.found),
    )  # fmt: skip
