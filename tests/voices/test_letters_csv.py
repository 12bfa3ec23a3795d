"""A table of voices: every code of characters an office saves in, every cell that can't be read with its address."""

from datetime import date

import pytest

from forms.letters_csv import MAX_ROWS, read_letters, template
from inspect_app.voices.vocabulary.letters import LetterSource, LetterTable

TODAY = date(2026, 6, 1)
HEAD = "编号,来源,收到日期,标题,内容,姓名,电话,单位,窗口"
ROW = "GD-1,网民,2026-05-06,补材料,办居住证跑了三趟,张桂芳,13812345678,市公安局,W0001"


def read(text: str | bytes, source: LetterSource = LetterSource.PLATFORM) -> LetterTable:
    return read_letters(text.encode() if isinstance(text, str) else text, source, TODAY)


def said(table: LetterTable) -> list[str]:
    return [str(problem) for problem in table.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_table_is_read_in_the_codes_that_offices_save_in(encoding: str) -> None:
    table = read(f"{HEAD}\r\n{ROW}\r\n".encode(encoding))
    assert said(table) == []
    (line,) = table.lines
    assert (line.row, line.source, line.received_on) == (2, LetterSource.NETIZEN, date(2026, 5, 6))
    assert (line.words, line.sender, line.window) == ("办居住证跑了三趟", "张桂芳", "W0001")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (f"{HEAD}\n{ROW}".encode().decode("gb18030", "replace").encode("gb18030", "replace"), "已经乱码"),
        (f"{HEAD}\n{ROW}".encode().decode("latin-1").encode(), "已经乱码"),
        (f"{HEAD}\n{ROW.replace('跑了三趟', '跑了锟斤拷')}".encode(), "已经乱码"),
        (f"{HEAD}\n{ROW}".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "这是 Excel 工作簿"),
        (b"\xff\xff\xff,", "编码读不懂"),
        (b"", "文件是空的"),
        (HEAD.encode(), "没有一行来信"),
        ("编号,标题\n1,二".encode(), "表头缺少：收到日期、内容"),
        (f'{HEAD}\nGD-1,网民,2026-05-06,标题,"没有收尾'.encode(), "引号不成对"),
    ],
)
def test_a_file_that_is_no_table_is_answered_clearly(data: bytes, words: str) -> None:
    table = read(data)
    assert (table.lines, len(table.problems)) == ((), 1)
    assert words in said(table)[0]


def test_every_bad_cell_is_named_by_its_address_as_excel_counts() -> None:
    rows = [
        'GD-1,网民,2026-05-06,标题,"两行\n内容",,,,',
        "",
        "GD-2,广播,2026-13-45,标题,,,,,",
        "GD-3,来信,2027-01-01,标题,内容,,,,",
    ]
    table = read("\n".join([HEAD, *rows]))
    assert said(table) == [
        "C4：日期“2026-13-45”读不懂，应像 2026-05-06。",
        "E4：内容是空的。",
        "B4：没有来源“广播”，应为：来信、来电、网民、媒体、统一政务咨询投诉平台、意见建议、具体案例。",
        "C5：日期 2027-01-01 不在 2000 年到今天之间。",
    ]
    assert [line.words for line in table.lines] == ["两行\n内容"]


def test_one_bad_row_among_five_thousand_is_found() -> None:
    rows = [f"GD-{number},,2026-05-06,,第{number}件" for number in range(2, 5002)]
    rows[3999] = "GD-4001,,昨天,,第4001件"
    table = read("\n".join(["编号,来源,收到日期,标题,内容", *rows]))
    assert said(table) == ["C4001：日期“昨天”读不懂，应像 2026-05-06。"]
    assert len(table.lines) == 4999


def test_more_rows_than_a_person_can_look_over_are_refused() -> None:
    rows = ["2026-05-06,一"] * (MAX_ROWS + 1)
    assert said(read("\n".join(["收到日期,内容", *rows]))) == [f"超过 {MAX_ROWS} 行，请分几次导入。"]


def test_heads_of_a_complaint_platform_and_rows_pasted_from_excel_are_known() -> None:
    pasted = "工单编号\t受理日期\t诉求内容\t诉求人\nA1\t2026/5/6 10:20\t电话打不通，，没人接\t李强"
    (line,) = read(pasted).lines
    assert (line.outside_code, line.received_on, line.words) == ("A1", date(2026, 5, 6), "电话打不通，，没人接")
    assert (line.source, line.sender) == (LetterSource.PLATFORM, "李强")


def test_a_comma_without_quotes_is_told_from_a_bad_date() -> None:
    table = read("标题,内容,收到日期\n一,跑了三趟,没办成,2026-05-06")
    assert said(table) == [
        "C2：日期“没办成”读不懂，应像 2026-05-06。",
        "2：这一行的格子比表头多，可能内容里有没加引号的逗号。",
    ]


def test_the_template_reads_without_a_problem() -> None:
    assert said(read(template())) == []


def test_a_voice_about_this_tool_does_not_come_from_a_table() -> None:
    assert "没有来源“对本系统的投诉建议”" in said(read("来源,收到日期,内容\n对本系统的投诉建议,2026-05-06,一"))[0]
