"""Turn the rows under a header into clean values, with a problem for every cell that can't be read."""

from collections.abc import Mapping

from forms.catalogue_workbook.cells import Unreadable, read_cell
from forms.catalogue_workbook.grid import Grid, letter
from forms.catalogue_workbook.heads import Head
from inspect_app.catalogue.vocabulary import Column, ImportProblem, SheetRow, SheetSpec, Value


def read_rows(spec: SheetSpec, grid: Grid, head: Head) -> tuple[tuple[SheetRow, ...], list[ImportProblem]]:
    """Return the clean rows and what is wrong; a row with nothing in any known column is passed over."""
    columns = [column for column in spec.columns if column.key in head.places]
    letters = {column.key: letter(head.places[column.key]) for column in columns}
    rows: list[SheetRow] = []
    problems: list[ImportProblem] = []
    for number, cells in grid.rows.items():
        raw = {column.key: cells.get(head.places[column.key]) for column in columns}
        if number <= head.row or all(_is_blank(value) for value in raw.values()):
            continue
        values, wrong = _read(columns, raw)
        row = SheetRow(spec.name, number, values, letters)
        rows.append(row)
        problems += [row.problem(key, sentence) for key, sentence in wrong.items()]
    return tuple(rows), problems


def _read(columns: list[Column], raw: Mapping[str, object]) -> tuple[dict[str, Value], dict[str, str]]:
    values: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    for column in columns:
        try:
            values[column.key] = read_cell(column, raw[column.key])
        except Unreadable as error:
            wrong[column.key] = str(error)
    return values, wrong


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
