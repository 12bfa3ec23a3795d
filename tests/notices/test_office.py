"""The Word file opened by LibreOffice and looked at: 22 lines of 28 characters, two pages, the mark in its place."""

import os
import re
import shutil
import subprocess
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from PIL import Image

from exports.notice_word import notice_docx
from exports.paper.printing import printed
from inspect_app.notices.vocabulary import KindCounts, NoticeFacts, WeekCount
from tests.notices.papers import PLAIN, RED_HEAD, facts_with, line
from tests.notices.test_printing import STYLES, page_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not (shutil.which("soffice") and shutil.which("pdftoppm")),
        reason="needs libreoffice-writer-nogui and poppler-utils (.ci/find_office)",
    ),
]
# The machine has none of the office's fonts; these are as wide, and that is what is measured.
_STAND_INS = {
    "仿宋_GB2312": "Noto Serif CJK SC", "楷体_GB2312": "Noto Serif CJK SC", "宋体": "Noto Serif CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC", "黑体": "Noto Sans CJK SC",
}  # fmt: skip
_POINTS_PER_MM, _DPI = 72 / 25.4, 100
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_LONG = facts_with(0)
_WRONG = tuple(f"第{number}期的“甲”应为“乙”。" for number in range(1, 10))
_KINDS = tuple(f"第{number}单位" for number in range(9))
_PAPERS: dict[str, NoticeFacts] = {
    "bulletin": facts_with(200, 31, PLAIN),
    "red": facts_with(200, 31, RED_HEAD),
    "corrected": replace(facts_with(200, 31, RED_HEAD), corrections=_WRONG),
    "charts": replace(
        facts_with(0, 2, PLAIN),
        units=(*_LONG.units[:2], *_LONG.units[-2:]),
        weeks=tuple(WeekCount(f"2026-05-{day:02d}", f"2026-05-{day + 6:02d}", day, 1) for day in (1, 5, 8, 15)),
        kinds=tuple(KindCounts(unit, (1, 2, 0, 3)) for unit in _KINDS),
    ),
    "long": replace(_LONG, units=(), prose=_LONG.prose | {"practices": tuple("整改情况说明" * 40 for _ in range(9))}),
}


