"""What isn't a workbook, or isn't a harmless one, gets a clear sentence and is never unpacked."""

import io
import zipfile
from typing import Any

import pytest

from forms.catalogue_workbook import read_workbook
from inspect_app.catalogue.vocabulary import SheetName
from inspect_app.foundation.errors import DomainError, Invalid, TooLarge
from tests.catalogue.making import UNIT, units, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def repacked(data: bytes, **parts: Any) -> bytes:
    """Return a workbook with parts replaced (name with / as __) or rewritten by a function."""
    buffer = io.BytesIO()
    named = {name.replace("__", "/") + ".xml": change for name, change in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, named[name](content) if name in named else content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (OLE + b"\0" * 600, "旧版 Excel 文件（.xls）"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "设了打开密码"),
        ("单位编码,单位名称\n".encode(), "不是 Excel 工作簿"),
        (b"<html><table></table></html>", "不是 Excel 工作簿"),
        (b"", "不是 Excel 工作簿"),
        (b"%PDF-1.7", "不是 Excel 工作簿"),
        (b"PK\x03\x04 this is no archive", "损坏了"),
    ],
)
def test_the_content_decides_the_format(data: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read_workbook(data)


@pytest.mark.parametrize(
    ("name", "sentence"), [("word/document.xml", "不是 Excel 工作簿"), ("xl/workbook.bin", "二进制工作簿")]
)
def test_another_kind_of_package_is_named(name: str, sentence: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    with pytest.raises(Invalid, match=sentence):
        read_workbook(buffer.getvalue())


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_short_gets_a_clear_sentence(share: float) -> None:
    data = workbook(units(UNIT))
    with pytest.raises(Invalid, match="损坏了"):
        read_workbook(data[: int(len(data) * share)])


def test_a_file_with_bad_markup_gets_a_clear_sentence() -> None:
    data = repacked(workbook(units(UNIT)), xl__worksheets__sheet1=lambda content: content[:-40])
    with pytest.raises(Invalid, match="损坏了"):
        read_workbook(data)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "x")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(60):
                part.write(b" " * (1 << 20))
    assert len(buffer.getvalue()) < 1 << 20
    with pytest.raises(TooLarge, match="展开后超过 48 MB"):
        read_workbook(buffer.getvalue())


def test_more_cells_than_anybody_fills_in_are_refused() -> None:
    def swell(content: bytes) -> bytes:
        row = b"<row>" + b"<c><v>1</v></c>" * 100_000 + b"</row>"
        return content.replace(b"</sheetData>", row * 7 + b"</sheetData>")

    with pytest.raises(TooLarge, match="万个单元格"):
        read_workbook(repacked(workbook(units(UNIT)), xl__worksheets__sheet1=swell))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    def declare(content: bytes) -> bytes:
        text = content.decode().partition("?>")[2] or content.decode()
        return ('<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text).encode(encoding)

    with pytest.raises(Invalid, match="损坏了"):
        read_workbook(repacked(workbook(units(UNIT)), xl__worksheets__sheet1=declare))


def test_a_range_merged_over_the_whole_sheet_does_no_harm() -> None:
    def merge(content: bytes) -> bytes:
        merged = b'<mergeCells><mergeCell ref="A9:XFD1048576"/></mergeCells>'
        return content.replace(b"</sheetData>", b"</sheetData>" + merged)

    with pytest.raises(TooLarge, match="合并的单元格太多"):
        read_workbook(repacked(workbook(units(UNIT)), xl__worksheets__sheet1=merge))


def test_a_value_far_below_is_refused_and_an_empty_cell_there_is_not() -> None:
    def far(cell: bytes) -> Any:
        row = b'<row r="1000000">' + cell + b"</row></sheetData>"
        return lambda content: content.replace(b"</sheetData>", row)

    empty, filled = b'<c r="A1000000"/>', b'<c r="A1000000"><v>1</v></c>'
    book = read_workbook(repacked(workbook(units(UNIT)), xl__worksheets__sheet1=far(empty)))
    assert len(book.of(SheetName.UNITS)) == 1
    with pytest.raises(TooLarge, match="行，没有导入"):
        read_workbook(repacked(workbook(units(UNIT)), xl__worksheets__sheet1=far(filled)))


def test_a_computed_formula_is_read_as_its_value() -> None:
    def compute(content: bytes) -> bytes:
        return content.replace(b"<v></v>", b"<v>\xe5\xb8\x82\xe5\xb1\x80</v>").replace(
            b"<v />", b"<v>\xe5\xb8\x82\xe5\xb1\x80</v>"
        ).replace(b'<c r="B2">', b'<c r="B2" t="str">')

    data = workbook(units(("U1", '=CONCATENATE("市","局")', "", "市级", "部门")))
    book = read_workbook(repacked(data, xl__worksheets__sheet1=compute))
    assert [row.values["name"] for row in book.of(SheetName.UNITS)] == ["市局"]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_never_breaks_the_server(seed: int) -> None:
    data = bytearray(workbook(units(UNIT)))
    for step in range(12):
        data[(seed * 7919 + step * 104_729) % len(data)] ^= 1 << (step % 8)
    try:
        read_workbook(bytes(data))
    except DomainError as error:
        assert error.status in {413, 422}
