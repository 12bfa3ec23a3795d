"""Sums that must agree before a notice may be signed: each figure of the text against its table."""

from inspect_app.metrics.rules import totals
from inspect_app.notices.vocabulary import CheckedSum, NoticeFacts


def checked_sums(facts: NoticeFacts) -> list[CheckedSum]:
    """Return every number of the text beside the same number counted from the tables."""
    figures, table = facts.figures, totals(facts.units)
    rows = (
        ("本期新发现", "found_new", len(facts.new_findings), "问题清单"),
        ("累计发现", "found_total", table.found, "整改情况统计表"),
        ("本期销号", "closed_new", len(facts.closed_findings), "销号清单"),
        ("累计销号", "closed_total", table.closed, "整改情况统计表"),
        ("应整改（到期）", "due", table.due, "整改情况统计表"),
        ("按期整改", "on_time", table.on_time, "整改情况统计表"),
        ("逾期整改", "late", table.late, "整改情况统计表"),
        ("逾期未改", "overdue", table.overdue, "整改情况统计表"),
        ("逾期未改清单", "overdue", len(facts.overdue_findings), "问题清单"),
        ("逾期单位", "overdue_units", sum(1 for row in facts.units if row.overdue), "整改情况统计表"),
        ("待核验", "pending", table.pending, "整改情况统计表"),
        ("退回重办", "rework", table.rework, "整改情况统计表"),
        ("反弹", "recurrence", table.recurrence, "整改情况统计表"),
        ("本期走访", "visits_new", sum(row.new for row in facts.methods), "方式合计"),
        ("累计走访", "visits_total", sum(row.total for row in facts.methods), "方式合计"),
    )
    return [CheckedSum(label, figures[name], counted, where) for label, name, counted, where in rows]


def disagreements(facts: NoticeFacts) -> list[str]:
    """Return a sentence for each sum that doesn't agree, naming both numbers."""
    return [
        f"{row.label}：正文是 {row.in_text}，{row.where}是 {row.in_table}。"
        for row in checked_sums(facts)
        if not row.agrees
    ]
