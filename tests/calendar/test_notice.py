"""Reading the yearly notice: encodings, every problem with its line, a whole year or nothing."""

from datetime import date

import pytest

from forms.calendar_table import read_notice, template
from inspect_app.calendar.rules import notice_problems
from inspect_app.calendar.vocabulary import DayFacts, DayKind

NOTICE = """日期,类型,名称
2026-12-31,放假,元旦
2027-01-01,放假,元旦
2027-01-02,放假,元旦
2027-02-05,放假,春节
2027-02-06,放假,春节
2027/2/7,放假,春节
2027年2月8日,放假,春节
2027-02-20,调休上班,春节
2027-04-05,放假,清明节
2027-05-01,放假,劳动节
2027-06-09,放假,端午节
2027-09-15,放假,中秋节
2027-10-01,放假,国庆节
2027-10-02,放假,国庆节
２０２７-１０-０３,放假,国庆节
"""


def problems(text: str) -> list[str]:
    table = read_notice(text.encode())
    return [str(problem) for problem in [*table.problems, *notice_problems(table.days)]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_notice_is_read_in_every_encoding_offices_use(encoding: str, line_end: str) -> None:
    text = NOTICE.replace("２０２７-１０-０３", "2027-10-03") if encoding == "gbk" else NOTICE
    table = read_notice(text.replace("\n", line_end).encode(encoding))
    assert table.problems == ()
    assert len(table.days) == 15
    assert table.days[0] == DayFacts(date(2026, 12, 31), DayKind.HOLIDAY, "元旦", 2)
    assert table.days[-1].day == date(2027, 10, 3)
    assert notice_problems(table.days) == []


def test_every_line_that_cannot_be_read_is_named() -> None:
    text = "日期,类型,名称\n2027-02-30,放假,元旦\n2027-01-01,休息,元旦\n,放假,\n2027-01-02,放假,\n"
    table = read_notice(text.encode())
    assert [str(problem) for problem in table.problems] == [
        "第 2 行：日期“2027-02-30”读不懂，应像 2027-01-01。",
        "第 3 行：类型“休息”应为“放假”或“调休上班”。",
        "第 4 行：日期“”读不懂，应像 2027-01-01；名称没有填。",
        "第 5 行：名称没有填。",
    ]


def test_a_year_must_be_whole() -> None:
    text = "\n".join(line for line in NOTICE.splitlines() if "清明" not in line and "10-02" not in line)
    assert problems(text) == ["2027 年的安排不完整，还缺：10月2日国庆节、“清明”。"]


def test_one_file_holds_one_year() -> None:
    assert problems(NOTICE + "2026-10-01,放假,国庆节\n") == [
        "第 17 行：2026-10-01 不属于 2027 年的安排；一个文件只放一年。"
    ]


def test_a_day_stands_once_and_a_make_up_day_is_a_weekend() -> None:
    assert problems(NOTICE + "2027-01-01,放假,元旦\n2027-02-22,调休上班,春节\n") == [
        "第 17 行：2027-01-01 与第 3 行重复。",
        "第 18 行：2027-02-22 是工作日，不会是“调休上班”。",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的。"),
        (b"PK\x03\x04 a workbook", "这是 Excel 工作簿，不是 CSV。请在 Excel 里“另存为”，类型选“CSV UTF-8”再上传。"),
        (b"\xff\xfe\x00\x01", "文件是 Unicode 文本（UTF-16），请另存为“CSV UTF-8”再上传。"),
        (b"\x81\x20\xff\xff", "文件的文字编码读不懂，请另存为“CSV UTF-8”或 GBK 的 CSV。"),
        ("日期,名称\n".encode(), "第 1 行：表头缺少：类型。第一行应为 日期,类型,名称。"),
        (b"a" * 200_001, "文件太大：一年的安排不会超过 200 KB。"),
        ('日期,类型,名称\n"2027-01-01,放假,元旦\n'.encode(), "文件不是完整的 CSV 表格，请用 Excel 另存为 CSV 再试。"),
    ],
)
def test_a_file_that_is_no_notice_gets_a_clear_sentence(data: bytes, said: str) -> None:
    assert [str(problem) for problem in read_notice(data).problems] == [said]


def test_the_template_can_be_read_back() -> None:
    assert read_notice(template()).problems == ()