class Printed:
    """What LibreOffice made of a Word file."""

    def __init__(self, pdf: Path) -> None:
        """Read its pages."""
        self.pdf = pdf
        told = _run("pdftotext", "-bbox", str(pdf), "-")
        self.pages = [_WORD.findall(page) for page in told.split("<page ")[1:]]
        self.sizes = [float(width) for width in re.findall(r'<page width="([\d.]+)"', told)]

    def rows(self, number: int) -> list[str]:
        """Return the lines of a page's type area, as text without blanks."""
        found: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for left, top, _, bottom, word in self.pages[number - 1]:
            middle = (float(top) + float(bottom)) / 2
            if 37 * _POINTS_PER_MM < middle < 262 * _POINTS_PER_MM:
                found[round(middle / 4)].append((float(left), word))
        return ["".join(word for _, word in sorted(row)) for _, row in sorted(found.items())]

    def picture(self, number: int, folder: Path) -> Image.Image:
        """Return a page as a picture of 100 dots an inch."""
        stem = folder / f"{self.pdf.stem}-{number}"
        page = str(number)
        _run("pdftoppm", "-r", str(_DPI), "-png", "-singlefile", "-f", page, "-l", page, str(self.pdf), str(stem))
        return Image.open(f"{stem}.png").convert("RGB")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """Convert all papers by one LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    for name, facts in _PAPERS.items():
        (folder / f"{name}.docx").write_bytes(notice_docx(facts))
    aliases = "".join(
        f'<alias binding="same"><family>{escape(wanted)}</family><prefer><family>{there}</family></prefer></alias>'
        for wanted, there in _STAND_INS.items()
    )
    fonts = folder / "fonts.conf"
    known = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    fonts.write_text(f'<?xml version="1.0"?><fontconfig>{known}{aliases}</fontconfig>')
    files = [str(folder / f"{name}.docx") for name in _PAPERS]
    home = f"-env:UserInstallation=file://{folder}/home"
    _run(
        "soffice",
        "--headless",
        home,
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *files,
        FONTCONFIG_FILE=str(fonts),
    )
    return {name: Printed(folder / f"{name}.pdf") for name in _PAPERS}


def test_a_full_page_has_22_lines_of_28_characters(office: dict[str, Printed]) -> None:
    rows = office["long"].rows(2)
    assert len(rows) == 22
    # A sign that closes a sentence may hang over the edge.
    assert max(len(row) for row in rows if row.isalpha()) == 28


@pytest.mark.parametrize("kind", ["bulletin", "red", "corrected"])
def test_200_findings_are_told_on_two_pages_and_signed_there(office: dict[str, Printed], kind: str) -> None:
    paper = office[kind]
    first_annex = next(number for number, width in enumerate(paper.sizes, start=1) if width > 800)
    assert first_annex == 3
    assert paper.rows(2)[-1] == "2026年5月21日"
    assert "附件1" in "".join(word for *_, word in paper.pages[2])


def test_the_head_of_a_table_repeats_on_every_page_of_its_annex(office: dict[str, Printed]) -> None:
    paper = office["red"]
    wide = [number for number, width in enumerate(paper.sizes) if width > 800]
    words = {number: "".join(word for *_, word in paper.pages[number]) for number in wide}
    # After the findings come the units, and the pictures of the same numbers.
    second = next(number for number in wide if "附件2" in words[number][:40])
    assert second - wide[0] > 5
    assert [number for number in wide if number < second and "整改时限" not in words[number]] == []


def test_a_chart_that_does_not_fit_on_the_page_loses_no_row(office: dict[str, Printed]) -> None:
    words = "".join(word for page in office["charts"].pages for *_, word in page)
    assert [unit for unit in _KINDS if unit not in words] == []
    assert words.rindex("合计") > words.rindex(_KINDS[-1])


def test_the_red_mark_begins_72_millimetres_below_the_edge_and_the_line_is_156_wide(
    office: dict[str, Printed], tmp_path: Path
) -> None:
    picture = office["red"].picture(1, tmp_path)
    red = [
        (x, y)
        for y in range(picture.height)
        for x in range(picture.width)
        if (pixel := picture.getpixel((x, y))) and pixel[0] > 150 and pixel[1] < 90  # type: ignore[index]
    ]
    first = min(y for _, y in red) * 25.4 / _DPI
    # The letters themselves begin a little below the edge of their square.
    assert 71.5 < first < 74.5
    last = max(y for _, y in red)
    line = [x for x, y in red if y == last]
    assert (max(line) - min(line)) * 25.4 / _DPI == pytest.approx(156, abs=1)


@pytest.mark.parametrize("kind", ["bulletin", "red", "long"])
def test_the_colophon_ends_the_type_area_of_the_last_page(
    office: dict[str, Printed], kind: str, tmp_path: Path
) -> None:
    paper = office[kind]
    picture = paper.picture(len(paper.pages), tmp_path)
    edge = round(30 * _DPI / 25.4)
    dark = [y for y in range(picture.height) if sum(picture.getpixel((edge, y))) < 300]  # type: ignore[arg-type]
    assert max(dark) * 25.4 / _DPI == pytest.approx(297 - 35, abs=1)
    assert any("抄送" in row for row in paper.rows(len(paper.pages)))


@pytest.mark.usefixtures("pango")
def test_the_pdf_loses_nothing_of_10_000_characters_in_one_cell(tmp_path: Path) -> None:
    long = replace(line(1), title="字" * 9_998 + "末尾")
    path = tmp_path / "long.pdf"
    path.write_bytes(printed(page_of(replace(facts_with(1), new_findings=(long,))), STYLES))
    told = _run("pdftotext", "-layout", str(path), "-")
    assert [told.count(sign) for sign in "字末尾"] == [9_998, 1, 1]


def _run(*command: str, **environment: str) -> str:
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=240, env={**os.environ, **environment}
    )
    return done.stdout
