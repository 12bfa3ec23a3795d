"""Small counts of visits told together: of one covert visit a department would read who came, and when."""

from collections.abc import Iterable

from inspect_app.metrics.rules.counts import RANKED_FROM
from inspect_app.notices.vocabulary import MethodCount

OTHER = "其他"


def told_together(methods: Iterable[MethodCount]) -> tuple[MethodCount, ...]:
    """Return the counts with small ones merged into 其他, so that the totals still add up.

    A count is small below three, in this issue or altogether. Where 其他 is small itself, the smallest of the
    others goes into it too, or what is left out could be reckoned from the total.
    """
    rows = list(methods)
    apart = [row for row in rows if not _is_few(row)]
    merged = [row for row in rows if _is_few(row)]
    while merged and apart and _is_few(_sum(merged)):
        smallest = min(apart, key=lambda row: (row.total, row.new))
        apart.remove(smallest)
        merged.append(smallest)
    return (*apart, _sum(merged)) if merged else tuple(apart)


def _is_few(row: MethodCount) -> bool:
    return 0 < row.total < RANKED_FROM or 0 < row.new < RANKED_FROM


def _sum(rows: list[MethodCount]) -> MethodCount:
    return MethodCount(OTHER, sum(row.new for row in rows), sum(row.total for row in rows))
