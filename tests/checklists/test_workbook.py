"""An office's own workbook is read with every problem named by sheet and cell, or refused in one sentence."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from exports.checklist_workbook import checklist_template
from forms.checklists_workbook import read_checklist_workbook
from inspect_app.checklists.rules import body_from_sheet
from inspect_app.checklists.vocabulary import PartKey, SheetReading, parse_body

HEAD = ["序号", "部分", "检查内容", "检查方法", "分值", "评分标准", "备注"]


def _saved(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _sheet(*rows: list[Any], title: str = "检查表", head: list[str] | None = None) -> Any:
    sheet = Workbook().active
    assert sheet is not None
    sheet.title = title
    for row in [head or HEAD, *rows]:
        sheet.append(row)
    return sheet


def _read(sheet: Any) -> SheetReading:
    return read_checklist_workbook(_saved(sheet.parent))


def _problems(reading: SheetReading) -> list[str]:
    return [str(problem) for problem in reading.problems]


def test_a_plain_workbook_becomes_a_body_of_yes_no_items() -> None:
    reading = _read(
        _sheet(
            [1, "现场看", "窗口有人在岗", "现场查看", 5, "空岗不得分", "午间也算"],
            [2, "具体办", "只要公布的材料", "", 3, "", ""],
            [3, "跟踪问", "办事人满意", None, None, None, None],
        )
    )
    assert reading.is_clean
    assert reading.problems == ()
    body = body_from_sheet(reading.items)
    assert [(part.label, [item.text for item in part.items]) for part in body.parts] == [
        ("现场看", ["窗口有人在岗"]), ("具体办", ["只要公布的材料"]), ("跟踪问", ["办事人满意"]),
    ]  # fmt: skip
    assert [item.weight for item in body.items] == [5, 3, 1]
    assert body.items[0].hint == "检查方法：现场查看；评分标准：空岗不得分；备注：午间也算"
    assert parse_body(body.to_json()) == body


def test_the_header_is_found_by_its_words_wherever_it_stands() -> None:
    sheet = _sheet(["", "", ""], head=["某某市专项检查表"])
    sheet.append(["编 号", "检查方式", "检查项目", "分数", "检查部分"])
    sheet.append([1, "问", "窗口有人在岗", "２分", "看"])
    reading = _read(sheet)
    assert [(item.part, item.text, item.method, item.weight) for item in reading.items] == [
        (PartKey.LOOK, "窗口有人在岗", "问", 2.0)
    ]


def test_merged_parts_carry_down_and_merged_contents_are_one_item() -> None:
    sheet = _sheet(
        [1, "具体办", "一次讲清", "", 2, "漏一项扣 1 分", ""],
        [None, None, None, "", None, "没有讲不得分", ""],
        [2, None, "只要公布的材料", "", 2, "", ""],
        [3, "", "没有重复填表", "", 2, "", ""],
    )
    sheet.merge_cells("B2:B4")
    sheet.merge_cells("C2:C3")
    reading = _read(sheet)
    assert _problems(reading) == []
    assert [(item.part.label, item.text) for item in reading.items] == [
        ("具体办", "一次讲清"), ("具体办", "只要公布的材料"), ("具体办", "没有重复填表"),
    ]  # fmt: skip
    assert reading.items[0].standard == "漏一项扣 1 分；没有讲不得分"


def test_hidden_rows_hidden_sheets_and_totals_are_passed_over() -> None:
    sheet = _sheet(
        [1, "现场看", "窗口有人在岗", "", 5, "", ""],
        [2, "现场看", "隐藏的一条", "", 5, "", ""],
        ["合计", "", "", "", 10, "", ""],
    )
    sheet.row_dimensions[3].hidden = True
    other = sheet.parent.create_sheet("旧表")
    other.append(HEAD)
    other.append([1, "现场看", "旧的一条", "", 1, "", ""])
    other.sheet_state = "hidden"
    reading = _read(sheet)
    assert [item.text for item in reading.items] == ["窗口有人在岗"]
    assert reading.is_clean


def test_full_width_digits_and_stray_blanks_are_put_right() -> None:
    reading = _read(_sheet(["１", " 现场看\u3000", "  等候  不超过１５分钟 ", "", "１．５", "", ""]))
    assert [(item.text, item.weight) for item in reading.items] == [("等候 不超过15分钟", 1.5)]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ([1, "现场", "", "看", 1, "", ""], "工作表“检查表”，C2：检查内容没有填写。"),
        ([1, "别处", "有人", "", 1, "", ""],
         "工作表“检查表”，B2：“别处”不是部分，请写“现场看”“具体办”或“跟踪问”。"),
        ([1, "", "有人", "", 1, "", ""], "工作表“检查表”，B2：没有写部分，请写“现场看”“具体办”或“跟踪问”。"),
        ([1, "看", "有人", "", "五", "", ""], "工作表“检查表”，E2：分值“五”应是 0 到 100 的数字。"),
        ([1, "看", "有人", "", 101, "", ""], "工作表“检查表”，E2：分值“101”应是 0 到 100 的数字。"),
        ([1, "看", "有人", "", -1, "", ""], "工作表“检查表”，E2：分值“-1”应是 0 到 100 的数字。"),
        ([1, "看", "长" * 501, "", 1, "", ""], "工作表“检查表”，C2：检查内容不能超过 500 字。"),
        ([1, "看", "有人", "", 1, "长" * 141, ""], "工作表“检查表”，F2：评分标准超过 140 字，请写短些。"),
        ([1, "看", "=1+1", "", 1, "", ""],
         "工作表“检查表”，C2：公式还没有算出结果，请在 Excel 里打开、保存后再导入，或直接填数值。"),
    ],
)  # fmt: skip
def test_a_problem_names_sheet_and_cell_and_keeps_the_workbook_out(row: list[Any], problem: str) -> None:
    reading = _read(_sheet(row))
    assert problem in _problems(reading)
    assert not reading.is_clean


def test_every_problem_is_told_at_once() -> None:
    reading = _read(_sheet([1, "看", "", "问", 1, "", ""], [2, "看", "有人", "", "多", "", ""]))
    assert [problem.cell for problem in reading.problems] == ["C2", "E3"]


def test_a_merged_weight_is_refused_rather_than_counted_twice() -> None:
    sheet = _sheet([1, "看", "有人", "", 4, "", ""], [2, "看", "有牌", "", None, "", ""])
    sheet.merge_cells("E2:E3")
    assert _problems(_read(sheet)) == ["工作表“检查表”，E3：分值和上一行合并在一起，请每行分开填写。"]


def test_remarks_do_not_keep_the_workbook_out() -> None:
    sheet = _sheet(["有人", 1], ["有人", 1], title="具体办", head=["检查内容", "分值"])
    sheet.parent.create_sheet("封面").append(["某某市"])
    reading = _read(sheet)
    assert reading.is_clean
    assert [item.part for item in reading.items] == [PartKey.DO, PartKey.DO]
    assert _problems(reading) == [
        "工作表“具体办”：没有“部分”这一列，全部放进“具体办”。",
        "工作表“具体办”，A3：这一条与前面的重复，请看是不是多写了。",
        "工作表“封面”：没有找到表头，这张表没有读。",
    ]


def test_a_hopeless_workbook_is_not_read_to_its_end() -> None:
    reading = _read(_sheet(*[[n, "看", "", "问", 1, "", ""] for n in range(300)]))
    assert _problems(reading)[-1] == "工作表“检查表”，A203：前面的问题太多，从这一行起没有读。"


def test_a_workbook_without_header_or_without_rows_is_refused() -> None:
    assert "没有找到表头。" in _problems(_read(_sheet(head=["随便"])))[-1]
    assert _problems(_read(_sheet())) == ["表头下面没有检查内容。"]


def test_more_items_than_a_checklist_holds_are_refused() -> None:
    reading = _read(_sheet(*[[n, "看", f"第 {n} 条", "", 1, "", ""] for n in range(301)]))
    assert _problems(reading) == ["检查内容不能超过 300 条，现在 301 条。"]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "不是 Excel 工作簿"),
        (b"a,b,c\n1,2,3\n", "不是 Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "旧版 Excel 文件（.xls）"),
        (b"PK\x03\x04" + b"\0" * 100, "损坏"),
        (checklist_template()[:2000], "损坏"),
    ],
)
def test_what_is_no_sound_workbook_gets_one_clear_sentence(data: bytes, word: str) -> None:
    reading = read_checklist_workbook(data)
    assert len(reading.problems) == 1
    assert word in str(reading.problems[0])
    assert not reading.is_clean


def test_the_template_is_read_by_the_reader_it_belongs_to() -> None:
    assert _problems(read_checklist_workbook(checklist_template())) == ["表头下面没有检查内容。"]
