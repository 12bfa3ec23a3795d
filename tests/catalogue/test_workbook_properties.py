"""Whatever an office types: what the template writes is read back, and a planted fault is found where it was put."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.catalogue_template import build_workbook
from forms.catalogue_workbook import read_workbook
from inspect_app.catalogue.rules import Known, plan_import
from inspect_app.catalogue.vocabulary import SHEETS, CellKind, Column, SheetName, SheetSpec, Value
from inspect_app.foundation.text import tidy
from tests.catalogue.making import workbook

_WORDS = st.text(st.sampled_from("市公安局ＡＢ１２ab12（）、，：\u3000 =+-@'\""), min_size=1, max_size=12)
_CODES = st.text(st.sampled_from("ABCxyz0123456789-._"), min_size=1, max_size=8)
_WIDE = str.maketrans("0123456789ABCxyz", "０１２３４５６７８９ＡＢＣｘｙｚ")
_BAD: dict[CellKind, Any] = {
    CellKind.CODE: "两个 词",
    CellKind.CHOICE: "没有这一项",
    CellKind.YES_NO: "也许",
    CellKind.COUNT: "三天",
    CellKind.DAY: "2017-13-01",
    CellKind.TEXT: "长" * 501,
    CellKind.UNIT: "长" * 201,
    CellKind.CODES: "长" * 2_001,
}


def _value(column: Column) -> st.SearchStrategy[Value]:
    plain: dict[CellKind, st.SearchStrategy[Any]] = {
        CellKind.TEXT: _WORDS.filter(tidy),
        CellKind.UNIT: _CODES,
        CellKind.CODE: _CODES,
        CellKind.CODES: st.lists(_CODES, min_size=1, max_size=3, unique=True).map(tuple),
        CellKind.CHOICE: st.sampled_from(list(column.choices or ["?"])),
        CellKind.YES_NO: st.booleans(),
        CellKind.COUNT: st.integers(0, 100_000),
        CellKind.DAY: st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    }
    return plain[column.kind]


def _row(spec: SheetSpec) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({column.key: _value(column) for column in spec.columns})


def _sheet() -> st.SearchStrategy[tuple[SheetSpec, list[dict[str, Value]]]]:
    return st.sampled_from(SHEETS).flatmap(
        lambda spec: st.tuples(st.just(spec), st.lists(_row(spec), min_size=1, max_size=4))
    )


def _expected(value: Value) -> Value:
    return tidy(value) if type(value) is str else value


@given(_sheet())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_the_template_writes_is_read_back(drawn: tuple[SheetSpec, list[dict[str, Value]]]) -> None:
    spec, rows = drawn
    book = read_workbook(build_workbook({spec.name: rows}))
    assert book.problems == ()
    expected = [{key: _expected(value) for key, value in row.items()} for row in rows]
    assert [dict(row.values) for row in book.of(spec.name)] == expected


@given(_sheet(), st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_planted_fault_is_found_in_its_cell_and_nowhere_else(
    drawn: tuple[SheetSpec, list[dict[str, Value]]], data: st.DataObject
) -> None:
    spec, rows = drawn
    shift, pushed = data.draw(st.integers(0, 5)), data.draw(st.integers(0, 3))
    row = data.draw(st.integers(0, len(rows) - 1))
    place = data.draw(st.integers(0, len(spec.columns) - 1))
    written = [_written(spec, one) for one in rows]
    written[row][place] = _BAD[spec.columns[place].kind]
    head = [column.title for column in spec.columns]
    table = [[""] * pushed + line for line in (head, *written)]
    book = read_workbook(workbook({spec.name.label: [*[[] for _ in range(shift)], *table]}))
    address = f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[place + pushed]}{shift + 2 + row}"
    assert [(problem.sheet, problem.cell) for problem in book.problems] == [(spec.name.label, address)]


def _written(spec: SheetSpec, row: dict[str, Value]) -> list[Any]:
    """Write a row as people type it: labels, 是 and 否, names parted by 、; texts never as formulas."""
    cells: list[Any] = []
    for column in spec.columns:
        value = row[column.key]
        if column.kind is CellKind.CHOICE:
            cells.append(getattr(value, "label", value))
        elif isinstance(value, bool):
            cells.append("是" if value else "否")
        elif isinstance(value, tuple):
            cells.append("、".join(value))
        else:
            cells.append(tidy(value.replace("=", "")) or "甲" if type(value) is str else value)
    return cells


@given(st.lists(_CODES, min_size=1, max_size=6, unique=True))
def test_wide_and_narrow_codes_are_the_same_code(codes: list[str]) -> None:
    rows = [("事项编码", "材料名称"), *[(code, "身份证") for code in codes]]
    wide = [("事项编码", "材料名称"), *[(f"　{code.translate(_WIDE)} ", "身份证") for code in codes]]
    narrow_book, wide_book = (read_workbook(workbook({"材料": sheet})) for sheet in (rows, wide))
    assert [row.values for row in wide_book.of(SheetName.PAPERS)] == [
        row.values for row in narrow_book.of(SheetName.PAPERS)
    ]


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")), min_size=1, max_size=5))
def test_parents_are_refused_exactly_when_they_go_round(pairs: list[tuple[str, str]]) -> None:
    parents = dict(pairs)
    head = ("单位编码", "单位名称", "层级", "类别", "上级单位")
    rows = [(code, f"{code}局", "市级", "部门", parents.get(code)) for code in "ABCDE"]
    plan = plan_import(read_workbook(workbook({"单位": [head, *rows]})), Known())
    assert {problem.cell for problem in plan.problems} == {
        f"E{place}" for place, code in enumerate("ABCDE", start=2) if _comes_back(code, parents)
    }


def _comes_back(code: str, parents: dict[str, str]) -> bool:
    step = parents.get(code)
    for _ in range(6):
        if step == code:
            return True
        step = parents.get(step or "")
    return False
