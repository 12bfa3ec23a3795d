"""The workbook is read as people see it, and every doubt names its sheet and cell."""

from datetime import date, datetime

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from inspect_app.accounts.vocabulary import UnitKind, UnitLevel
from inspect_app.catalogue.vocabulary import Audience, SheetName, TimeUnit, TripPromise
from inspect_app.foundation.errors import Invalid
from tests.catalogue.making import (
    ITEM_HEAD,
    PAPER_HEAD,
    PLACE_HEAD,
    UNIT,
    UNIT_HEAD,
    full_rows,
    head_of,
    problems,
    read,
    units,
)


def test_a_plain_row_is_read_into_words_of_the_catalogue() -> None:
    book = read(units(UNIT))
    (row,) = book.of(SheetName.UNITS)
    assert book.problems == ()
    assert dict(row.values) == {
        "code": "U1",
        "name": "市公安局",
        "short_name": "市公安局",
        "level": UnitLevel.CITY,
        "kind": UnitKind.BUREAU,
    }


def test_full_width_digits_and_stray_blanks_become_plain_and_chinese_punctuation_stays() -> None:
    book = read(units(("　Ｕ１ ", " 市公安局（\u3000下沙 ）\u200b", "", "市级 ", "区县(市)")))
    (row,) = book.of(SheetName.UNITS)
    assert row.values["code"] == "U1"
    assert row.values["name"] == "市公安局（ 下沙 ）"
    assert row.values["kind"] is UnitKind.DISTRICT


def test_every_kind_of_cell_is_read() -> None:
    row = full_rows(
        SheetName.ITEMS, code=1001, name="驾驶证补办", unit="市公安局", audience="个人和企业", trips="跑零次",
        id_only="是", online="√", mobile="否", promised_amount="１５", promised_unit="工作日",
        announced_on=datetime(2017, 12, 1), windows="W1、W2，W3 W1", batch=2.0,
    )  # fmt: skip
    book = read({"事项": [head_of(SheetName.ITEMS), row]})
    assert book.problems == ()
    values = book.of(SheetName.ITEMS)[0].values
    assert values == {
        "code": "1001", "name": "驾驶证补办", "unit": "市公安局", "audience": Audience.BOTH, "one_thing": "",
        "trips": TripPromise.ZERO, "id_only": True, "online": True, "mobile": False, "nearby": False,
        "city_wide": False,
        "promised_amount": 15, "promised_unit": TimeUnit.WORKDAYS, "batch": "2", "announced_on": date(2017, 12, 1),
        "windows": ("W1", "W2", "W3"), "active": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    "written", ["2017-12-01", "2017/12/1", "2017年12月1日", "２０１７．１２．１", datetime(2017, 12, 1, 9, 30)]
)
def test_a_day_may_be_written_in_many_ways(written: object) -> None:
    book = read({"单位": [(*UNIT_HEAD, "启用日期"), (*UNIT, written)]})
    assert book.of(SheetName.UNITS)[0].values["active_from"] == date(2017, 12, 1)


@pytest.mark.parametrize("written", ["2017-02-30", "去年", "12-01", 43070, "0017-01-01"])
def test_a_day_nobody_can_read_is_a_problem_at_its_cell(written: object) -> None:
    book = read({"单位": [(*UNIT_HEAD, "启用日期"), (*UNIT, written)]})
    assert problems(book) == [("单位", "F2")]


def test_the_header_is_found_by_its_words_below_a_title_and_in_any_order() -> None:
    head = ("类别 ", "层级（必填）", "单位名称*", "备忘", "单位编码：")
    rows = [("全市单位一览表",), (), head, ("部门", "市级", "甲局", "x", "A")]
    (row,) = read({" 单位 ": rows}).of(SheetName.UNITS)
    assert (row.number, row.cell("code"), row.values["name"]) == (4, "E4", "甲局")


def test_a_missing_column_is_named() -> None:
    book = read({"单位": [("单位编码", "单位名称", "层级"), ("A", "甲局", "市级")]})
    assert [str(problem) for problem in book.problems] == ["“单位” A1：表头缺少“类别”"]


def test_a_sheet_without_a_header_says_what_it_should_have() -> None:
    book = read({"材料": [("身份证",), ("户口簿",)]})
    assert [str(problem) for problem in book.problems] == ["“材料” A1：没有找到表头，应有“事项编码”、“材料名称”"]


def test_a_column_written_twice_is_a_problem() -> None:
    book = read({"材料": [("事项编码", "材料名称", "事项编码"), ("A", "身份证", "B")]})
    assert problems(book) == [("材料", "C1")]


def test_hidden_rows_are_left_out_and_counted() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    book = read(units(UNIT, ("U2", "", "", "", ""), ("U3", "丙局", "", "市级", "部门")), hide)
    assert [row.number for row in book.of(SheetName.UNITS)] == [2, 4]
    assert (book.problems, book.hidden[SheetName.UNITS]) == ((), 1)


def test_a_hidden_sheet_is_not_read() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden" if sheet.title == "材料" else "visible"

    book = read({**units(UNIT), "材料": [PAPER_HEAD, ("", "", "", "")]}, hide)
    assert list(book.rows) == [SheetName.UNITS]


def test_merged_parents_are_carried_down() -> None:
    site = ("S1", "大厅", "行政服务中心", "市公安局")
    rows = [PLACE_HEAD, (*site, "W1", "一号", "市公安局"), (*(None,) * 4, "W2", "二号", "市公安局")]

    def merge(sheet: Worksheet) -> None:
        for column in "ABCD":
            sheet.merge_cells(f"{column}2:{column}3")

    book = read({"网点窗口": rows}, merge)
    assert book.problems == ()
    assert [row.values["site_code"] for row in book.of(SheetName.PLACES)] == ["S1", "S1"]


def test_a_parent_that_is_left_blank_without_merging_is_a_problem() -> None:
    book = read({"材料": [PAPER_HEAD, ("A", "身份证"), (None, "户口簿")]})
    assert [str(problem) for problem in book.problems] == ["“材料” A3：没有填事项编码"]


def test_a_formula_that_was_never_computed_is_a_problem() -> None:
    book = read(units(("U1", '=CONCATENATE("市","局")', "", "市级", "部门")))
    assert problems(book) == [("单位", "B2")]
    assert "公式还没有算出结果" in book.problems[0].sentence


def test_a_blank_row_between_rows_is_passed_over() -> None:
    book = read(units(UNIT, (), ("  ", None, "", None, None), ("U2", "乙局", "", "市级", "部门")))
    assert [row.number for row in book.of(SheetName.UNITS)] == [2, 5]
    assert book.problems == ()


def test_every_problem_is_reported_at_once() -> None:
    book = read(units(("", "", "", "省级", "部门"), ("U 2", "x" * 501, "", "市级", "")))
    assert problems(book) == [("单位", cell) for cell in ("A2", "B2", "D2", "A3", "B3", "E3")]
    assert book.problems[2].sentence == "层级没有“省级”，可选：市级、区县（市）、街道（乡镇）、社区（村）"


def test_a_workbook_without_any_known_sheet_is_refused() -> None:
    with pytest.raises(Invalid, match="没有要导入的工作表"):
        read({"Sheet1": [("a", "b")]})


def test_other_words_that_offices_use_are_understood() -> None:
    book = read({"事项": [("事项编码", "事项名称", "主管部门"), ("A", "甲", "市公安局")]})
    assert book.of(SheetName.ITEMS)[0].values["unit"] == "市公安局"
    assert read({"事项": [ITEM_HEAD, ("A", "甲", "市公安局")]}).problems == ()
