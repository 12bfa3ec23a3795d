"""Which of the paper's fonts this server has, and which one the PDF takes where one is missing.

Word files only name their fonts: the PCs of an office have them. The PDF is drawn here, with what is installed here.
"""

import shutil
import subprocess
from dataclasses import dataclass

from inspect_app.notices.vocabulary import PaperFont

_F = PaperFont
# A font's names as systems know it, then what stands in for it; the sheet of style names the same, in this order.
NAMES: dict[PaperFont, tuple[str, ...]] = {
    _F.BODY: ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "STFangsong"),
    _F.HEAD: ("SimHei", "黑体", "STHeiti"),
    _F.KAI: ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "STKaiti"),
    _F.TITLE: ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05"),
    _F.DIGITS: ("SimSun", "宋体"),
}
STAND_INS: dict[PaperFont, tuple[str, ...]] = {
    _F.BODY: ("FandolFang R", "Noto Serif CJK SC", "Source Han Serif SC"),
    _F.HEAD: ("Noto Sans CJK SC", "Source Han Sans SC"),
    _F.KAI: ("AR PL UKai CN", "Noto Serif CJK SC"),
    _F.TITLE: ("Noto Serif CJK SC", "STSong", "SimSun"),
    _F.DIGITS: ("Noto Serif CJK SC",),
}
USES = {
    _F.BODY: "正文、主送、署名、表格、版记",
    _F.HEAD: "一级标题、密级、附件序号、表头",
    _F.KAI: "二级标题、签发人姓名",
    _F.TITLE: "红色版头、标题",
    _F.DIGITS: "页码",
}


@dataclass(frozen=True, slots=True)
class FontState:
    """A font of the paper: what it is for, whether it is here, and what the PDF draws with."""

    font: PaperFont
    use: str
    installed: str
    drawn_with: str


def font_states(families: frozenset[str] | None = None) -> list[FontState]:
    """Return the state of every font the paper names; `families` stands for what the server says it has."""
    known = _families() if families is None else families
    return [
        FontState(font, USES[font], _first(NAMES[font], known), _first(NAMES[font] + STAND_INS[font], known))
        for font in PaperFont
    ]


def _first(names: tuple[str, ...], known: frozenset[str]) -> str:
    return next((name for name in names if name.casefold() in known), "")


def _families() -> frozenset[str]:
    """Return every family that fontconfig knows, in small letters; none where there is no fontconfig."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    told = subprocess.run(  # noqa: S603 - a fixed command without anybody's words
        [program, ":", "family"], capture_output=True, text=True, timeout=20, check=False
    ).stdout
    return frozenset(name.strip().casefold() for line in told.splitlines() for name in line.split(","))
