"""The metrics as Word: the same cells as the screen's and Excel's, and what each metric means below them."""

from collections.abc import Sequence

from docx import Document

from exports.paper import geometry as g
from exports.paper.annexes import plain_table
from exports.paper.body import centred_title
from exports.paper.markup import Shape, element, paragraph, run
from exports.paper.packing import packed, set_properties
from exports.paper.pages import on_its_side
from exports.paper.styles import BODY, CELL, dress
from inspect_app.metrics.vocabulary import Measured, MetricGroup, Period
from inspect_app.notices.rules.titles import shaped
from inspect_app.notices.vocabulary import PaperFont, TableFacts

NUMBERS = ("指标", "数值", "分子/分母", "说明")
MEANINGS = ("指标", "分子", "分母", "按哪一天算", "口径说明")
_NUMBER_WIDTHS, _MEANING_WIDTHS = (50.0, 35.0, 35.0, 105.0), (40.0, 60.0, 55.0, 25.0, 45.0)


def metrics_docx(rows: Sequence[Measured], period: Period, scope: str, *, office: str) -> bytes:
    """Return the metrics of a period as .docx; the same numbers give the same bytes."""
    document = Document()
    dress(document)
    set_properties(document, "整改指标", office, period.last.isoformat())
    told = f"{scope}，{period.first.isoformat()} 至 {period.last.isoformat()}。分母为零的写“—”。"
    scope_line = paragraph(run(told, PaperFont.BODY, g.SIZE_4, squeeze=0), CELL)
    parts = [*centred_title(shaped(f"{office}整改指标")), scope_line]
    for group in MetricGroup:
        mine = [row for row in rows if row.definition.group is group]
        parts += _table(group.label, NUMBERS, [row.cells for row in mine], _NUMBER_WIDTHS)
    meant = [row.definition for row in rows]
    parts += _table("指标口径", MEANINGS, [(d.name, d.numerator, d.denominator, d.basis, d.note) for d in meant],
                    _MEANING_WIDTHS)  # fmt: skip
    end = document.element.body.sectPr
    for part in [*parts, paragraph("")]:
        end.addprevious(element(part))
    on_its_side(document.sections[0])
    return packed(document)


def _table(
    title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[float, ...]
) -> list[str]:
    if not rows:
        return []
    head = paragraph(run(title, PaperFont.HEAD, g.SIZE_4), BODY, Shape(before=g.LINE // 2, keep_next=True))
    return [head, plain_table(TableFacts(title, heads, tuple(rows), widths, (True,) * len(heads)))]
