"""The table of a back office: every code of characters, only the mapped columns, every bad line by its number."""

from datetime import date

import pytest

from forms.comparison_csv import MAX_ROWS, heads_in, narrowed, proposed, read_cases
from inspect_app.comparison.vocabulary import CaseTable, Column
from inspect_app.foundation.errors import Invalid

TODAY = date(2026, 6, 1)
HEADS = "办件编号,申请人,事项编码,窗口编码,办结日期,跑动次数,办理工作日,收取材料数,能否网上办"
ROW = "B1,张桂芳,I0001,W0001,2026-05-06,3,12,身份证、合同,否"


def read(*rows: str, heads: str = HEADS) -> CaseTable:
    data = "\n".join([heads, *rows]).encode()
    return read_cases(narrowed(data, proposed(heads_in(data))), TODAY)


def said(table: CaseTable) -> list[str]:
    return [str(problem) for problem in table.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_table_is_read_in_the_codes_that_back_offices_save_in(encoding: str) -> None:
    data = f"{HEADS}\r\n{ROW}\r\n".encode(encoding)
    (line,) = read_cases(narrowed(data, proposed(heads_in(data))), TODAY).lines
    assert (line.row, line.case_no, line.matter, line.window, line.day) == (
        2, "B1", "I0001", "W0001", date(2026, 5, 6)
    )  # fmt: skip
    assert (line.trips, line.workdays, line.papers, line.online) == (3, 12, 2, False)


def test_nothing_is_kept_of_a_column_that_nobody_mapped() -> None:
    kept = narrowed(f"{HEADS}\n{ROW}".encode(), {Column.CASE: "办件编号", Column.MATTER: "事项编码"}).decode()
    assert "张桂芳" not in kept
    assert kept.replace("\ufeff", "") == "row,case,matter\r\n2,B1,I0001\r\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (f"{HEADS}\n{ROW}".encode().decode("gb18030", "replace").encode("gb18030", "replace"), "已经乱码"),
        (f"{HEADS}\n{ROW}".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "这是 Excel 工作簿"),
        (b"", "没有表头"),
        ("办件编号,日期,日期\n".encode(), "表头“日期”出现了两次"),
        (f"{HEADS}\n".encode() + b"x\n" * (MAX_ROWS + 1), f"超过 {MAX_ROWS} 行"),
        (f'{HEADS}\nB1,"没有收尾'.encode(), "引号不成对"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        narrowed(data, proposed(heads_in(data)))


def test_a_table_whose_heads_have_changed_says_which_column_is_gone() -> None:
    with pytest.raises(Invalid, match="没有“跑动次数”（跑动次数）"):
        narrowed("办件编号,次数\nB1,2".encode(), {Column.CASE: "办件编号", Column.TRIPS: "跑动次数"})


def test_every_line_that_cannot_be_read_is_named_and_the_others_stand() -> None:
    table = read(
        ROW,
        ROW.replace("I0001", ""),
        "B3,,I0001,,2027-01-01,两次,,,",
        "330102198001011233,,I0001,,2026-05-06,1,,,",
        "11010519491231002X,,I0001,,2026-05-06,1,,,",
        "13812345678,,I0001,,昨天,1,,,也许",
        "B1,,I0001,,2026-05-07,1.5,,,",
        "B9,,I0001,,2026-05-07,1,0.5,3,是",
    )
    assert said(table) == [
        "第 3 行：事项编码是空的。",
        "第 4 行：办结日期 2027-01-01 不在 2000 年到今天之间。",
        "第 4 行：跑动次数“两次”不是数，应像 2 或 1.5，不带单位。",
        "第 6 行：办件编号像身份证号或手机号，这里不收个人信息，请换一列。",
        "第 7 行：办结日期“昨天”读不懂，应像 2026-05-06。",
        "第 7 行：办件编号像身份证号或手机号，这里不收个人信息，请换一列。",
        "第 7 行：能否网上办“也许”应为“是”或“否”。",
        "第 8 行：办件编号“B1”和第 2 行重复。",
    ]
    assert [line.row for line in table.lines] == [2, 5, 9]
    assert (table.lines[2].workdays, table.lines[2].papers, table.lines[2].online) == (1, 3, True)


@pytest.mark.parametrize("many", [2_000, pytest.param(MAX_ROWS, marks=pytest.mark.slow)])
def test_one_bad_line_among_many_is_named(many: int) -> None:
    rows = [f"B{number},,I0001,W0001,2026-05-06,1,3,2,是" for number in range(2, many + 2)]
    rows[many - 10] = rows[many - 10].replace("2026-05-06", "2026-15-06")
    table = read(*rows)
    assert said(table) == [f"第 {many - 8} 行：办结日期“2026-15-06”读不懂，应像 2026-05-06。"]
    assert len(table.lines) == many - 1


def test_columns_that_stand_in_another_order_than_their_list_are_read_right() -> None:
    (line,) = read("2,2026-05-06,I0001,B1", heads="跑动次数,办结日期,事项编码,办件编号").lines
    assert (line.case_no, line.matter, line.trips) == ("B1", "I0001", 2)
