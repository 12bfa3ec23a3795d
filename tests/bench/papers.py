"""The files of a notice with 200 and 2,000 findings, beside the same rows written in the ordinary way."""

import io
import time
from collections.abc import Callable

from docx import Document

from exports.notice_word import notice_docx
from exports.notice_workbook import notice_xlsx
from exports.paper.printing import missing_libraries, printed
from inspect_app.notices.rules.tables import annexes
from inspect_app.notices.vocabulary import NoticeFacts
from tests.bench.report import Line, Report
from tests.notices.papers import facts_with
from tests.notices.pdf_reading import count_pages
from tests.notices.test_printing import STYLES, page_of

_SIZES = (200, 2_000)
_PDF_MOST = 1.3
_PLAIN = "<!doctype html><html><body><table>{rows}</table></body></html>"


def measure_papers(report: Report, *, quick: bool) -> None:
    """Measure Word, Excel and PDF in this process; the first PDF, which loads its fonts, is not counted."""
    times = 1 if quick else 3
    for size in _SIZES:
        facts = facts_with(size, size // 10)
        _add(report, size, "通报 Word", times, lambda facts=facts: notice_docx(facts), _ordinary_word(facts))
        _add(report, size, "通报 Excel", times, lambda facts=facts: notice_xlsx(facts), None)
    if missing_libraries():
        report.note(f"没有 pango，未测 PDF：{missing_libraries()}")
        return
    printed(page_of(facts_with(1)), STYLES)
    for size in _SIZES:
        facts = facts_with(size, size // 10)
        page, bare = page_of(facts), _PLAIN.format(rows=_rows(facts))
        line = _add(
            report, size, "通报 PDF", 1 if size > _SIZES[0] else times,
            lambda page=page: printed(page, STYLES), _milliseconds(lambda bare=bare: printed(bare, [])),
        )  # fmt: skip
        line.goal, line.met = f"≤ {_PDF_MOST} × 地板", line.ratio is not None and line.ratio <= _PDF_MOST
        line.remark = f"{count_pages(printed(page, STYLES))} 页" if size == _SIZES[0] else ""


def _add(report: Report, size: int, name: str, times: int, make: Callable[[], bytes], floor: float | None) -> Line:
    taken = [_milliseconds(make) for _ in range(times)]
    line = Line("—", size, f"{name}（{size} 条）", taken, floor=floor)
    if floor:
        line.ratio = min(taken) / floor
    return report.add(line)


def _ordinary_word(facts: NoticeFacts) -> float:
    """Return how long python-docx takes for the same cells, a row at a time."""

    def write() -> bytes:
        document = Document()
        for annex in annexes(facts):
            for facts_of_table in annex.tables:
                table = document.add_table(rows=0, cols=len(facts_of_table.heads))
                for row in facts_of_table.rows:
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.text = str(text)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return _milliseconds(write)


def _rows(facts: NoticeFacts) -> str:
    return "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for annex in annexes(facts)
        for table in annex.tables
        for row in table.rows
    )


def _milliseconds(make: Callable[[], bytes]) -> float:
    begun = time.perf_counter()
    make()
    return (time.perf_counter() - begun) * 1000
