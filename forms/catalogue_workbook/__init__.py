"""Read the catalogue workbook (单位, 网点窗口, 事项, 材料, 取消证明) an office uploads."""

from forms.catalogue_workbook.container import open_workbook
from forms.catalogue_workbook.grid import Grid, read_grid
from forms.catalogue_workbook.heads import find_head
from forms.catalogue_workbook.rows import read_rows
from inspect_app.catalogue.vocabulary import (
    SHEETS,
    CatalogueWorkbook,
    ImportProblem,
    SheetName,
    SheetRow,
    SheetSpec,
)
from inspect_app.foundation.errors import Invalid
from inspect_app.foundation.text import normalise

_NO_SHEET = "工作簿里没有要导入的工作表。工作表应叫“单位”“网点窗口”“事项”“材料”“取消证明”，可从模板开始填。"


def read_workbook(data: bytes) -> CatalogueWorkbook:
    """Read a workbook; raise Invalid when it can't be opened, else collect problems."""
    with open_workbook(data) as book:
        grids = {normalise(title): read_grid(book, title) for title in book.visible_titles}
    wanted = [(spec, grids[spec.name.label]) for spec in SHEETS if spec.name.label in grids]
    if not wanted:
        raise Invalid(_NO_SHEET, "file")
    rows: dict[SheetName, tuple[SheetRow, ...]] = {}
    problems: list[ImportProblem] = []
    for spec, grid in wanted:
        read, found = _read_sheet(spec, grid)
        rows[spec.name] = read
        problems += found
    return CatalogueWorkbook(rows, tuple(problems), {spec.name: len(grid.hidden) for spec, grid in wanted})


def _read_sheet(spec: SheetSpec, grid: Grid) -> tuple[tuple[SheetRow, ...], list[ImportProblem]]:
    head = find_head(spec, grid)
    if head.problems:
        return (), list(head.problems)
    return read_rows(spec, grid, head)
